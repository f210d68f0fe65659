import type { Decision } from "../domain/decision/decision.ts";
import { makeFindingKeyHasher } from "../domain/finding/finding-key.ts";
import type { FindingType } from "../domain/finding/finding-type.ts";
import { makeKnownFindings } from "../domain/finding/known-findings.ts";
import type { SnapshotId } from "../domain/ids.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { ShadowFinding } from "../domain/shadow/shadow-finding.ts";
import type { World } from "../domain/world/world.ts";
import { findingKeySecret } from "../store/secrets.ts";
import type { Chunk } from "./material/chunk.ts";
import type { PipelineContext } from "./material/context.ts";
import { startDeciding } from "./material/deciding.ts";
import type { Handover } from "./material/handover.ts";
import type { Knowledge } from "./material/knowledge.ts";
import type { Reading } from "./run-rows.ts";
import { readUnkept } from "./run-unkept.ts";
import { countRows } from "./save.ts";

/** How many rows the feeds had. */
export type ShadowRows = {
  readonly rows: number;
  readonly accepted: number;
  readonly quarantined: number;
  /** The first hundred rows put aside. */
  readonly quarantine: readonly QuarantinedRow[];
  readonly findings: number;
};

/** Feeds that are decided about, and nothing else. */
export type Shadow = {
  readonly snapshot: SnapshotId;
  readonly decidedAt: Date;
  readonly world: World;
  decisionOf(number: number): Decision;
  /** Decides about every finding of the report that no report before it had. */
  read(
    report: { readonly received: AsyncIterable<Uint8Array>; readonly handover: Handover },
    each: (finding: ShadowFinding) => void,
  ): Promise<ShadowRows>;
};

/**
 * Starts deciding about feeds as if this installation had never seen any: with the present world, at this instant, and
 * nothing kept or sent.
 */
export async function startShadow(context: PipelineContext): Promise<Shadow> {
  const { clock, sql } = context;
  const basis = await context.readBasis();
  const deciding = startDeciding(basis, clock());
  const hasher = makeFindingKeyHasher(await findingKeySecret(sql));
  const knowledge: Knowledge = { known: makeKnownFindings(), asOf: 0, whole: true };
  let idsFrom: number | undefined;
  return {
    snapshot: basis.snapshot,
    decidedAt: deciding.decidedAt,
    world: basis.world,
    decisionOf: (number) => deciding.memo.decisionOf(number),
    async read({ received, handover }, each) {
      const quarantine: QuarantinedRow[] = [];
      const sums = { rows: 0, accepted: 0, quarantined: 0, findings: 0 };
      idsFrom = await readUnkept(
        context,
        { received, handover, basis, ...(idsFrom === undefined ? {} : { idsFrom }) },
        async ({ opened: { reader }, standing }) => {
          const again = startDeciding(basis, deciding.decidedAt);
          return { context, reader, deciding, again, knowledge, types: [], hasher, standing };
        },
        (reading, chunk) => {
          const { accepted, quarantined } = countRows(chunk);
          sums.rows += accepted + quarantined;
          sums.accepted += accepted;
          sums.quarantined += quarantined;
          sums.findings += chunk.fresh.count;
          quarantine.push(...chunk.batch.quarantined.slice(0, 100 - quarantine.length));
          tellFresh(reading, chunk, each);
        },
      );
      return { ...sums, quarantine };
    },
  };
}

function tellFresh(
  { types }: Reading,
  { batch, aboutName, fresh, freshRow }: Chunk,
  each: (finding: ShadowFinding) => void,
): void {
  for (let at = 0; at < fresh.count; at++) {
    const row = freshRow[at] as number;
    const { type } = types[batch.type[row] as number] as { readonly type: FindingType };
    each({
      type,
      name: aboutName[row] === 1 ? (batch.names[row] as string) : null,
      family: batch.family[row] === 4 ? 4 : 6,
      words: batch.words,
      at: row * 4,
      decision: (fresh.decision[at] as number) - 1,
    });
  }
}
