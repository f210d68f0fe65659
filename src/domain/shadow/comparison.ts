import type { HoldReason, Rung } from "../decision/rung.ts";
import type { FindingTypeId, OrganisationId } from "../ids.ts";
import type { MailedRole, Verdict } from "./verdict.ts";

/** Where a decision of ours ends. */
export type OurEnd = Rung | `held: ${HoldReason}` | "out-of-scope";

/** An object as an example of something, with everybody who was told and whom we would tell. */
export type Example = {
  readonly object: string;
  readonly type: FindingTypeId | null;
  readonly verdict: Verdict;
  readonly end: OurEnd;
  readonly owner: OrganisationId | null;
  /** Addresses that we would ask to act. */
  readonly ours: readonly string[];
  readonly mailed: readonly {
    readonly address: string;
    readonly role: MailedRole;
    readonly times: number;
  }[];
};

export const exampleKinds = [
  "nobody-told",
  "not-concerned",
  "several-parties",
  "same-again",
  "told-though-held",
] as const;

export type ExampleKind = (typeof exampleKinds)[number];

/** A row of a table: what became of the objects whose decision ends there. */
export type EndCounts = {
  readonly end: OurEnd;
  readonly objects: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
};

/** What was mailed to one mail domain: mailings, by what their recipient is to the object; null: the rest together. */
export type DomainCounts = {
  readonly domain: string | null;
  readonly mailings: number;
  readonly notInFeeds: number;
} & Readonly<Record<MailedRole, number>>;

/** What was mailed, compared with what we would do. A mailing is one row and one of its recipients. */
export type Comparison = {
  /** Objects of the feeds; the verdicts add up to them. */
  readonly objects: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly heardTwice: {
    /** Objects of either sort, each once. */
    readonly objects: number;
    readonly severalParties: number;
    readonly sameAgain: number;
  };
  readonly notConcerned: { readonly objects: number; readonly recipients: number };
  /** All mailings: roles and `notInFeeds` add up to `all`. */
  readonly mailings: { readonly all: number; readonly notInFeeds: number } & Readonly<
    Record<MailedRole, number>
  >;
  readonly recipients: number;
  readonly byEnd: readonly EndCounts[];
  /** Most mailings first. */
  readonly byDomain: readonly DomainCounts[];
  readonly examples: Readonly<Record<ExampleKind, readonly Example[]>>;
};
