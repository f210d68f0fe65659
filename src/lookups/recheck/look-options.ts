import type { AddressGuard } from "../guard/address-guard.ts";

/** How a look goes about it. */
export type LookOptions = {
  readonly guard: AddressGuard;
  readonly timeoutMs: number;
  /** Says whose look it is, and where to ask. */
  readonly userAgent: string;
};
