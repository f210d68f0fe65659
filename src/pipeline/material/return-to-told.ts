import type { Decision } from "../../domain/decision/decision.ts";
import { isToldParty } from "../../domain/decision/redecided.ts";
import { dispositionCode } from "../../domain/finding/disposition.ts";
import type { DecisionId, FindingId } from "../../domain/ids.ts";
import type { CompiledWorld } from "../../domain/world/compiled-world.ts";
import type { Sql } from "../../platform/database.ts";
import { saveFindingDecisions } from "../../store/findings.ts";
import { listRedecidable, saveRounds } from "../../store/redecidable-findings.ts";
import { withdrawOutdated } from "../../store/withdrawals.ts";

const pending = dispositionCode("pending");
const delivered = dispositionCode("delivered");

/**
 * Puts findings back into the round in which their recipient was told, where the ladder of a later round comes to that
 * recipient again and nobody was told in between: it has heard. To be called when they have these decisions.
 */
export async function returnToTold(
  sql: Sql,
  world: CompiledWorld,
  decisions: ReadonlyMap<FindingId, Decision>,
  at: Date,
): Promise<void> {
  if (decisions.size === 0) return;
  const back = (await listRedecidable(sql, [...decisions.keys()])).flatMap((finding) => {
    const { id, told, round, disposition, isInHand, isReminder, decision } = finding;
    const decided = decisions.get(id);
    // It has heard, and is to hear again.
    if (isReminder) return [];
    if (told === null || told.round >= round || disposition !== pending || isInHand) return [];
    if (decided === undefined || !isToldParty(told, decided, world)) return [];
    return [{ id, round: told.round, decision, isTold: true }];
  });
  if (back.length === 0) return;
  const ids = back.map(({ id }) => id);
  await saveFindingDecisions(sql, {
    ids,
    decisions: back.map(({ decision }): DecisionId => decision),
    dispositions: back.map(() => delivered),
  });
  await withdrawOutdated(sql, ids, at);
  await saveRounds(sql, back);
}
