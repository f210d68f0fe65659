import type { Decision } from "../domain/decision/decision.ts";
import { isFreer } from "../domain/finding/standing.ts";
import type { ReportId } from "../domain/ids.ts";
import { must } from "../platform/errors.ts";
import { listFindingTypes } from "../store/finding-types.ts";
import { peekUntold } from "../store/findings.ts";
import { readObservations } from "../store/observations.ts";
import { getReport } from "../store/reports.ts";
import { listTriedRungs } from "../store/tried-rungs.ts";
import type { PipelineContext } from "./material/context.ts";
import { decideFact } from "./material/decide-fact.ts";
import { startDeciding } from "./material/deciding.ts";
import { standingOf } from "./material/handover.ts";

/**
 * What releasing a report that is here would do, and nothing of it done: the findings whose standing it would better, by
 * the decision about them then. Throws `not-found`.
 */
export async function previewRelease(
  context: PipelineContext,
  id: ReportId,
): Promise<ReadonlyMap<Decision, number>> {
  const { sql, clock, catalogue } = context;
  const report = await getReport(sql, id);
  const basis = await context.readBasis();
  const { memo } = startDeciding(basis, clock());
  const standing = standingOf(basis.world, report, true);
  const types = await listFindingTypes(sql);
  const seen = new Set<number>();
  const counts = new Map<Decision, number>();
  for await (const chunk of readObservations(sql, report.number)) {
    const ids = [...new Set(chunk.findingIds)].filter((finding) => !seen.has(finding));
    for (const finding of ids) seen.add(finding);
    const facts = (await peekUntold(sql, ids)).filter((fact) => isFreer(standing, fact.standing));
    const tried = await listTriedRungs(
      sql,
      facts.map((fact) => fact.id),
    );
    for (const fact of facts) {
      const name = must(types.get(fact.typeId), "every finding has a type");
      const type = must(catalogue.findType(name), `finding type ${name} left the catalogue`);
      const freed = { ...fact, standing };
      const number = decideFact(basis.compiled, memo, freed, type, tried.get(fact.id));
      const decision = memo.decisionOf(number);
      counts.set(decision, (counts.get(decision) ?? 0) + 1);
    }
  }
  return counts;
}
