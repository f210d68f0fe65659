import type { Decision } from "../domain/decision/decision.ts";
import { makeFindingKeyHasher } from "../domain/finding/finding-key.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { RowCursor } from "../domain/report/source.ts";
import { frameBytes } from "../platform/frame-codec.ts";
import { findingKeySecret } from "../store/secrets.ts";
import { keepForNow } from "./keep.ts";
import { makeChunk } from "./material/chunk.ts";
import type { PipelineContext } from "./material/context.ts";
import { startDeciding } from "./material/deciding.ts";
import { type Handover, standingOf, toRefused, toTerms } from "./material/handover.ts";
import { gatherKnowledge } from "./material/knowledge.ts";
import { openReport } from "./material/open-report.ts";
import { feedText, parse, type TextFeed } from "./parse.ts";
import { prepare, type Reading } from "./run-rows.ts";
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

/**
 * Reads and decides as `takeIn` does, and keeps nothing: neither bytes nor receipt nor findings.
 *
 * Throws `input-refused` when the report cannot be read at all.
 */
export async function preview(
  context: PipelineContext,
  received: AsyncIterable<Uint8Array>,
  handover: Handover,
): Promise<Preview> {
  const { sql, clock } = context;
  const { kept, open, discard } = await keepForNow(received, {
    masterKey: context.masterKey,
    folder: context.keptFolder,
  });
  try {
    const file = await open();
    try {
      const basis = await context.readBasis();
      const opened = openReport(
        await file.readAt(0, frameBytes),
        handover,
        context.sources,
        context.catalogue,
      );
      if (opened.kind === "refused") throw toRefused(handover.fileName, null, opened);
      const terms = toTerms(basis, handover, opened);
      const released = terms.trusted || handover.releasedBy !== null;
      const reading: Reading = {
        context,
        reader: opened.reader,
        deciding: startDeciding(basis, clock()),
        again: startDeciding(basis, clock()),
        knowledge: await gatherKnowledge(sql, kept.textBytes, true),
        types: [],
        hasher: makeFindingKeyHasher(await findingKeySecret(sql)),
        standing: standingOf(basis.world, terms, released),
      };
      return await previewChunks(reading, await feedText(file, kept.textBytes, 0), opened.cursor);
    } finally {
      await file.close();
    }
  } finally {
    await discard();
  }
}

/** Ids that no finding has, for findings that are never saved. */
const previewIds = 2 ** 31;

async function previewChunks(reading: Reading, feed: TextFeed, from: RowCursor): Promise<Preview> {
  const cursor = { ...from };
  const chunk = makeChunk(reading.context.chunkRows);
  const decisions = new Map<Decision, number>();
  const quarantined: QuarantinedRow[] = [];
  const sums = { accepted: 0, new: 0, seenAgain: 0, reopened: 0, quarantined: 0, outOfScope: 0 };
  for (let idsFrom = previewIds; ; idsFrom += chunk.batch.count) {
    await parse(feed, reading.reader, cursor, chunk.batch);
    if (chunk.batch.count + chunk.batch.quarantined.length === 0) break;
    for (const type of reading.reader.types.slice(reading.types.length)) {
      reading.types.push({ type, number: 0, hash: reading.hasher.hashType(type.id) });
    }
    await prepare(reading, chunk, async () => idsFrom);
    const counts = countRows(chunk);
    for (const name of ["accepted", "new", "seenAgain", "reopened", "quarantined"] as const)
      sums[name] += counts[name];
    quarantined.push(...chunk.batch.quarantined.slice(0, 100 - quarantined.length));
    for (const opened of [chunk.fresh, chunk.reopened]) {
      for (let at = 0; at < opened.count; at++) {
        const number = (opened.decision[at] as number) - 1;
        if (number < 0) sums.outOfScope++;
        else {
          const decision = reading.deciding.memo.decisionOf(number);
          decisions.set(decision, (decisions.get(decision) ?? 0) + 1);
        }
      }
    }
  }
  await feed.close();
  return {
    ...sums,
    rows: sums.accepted + sums.quarantined,
    quarantined,
    quarantinedCount: sums.quarantined,
    decisions,
  };
}
