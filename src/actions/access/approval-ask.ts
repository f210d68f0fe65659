import type { Actor } from "../../domain/access/actor.ts";
import type { ApprovableAct } from "../../domain/access/approvable.ts";
import type { Approvals, Extent } from "../../domain/access/approval.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import type { ApprovalSummary } from "../../store/approvals.ts";

export type ApprovalContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly instance: { readonly approvals: Approvals };
};

/** What somebody is about to do. */
export type ApprovalAsk = {
  readonly actor: Actor;
  readonly act: ApprovableAct;
  /**
   * All that makes it this act and no other, as plain values: the input, hashes of files, and the state that it starts
   * from. Where any of it differs at the next try, that is another act and needs another approval.
   */
  readonly what: Readonly<Record<string, unknown>>;
  /** For those who are asked: what would happen, in figures; no data about a finding. */
  readonly summary: ApprovalSummary;
  /** Nothing where the act counts nothing (`approvable`). */
  readonly extent: Extent;
  /** How the asker goes on; null: by doing the same again. */
  readonly next: string | null;
};

/** Of an act that counts nothing and that no brake holds. */
export const uncounted: Extent = { figure: null, braked: false };
