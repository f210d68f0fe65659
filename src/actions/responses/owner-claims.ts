import { findOwnerClaim, type OwnerClaim } from "../../domain/decision/owner-claim.ts";
import type { DecisionId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import { type AnswerableFinding, listTraces } from "../../store/responses.ts";
import type { Answer } from "./answer.ts";

/** By which claim each decision's owner is one; decisions without an owner are left out. */
export type OwnerClaims = ReadonlyMap<DecisionId, OwnerClaim>;

/** Reads the claims on what these findings are about, where some answer depends on them. */
export async function readOwnerClaims(
  sql: Sql,
  findings: readonly AnswerableFinding[],
  answers: readonly Answer[],
): Promise<OwnerClaims> {
  const kinds = ["accepted", "not-ours"];
  if (!answers.some(({ response }) => kinds.includes(response.kind))) return new Map();
  const owned = findings.filter(({ isOwner }) => isOwner);
  const traces = await listTraces(
    sql,
    owned.map(({ decision }) => decision),
  );
  return new Map(
    [...traces].flatMap(([decision, trace]) => {
      const claim = findOwnerClaim(trace);
      return claim === null ? [] : [[decision, claim] as const];
    }),
  );
}
