import type { Rung } from "../domain/decision/rung.ts";
import type { Catalogue, FindingType } from "../domain/finding/finding-type.ts";
import type { DecisionId } from "../domain/ids.ts";
import type { DomainName } from "../domain/network/domain-name.ts";
import { findAddress } from "../domain/network/ip-address.ts";
import { specialReason4, specialReason6 } from "../domain/network/special-ranges.ts";
import { classOfAddress4, classOfAddress6, classOfName } from "../domain/world/compile-world.ts";
import type { CompiledWorld } from "../domain/world/compiled-world.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { listFindingTypes } from "../store/finding-types.ts";
import { type FindingFacts, listUntold, saveFindingDecisions } from "../store/findings.ts";
import { listTriedRungs } from "../store/tried-rungs.ts";
import { type Deciding, dispositionOf, storeDecisions } from "./material/deciding.ts";

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
      return decideFact(deciding, fact, type, tried.get(fact.id));
    });
    await storeDecisions(sql, deciding, numbers);
    await saveFindingDecisions(sql, {
      ids: facts.map((fact) => fact.id),
      decisions: numbers.map((number) => deciding.stored[number] as DecisionId),
      dispositions: facts.map((fact, i) =>
        dispositionOf(deciding.memo, numbers[i] as number, fact.standing),
      ),
    });
    facts.forEach((fact, i) => {
      if (fact.decision !== deciding.stored[numbers[i] as number]) changed++;
    });
  }
  return changed;
}

function decideFact(
  deciding: Deciding,
  fact: FindingFacts,
  type: FindingType,
  tried: readonly Rung[] | undefined,
): number {
  const world = deciding.basis.compiled;
  return deciding.memo.decide(
    fact.address === null ? -1 : classOfText(world, fact.address),
    fact.name === null ? -1 : classOfName(world, fact.name as DomainName),
    type,
    fact.severity,
    fact.standing,
    fact.observedAt.getTime(),
    tried,
  );
}

function classOfText(world: CompiledWorld, text: string): number {
  const address = must(findAddress(text), "the database holds canonical addresses");
  const words = Uint32Array.from(address.words);
  if (address.family === 4) {
    const word = words[0] as number;
    return specialReason4(word) === null ? classOfAddress4(world, word) : -1;
  }
  return specialReason6(words, 0) === null ? classOfAddress6(world, words, 0) : -1;
}
