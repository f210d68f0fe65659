import { type Trust, trusts } from "../world/trust.ts";
import type { TraceStep } from "./decision.ts";

/** The claim that made a decision's owner. */
export type OwnerClaim = {
  /** Canonical text of what is claimed. */
  readonly object: string;
  readonly trust: Trust;
};

/** Reads from a decision's trace by which claim its owner is one; null where it has none. */
export function findOwnerClaim(trace: readonly TraceStep[]): OwnerClaim | null {
  const step = trace.find(({ step, outcome }) => step === "claim" && outcome === "owner");
  // `<organisation> [exactly] <object> <trust>`, as effective-claims.ts writes it; none of these holds a space.
  const words = step?.candidate?.split(" ") ?? [];
  const trust = trusts.find((name) => name === words.at(-1));
  const object = words.at(-2);
  return trust === undefined || object === undefined ? null : { object, trust };
}
