import type { FindingType } from "../finding/finding-type.ts";
import type { RecheckOutcome } from "./judge-rechecks.ts";
import type { SeenVersion } from "./seen-version.ts";

/** What is looked at: one TCP port of one address. */
export type LookTarget = {
  /** Canonical text. */
  readonly address: string;
  readonly port: number;
  /** Whether it is the weakness itself that the port can be reached; else an open port tells nothing. */
  readonly isReachability: boolean;
  /** The version that the weakness was told by; null: none, or it is not told by a version. */
  readonly seen: SeenVersion | null;
};

/** Whether a type says that something can be reached which should not be: the catalogue names these so. */
export function isReachability({ kind, id }: Pick<FindingType, "kind" | "id">): boolean {
  return kind === "misconfiguration" && /^(open|accessible)-/.test(id);
}

/** How we look: a connection; what a server says first by itself; its Server header. */
export type LookMethod = "tcp-connect" | "greeting" | "http-head";

/** What a look came to. */
export type Look = {
  readonly outcome: RecheckOutcome;
  readonly method: LookMethod;
  readonly detail: string;
};

/** Looks once, harmlessly: one connection in which nothing is sent, or `HEAD /`. Never throws for what is out there. */
export type LookAgain = (target: LookTarget) => Promise<Look>;
