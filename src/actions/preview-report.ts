import type { Actor } from "../domain/access/actor.ts";
import { compareText } from "../domain/compare-text.ts";
import type { Decision } from "../domain/decision/decision.ts";
import type { HoldReason, Rung } from "../domain/decision/rung.ts";
import { type Disposition, dispositions, heldDisposition } from "../domain/finding/disposition.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { Handover } from "../pipeline/material/handover.ts";
import { type Preview, preview } from "../pipeline/run-preview.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";

export type PreviewReportContext = Parameters<typeof preview>[0];

export type PreviewReportInput = {
  readonly received: AsyncIterable<Uint8Array>;
  readonly handover: Omit<Handover, "releasedBy">;
  readonly release: boolean;
  readonly actor: Actor;
};

/** Somebody who would be told, and of how many findings. */
export type PreviewedRecipient = {
  readonly role: "primary" | "informed";
  /** Null for informed parties. */
  readonly rung: Rung | null;
  readonly organisation: string | null;
  readonly address: string;
  readonly findings: number;
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
  readonly held: readonly { readonly reason: HoldReason; readonly findings: number }[];
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
  const released = release || isTrusted;
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

function listRecipients(decisions: ReadonlyMap<Decision, number>): PreviewedRecipient[] {
  const recipients = new Map<string, PreviewedRecipient>();
  const add = (recipient: Omit<PreviewedRecipient, "findings">, findings: number): void => {
    const key = JSON.stringify(recipient);
    const before = recipients.get(key)?.findings ?? 0;
    recipients.set(key, { ...recipient, findings: before + findings });
  };
  for (const [{ primary, informed }, findings] of decisions) {
    if (primary !== null) {
      const { rung, organisation, address } = primary;
      add({ role: "primary", rung, organisation, address }, findings);
    }
    for (const { organisation, address } of informed) {
      add({ role: "informed", rung: null, organisation, address }, findings);
    }
  }
  return [...recipients.values()].sort(
    (a, b) =>
      compareText(b.role, a.role) ||
      b.findings - a.findings ||
      compareText(a.address, b.address) ||
      compareText(a.rung ?? "", b.rung ?? ""),
  );
}

function listHeld(decisions: ReadonlyMap<Decision, number>): PreviewedReport["held"] {
  const counts = new Map<HoldReason, number>();
  for (const [{ held }, findings] of decisions) {
    if (held !== null) counts.set(held.reason, (counts.get(held.reason) ?? 0) + findings);
  }
  return [...counts]
    .map(([reason, findings]) => ({ reason, findings }))
    .sort((a, b) => b.findings - a.findings || compareText(a.reason, b.reason));
}
