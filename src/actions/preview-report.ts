import type { Actor } from "../domain/access/actor.ts";
import { type Disposition, dispositions, heldDisposition } from "../domain/finding/disposition.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { Handover } from "../pipeline/material/handover.ts";
import { type Preview, preview } from "../pipeline/run-preview.ts";
import { findFinderTerms } from "../store/finders.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import {
  listHeld,
  listRecipients,
  type PreviewedHold,
  type PreviewedRecipient,
} from "./preview/previewed-parties.ts";

export type PreviewReportContext = Parameters<typeof preview>[0];

export type PreviewReportInput = {
  readonly received: AsyncIterable<Uint8Array>;
  readonly handover: Omit<Handover, "releasedBy">;
  readonly release: boolean;
  readonly actor: Actor;
};

/** What a report would do if it were handed over now. */
export type PreviewedReport = {
  readonly rows: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly new: number;
  readonly seenAgain: number;
  readonly reopened: number;
  /** Adds up to `accepted`; those that are 0 are left out. */
  readonly dispositions: Readonly<Partial<Record<Disposition, number>>>;
  /** The first 100 rows put aside. */
  readonly quarantine: readonly QuarantinedRow[];
  /** Whether it would be released at once, or wait for a person. */
  readonly released: boolean;
  /** Who would be told once it is released, most findings first. */
  readonly recipients: readonly PreviewedRecipient[];
  /** Findings that nobody would be told of, by reason, most first. */
  readonly held: readonly PreviewedHold[];
  readonly elapsedMs: number;
};

/** Reads and decides about a report and keeps nothing of it: who would get how many findings. */
export async function previewReport({
  context,
  input,
}: {
  readonly context: PreviewReportContext;
  readonly input: PreviewReportInput;
}): Promise<PreviewedReport> {
  const startedMs = performance.now();
  const { handover, release, actor } = input;
  permit(actor, "report.preview", { finder: handover.finder });
  const world = await readWorld(context.sql);
  const isTrusted = world.finders.some(({ id, trusted }) => id === handover.finder && trusted);
  const { signed } = await findFinderTerms(context.sql, handover.finder);
  // A signature is checked when the report comes in; here it only counts whether there is one.
  const released = (release || isTrusted) && (handover.signature !== null || !signed);
  const releasedBy = release ? actor.name : null;
  const seen = await preview(context, input.received, { ...handover, releasedBy });
  return {
    rows: seen.rows,
    accepted: seen.accepted,
    quarantined: seen.quarantinedCount,
    new: seen.new,
    seenAgain: seen.seenAgain,
    reopened: seen.reopened,
    dispositions: countDispositions(seen, released),
    quarantine: seen.quarantined,
    released,
    recipients: listRecipients(seen.decisions),
    held: listHeld(seen.decisions),
    elapsedMs: Math.round(performance.now() - startedMs),
  };
}

function countDispositions(seen: Preview, released: boolean): PreviewedReport["dispositions"] {
  const counts = new Map<Disposition, number>([
    ["duplicate", seen.seenAgain],
    ["outOfScope", seen.outOfScope],
  ]);
  for (const [{ held }, findings] of seen.decisions) {
    const disposition = !released
      ? "heldForPerson"
      : held === null
        ? "pending"
        : heldDisposition(held.reason);
    counts.set(disposition, (counts.get(disposition) ?? 0) + findings);
  }
  const named = dispositions.map((name) => [name, counts.get(name) ?? 0] as const);
  return Object.fromEntries(named.filter(([, count]) => count > 0));
}
