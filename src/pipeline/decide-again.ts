import type { Catalogue } from "../domain/finding/finding-type.ts";
import type { DecisionId, FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { listFindingTypes } from "../store/finding-types.ts";
import { listUntold, saveFindingDecisions } from "../store/findings.ts";
import { listTriedRungs, passAskedParties } from "../store/tried-rungs.ts";
import { decideFact } from "./material/decide-fact.ts";
import { type Deciding, dispositionOf, storeDecisions } from "./material/deciding.ts";
import { returnToTold } from "./material/return-to-told.ts";

/** Findings decided together in one set of statements. */
const atOnce = 20_000;

/**
 * Decides anew about those of the findings whose recipients were not told yet, by what the database has of them now and
 * with the rungs that were tried already; answers how many got another decision or disposition. Several rungs may lead to
 * one party: who was asked in this round is not asked again on a later one.
 *
 * Used when a better observation came, a report was released, a rung failed, or the world changed before sending.
 */
export async function decideAgain(
  sql: Sql,
  catalogue: Catalogue,
  deciding: Deciding,
  ids: readonly number[],
): Promise<number> {
  const types = await listFindingTypes(sql);
  const changed = new Set<FindingId>();
  let again = ids;
  while (again.length > 0) {
    const walked: FindingId[] = [];
    for (let from = 0; from < again.length; from += atOnce) {
      const facts = await listUntold(sql, again.slice(from, from + atOnce));
      const tried = await listTriedRungs(
        sql,
        facts.map((fact) => fact.id),
      );
      walked.push(...tried.keys());
      const numbers = facts.map((fact) => {
        const name = must(types.get(fact.typeId), "every finding has a type");
        const type = must(catalogue.findType(name), `finding type ${name} left the catalogue`);
        return decideFact(deciding.basis.compiled, deciding.memo, fact, type, tried.get(fact.id));
      });
      await saveDecided(sql, deciding, facts, numbers);
      facts.forEach((fact, i) => {
        if (fact.decision !== deciding.stored[numbers[i] as number]) changed.add(fact.id);
      });
    }
    again = await passAskedParties(sql, walked);
  }
  return changed.size;
}

async function saveDecided(
  sql: Sql,
  deciding: Deciding,
  facts: Awaited<ReturnType<typeof listUntold>>,
  numbers: readonly number[],
): Promise<void> {
  await storeDecisions(sql, deciding, numbers);
  await saveFindingDecisions(sql, {
    ids: facts.map((fact) => fact.id),
    decisions: numbers.map((number) => deciding.stored[number] as DecisionId),
    dispositions: facts.map((fact, i) =>
      dispositionOf(deciding.memo, numbers[i] as number, fact.standing),
    ),
  });
  await returnToTold(
    sql,
    deciding.basis.compiled,
    new Map(
      facts.flatMap(({ id, round }, i) =>
        round > 1 ? [[id, deciding.memo.decisionOf(numbers[i] as number)]] : [],
      ),
    ),
    deciding.decidedAt,
  );
}
