import type { Catalogue } from "../domain/finding/finding-type.ts";
import type { DecisionId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { listFindingTypes } from "../store/finding-types.ts";
import { listUntold, saveFindingDecisions } from "../store/findings.ts";
import { listTriedRungs } from "../store/tried-rungs.ts";
import { decideFact } from "./material/decide-fact.ts";
import { type Deciding, dispositionOf, storeDecisions } from "./material/deciding.ts";
import { returnToTold } from "./material/return-to-told.ts";

/** Findings decided together in one set of statements. */
const atOnce = 20_000;

/**
 * Decides anew about those of the findings whose recipients were not told yet, by what the database has of them now and
 * with the rungs that were tried already; answers how many got another decision or disposition.
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
  let changed = 0;
  for (let from = 0; from < ids.length; from += atOnce) {
    const facts = await listUntold(sql, ids.slice(from, from + atOnce));
    const tried = await listTriedRungs(
      sql,
      facts.map((fact) => fact.id),
    );
    const numbers = facts.map((fact) => {
      const name = must(types.get(fact.typeId), "every finding has a type");
      const type = must(catalogue.findType(name), `finding type ${name} left the catalogue`);
      return decideFact(deciding.basis.compiled, deciding.memo, fact, type, tried.get(fact.id));
    });
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
    facts.forEach((fact, i) => {
      if (fact.decision !== deciding.stored[numbers[i] as number]) changed++;
    });
  }
  return changed;
}
