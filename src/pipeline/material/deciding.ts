import { createHash } from "node:crypto";
import { type DecisionMemo, makeDecisionMemo } from "../../domain/decision/decision-memo.ts";
import { dispositionCode, heldDisposition } from "../../domain/finding/disposition.ts";
import { decodeStanding } from "../../domain/finding/standing.ts";
import type { DecisionId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import { findDecisionIds, type NewDecision, saveDecisions } from "../../store/decisions.ts";
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
  if (!decodeStanding(standing).released) return waiting;
  const { held } = memo.decisionOf(number);
  return dispositionCode(held === null ? "pending" : heldDisposition(held.reason));
}

/** Stores the decisions among these numbers of the memo that the database does not have; `stored` then names all. */
export async function storeDecisions(
  sql: Sql,
  deciding: Deciding,
  numbers: Iterable<number>,
): Promise<void> {
  const { memo, stored, basis, decidedAt } = deciding;
  const missing = new Map<string, number[]>();
  for (const number of numbers) {
    if (stored[number]) continue;
    const key = keyOf(basis, memo.identityOf(number));
    const equal = missing.get(key);
    if (equal === undefined) missing.set(key, [number]);
    else equal.push(number);
  }
  if (missing.size === 0) return;
  const ids = await findDecisionIds(sql, [...missing.keys()]);
  const fresh: NewDecision[] = [];
  for (const [key, [number]] of missing as Map<string, [number, ...number[]]>) {
    if (!ids.has(key))
      fresh.push({ key, decision: memo.decisionOf(number), trace: memo.traceOf(number) });
  }
  const saved = await saveDecisions(sql, fresh, basis.snapshot, decidedAt);
  for (const [i, { key }] of fresh.entries()) ids.set(key, saved[i] as DecisionId);
  for (const [key, equal] of missing) {
    for (const number of equal) stored[number] = ids.get(key) as DecisionId;
  }
}

function keyOf(basis: Basis, identity: string): string {
  return createHash("sha256").update(`${basis.snapshot} ${identity}`).digest("hex").slice(0, 32);
}
