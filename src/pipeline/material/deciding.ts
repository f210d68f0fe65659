import { createHash } from "node:crypto";
import { type DecisionMemo, makeDecisionMemo } from "../../domain/decision/decision-memo.ts";
import { dispositionCode, heldDisposition } from "../../domain/finding/disposition.ts";
import { isReleased } from "../../domain/finding/standing.ts";
import type { DecisionId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import {
  encodeDecisions,
  findDecisionIds,
  reserveDecisionIds,
  tryCopyDecisions,
} from "../../store/decisions.ts";
import type { Basis } from "./basis.ts";

const waiting = dispositionCode("heldForPerson");

/** Decisions of one run under one basis, and which of them the database has. */
export type Deciding = {
  readonly basis: Basis;
  readonly memo: DecisionMemo;
  readonly decidedAt: Date;
  /** Ids by number in the memo; 0 where not stored yet. */
  readonly stored: DecisionId[];
};

/** Starts deciding under a basis at an instant, with nothing stored yet. */
export function startDeciding(basis: Basis, decidedAt: Date): Deciding {
  return {
    basis,
    memo: makeDecisionMemo(basis.compiled, decidedAt.getTime()),
    decidedAt,
    stored: [],
  };
}

/** Where a finding stands with this decision: a report that nobody released waits, whatever the decision says. */
export function dispositionOf(memo: DecisionMemo, number: number, standing: number): number {
  if (!isReleased(standing)) return waiting;
  const { held } = memo.decisionOf(number);
  return dispositionCode(held === null ? "pending" : heldDisposition(held.reason));
}

/**
 * Sees to it that `stored` names all these numbers of the memo, and answers the rows of those that the database does not
 * have (null: it has them all). They are to be copied in the transaction that first refers to them.
 */
export async function assignDecisions(
  sql: Sql,
  deciding: Deciding,
  numbers: Iterable<number>,
): Promise<Buffer | null> {
  const { memo, stored, basis, decidedAt } = deciding;
  const missing = new Map<string, number[]>();
  for (const number of numbers) {
    if (stored[number]) continue;
    const key = keyOf(basis, memo.identityOf(number));
    const equal = missing.get(key);
    if (equal === undefined) missing.set(key, [number]);
    else equal.push(number);
  }
  if (missing.size === 0) return null;
  const ids = await findDecisionIds(sql, [...missing.keys()]);
  const freshKeys = [...missing.keys()].filter((key) => !ids.has(key));
  const freshIds = await reserveDecisionIds(sql, freshKeys.length);
  const fresh = freshKeys.map((key, i) => {
    const [number] = missing.get(key) as [number, ...number[]];
    const id = freshIds[i] as DecisionId;
    ids.set(key, id);
    return { id, key, decision: memo.decisionOf(number), trace: memo.traceOf(number) };
  });
  for (const [key, equal] of missing) {
    for (const number of equal) stored[number] = ids.get(key) as DecisionId;
  }
  return encodeDecisions(fresh, basis.snapshot, decidedAt);
}

/**
 * Stores the decisions among these numbers of the memo that the database does not have, in the transaction that refers to
 * them. Several decide at once: mails that fail, and whoever composes.
 */
export async function storeDecisions(
  sql: Sql,
  deciding: Deciding,
  numbers: Iterable<number>,
): Promise<void> {
  const { stored } = deciding;
  const missing = [...numbers].filter((number) => !stored[number]);
  for (;;) {
    const rows = await assignDecisions(sql, deciding, missing);
    if (rows === null || (await tryCopyDecisions(sql, rows))) return;
    for (const number of missing) stored[number] = 0 as DecisionId;
  }
}

/** Forgets what `work` stored when it fails, and with it its transaction: whoever tries again stores it again. */
export async function forgetUnlessDone<T>(deciding: Deciding, work: () => Promise<T>): Promise<T> {
  const { stored } = deciding;
  const before = stored.slice();
  try {
    return await work();
  } catch (error) {
    for (const number of stored.keys()) stored[number] = before[number] ?? (0 as DecisionId);
    throw error;
  }
}

function keyOf(basis: Basis, identity: string): string {
  return createHash("sha256").update(`${basis.snapshot} ${identity}`).digest("hex").slice(0, 32);
}
