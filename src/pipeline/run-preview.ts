import type { Decision } from "../domain/decision/decision.ts";
import { makeFindingKeyHasher } from "../domain/finding/finding-key.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import { findingKeySecret } from "../store/secrets.ts";
import type { Chunk } from "./material/chunk.ts";
import type { PipelineContext } from "./material/context.ts";
import { startDeciding } from "./material/deciding.ts";
import type { Handover } from "./material/handover.ts";
import { gatherKnowledge } from "./material/knowledge.ts";
import type { Reading } from "./run-rows.ts";
import { readUnkept } from "./run-unkept.ts";
import { countRows } from "./save.ts";

/** What a report would do. */
export type Preview = {
  readonly rows: number;
  readonly accepted: number;
  readonly new: number;
  readonly seenAgain: number;
  readonly reopened: number;
  readonly outOfScope: number;
  readonly quarantined: readonly QuarantinedRow[];
  readonly quarantinedCount: number;
  /** Findings it would open, by the decision about them. */
  readonly decisions: ReadonlyMap<Decision, number>;
};

/** What a report would open, beside what is known already; see `readUnkept`. */
export async function preview(
  context: PipelineContext,
  received: AsyncIterable<Uint8Array>,
  handover: Handover,
): Promise<Preview> {
  const { sql, clock } = context;
  const basis = await context.readBasis();
  const decisions = new Map<Decision, number>();
  const quarantined: QuarantinedRow[] = [];
  const sums = { accepted: 0, new: 0, seenAgain: 0, reopened: 0, quarantined: 0, outOfScope: 0 };
  await readUnkept(
    context,
    { received, handover, basis },
    async ({ opened, textBytes, standing }) => ({
      context,
      reader: opened.reader,
      deciding: startDeciding(basis, clock()),
      again: startDeciding(basis, clock()),
      knowledge: await gatherKnowledge(sql, textBytes, true),
      types: [],
      hasher: makeFindingKeyHasher(await findingKeySecret(sql)),
      standing,
    }),
    (reading, chunk) => {
      const counts = countRows(chunk);
      for (const name of ["accepted", "new", "seenAgain", "reopened", "quarantined"] as const)
        sums[name] += counts[name];
      quarantined.push(...chunk.batch.quarantined.slice(0, 100 - quarantined.length));
      sums.outOfScope += countDecisions(reading, chunk, decisions);
    },
  );
  return {
    ...sums,
    rows: sums.accepted + sums.quarantined,
    quarantined,
    quarantinedCount: sums.quarantined,
    decisions,
  };
}

/** Adds the findings that a chunk opens to those of each decision; answers how many are out of scope. */
function countDecisions(
  { deciding }: Reading,
  chunk: Chunk,
  decisions: Map<Decision, number>,
): number {
  let outOfScope = 0;
  for (const opened of [chunk.fresh, chunk.reopened]) {
    for (let at = 0; at < opened.count; at++) {
      const number = (opened.decision[at] as number) - 1;
      if (number < 0) outOfScope++;
      else {
        const decision = deciding.memo.decisionOf(number);
        decisions.set(decision, (decisions.get(decision) ?? 0) + 1);
      }
    }
  }
  return outOfScope;
}
