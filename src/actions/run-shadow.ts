import { randomBytes } from "node:crypto";
import type { Actor } from "../domain/access/actor.ts";
import { toFindingKeySecret } from "../domain/finding/finding-key.ts";
import type { FinderId, SnapshotId } from "../domain/ids.ts";
import type { DomainName } from "../domain/network/domain-name.ts";
import { compareMailed } from "../domain/shadow/compare-mailed.ts";
import type { Comparison } from "../domain/shadow/comparison.ts";
import type { MailedOptions } from "../domain/shadow/mailed-row.ts";
import type { MailedReader, MailedSource } from "../domain/shadow/mailed-source.ts";
import type { Handover } from "../pipeline/material/handover.ts";
import { type Shadow, type ShadowRows, startShadow } from "../pipeline/run-shadow.ts";
import { AppError } from "../platform/errors.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";
import { type MailedRows, readMailedRows } from "./shadow/read-mailed-rows.ts";

export type RunShadowContext = Parameters<typeof startShadow>[0] & {
  readonly mailedSources: readonly MailedSource[];
  /** Mail domains where anybody can have a mailbox. */
  readonly freeMail: ReadonlySet<DomainName>;
};

export type RunShadowInput = {
  readonly actor: Actor;
  /** The feeds, each opened when its turn comes. */
  readonly reports: readonly {
    readonly open: () => Promise<AsyncIterable<Uint8Array>>;
    readonly handover: Omit<Handover, "releasedBy">;
  }[];
  /** Decide as if a person had released them. */
  readonly release: boolean;
  readonly mailed: Omit<MailedOptions, "catalogue"> & {
    readonly head: Uint8Array;
    readonly chunks: AsyncIterable<Uint8Array>;
  };
};

/** Present practice beside what we would do, as a manager reads it. */
export type ShadowReport = Comparison & {
  /** State of world, registry and addresses that decided. */
  readonly snapshot: SnapshotId;
  readonly decidedAt: Date;
  readonly finder: FinderId | null;
  /** Whether an object counts once, or once for each finding type. */
  readonly by: "object" | "type";
  readonly feeds: ShadowRows & { readonly files: number };
  readonly mailed: Omit<MailedRows, "from" | "until"> & {
    readonly from: Date | null;
    readonly until: Date | null;
  };
  readonly elapsedMs: number;
};

const shownExamples = 10;
const shownDomains = 50;

/**
 * Reads feeds, decides about each finding as if nothing was ever sent, and compares with what was really mailed. Keeps
 * nothing and sends nothing.
 *
 * Throws `input-refused` when a feed or the list of what was mailed cannot be read at all.
 */
export async function runShadow({
  context,
  input,
}: {
  readonly context: RunShadowContext;
  readonly input: RunShadowInput;
}): Promise<ShadowReport> {
  const startedMs = performance.now();
  const { actor, mailed } = input;
  permit(actor, "shadow.run");
  const reader = openMailed(context, mailed);
  const shadow = await startShadow(context);
  const comparison = compareMailed({
    byType: reader.byType,
    world: shadow.world,
    freeMail: context.freeMail,
    decisionOf: shadow.decisionOf,
    // Nobody outside can make objects collide: the key is of this run alone.
    secret: toFindingKeySecret(randomBytes(16)),
    examples: shownExamples,
    domains: shownDomains,
  });
  const feeds = await readFeeds(shadow, input, comparison.addFinding);
  const rows = await readMailedRows(mailed.chunks, reader, comparison.addMailed);
  const compared = comparison.finish();
  await recordAct(context, {
    actor,
    act: "shadow.run",
    about: null,
    subject: shadow.snapshot,
    detail: { objects: compared.objects, mailed: rows.rows },
  });
  return {
    ...compared,
    snapshot: shadow.snapshot,
    decidedAt: shadow.decidedAt,
    finder: input.reports[0]?.handover.finder ?? null,
    by: reader.byType ? "type" : "object",
    feeds: { ...feeds, files: input.reports.length },
    mailed: { ...rows, from: toDate(rows.from), until: toDate(rows.until) },
    elapsedMs: Math.round(performance.now() - startedMs),
  };
}

function openMailed(
  { mailedSources, catalogue }: RunShadowContext,
  { head, fileName, ...options }: RunShadowInput["mailed"],
): MailedReader {
  const source = mailedSources.find((candidate) => candidate.recognises(head));
  if (source === undefined) {
    throw new AppError("input-refused", `${fileName}: no list of what was mailed.`, {
      remedy: "It is CSV with a header line, or events of IntelMQ, one JSON object a line.",
    });
  }
  const opened = source.open(head, { ...options, fileName, catalogue });
  if (opened.kind === "opened") return opened.reader;
  const { line, detail, remedy } = opened.refusal;
  const where = line === null ? fileName : `${fileName}, line ${line}`;
  throw new AppError("input-refused", `${where}: ${detail}`, { remedy });
}

async function readFeeds(
  shadow: Shadow,
  { reports, release, actor }: RunShadowInput,
  each: Parameters<Shadow["read"]>[1],
): Promise<ShadowRows> {
  const sum = { rows: 0, accepted: 0, quarantined: 0, findings: 0 };
  const quarantine: ShadowRows["quarantine"][number][] = [];
  for (const { open, handover } of reports) {
    const received = await open();
    const releasedBy = release ? actor.name : null;
    const read = await shadow.read({ received, handover: { ...handover, releasedBy } }, each);
    for (const name of ["rows", "accepted", "quarantined", "findings"] as const)
      sum[name] += read[name];
    quarantine.push(...read.quarantine.slice(0, 100 - quarantine.length));
  }
  return { ...sum, quarantine };
}

function toDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
