import type { FindingType } from "../finding/finding-type.ts";
import type { RecheckOutcome } from "./judge-rechecks.ts";

/** What is looked at: one TCP port of one address. */
export type LookTarget = {
  /** Canonical text. */
  readonly address: string;
  readonly port: number;
  /** Whether it is the weakness itself that the port can be reached; else an open port tells nothing. */
  readonly isReachability: boolean;
};

/** Whether a type says that something can be reached which should not be: the catalogue names these so. */
export function isReachability({ kind, id }: Pick<FindingType, "kind" | "id">): boolean {
  return kind === "misconfiguration" && /^(open|accessible)-/.test(id);
}

/** What a look came to. */
export type Look = { readonly outcome: RecheckOutcome; readonly detail: string };

/** Looks once whether a port takes connections: opens one, closes it, sends nothing. Never throws for what is out there. */
export type LookAgain = (target: LookTarget) => Promise<Look>;
