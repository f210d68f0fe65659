import type { Actor } from "../../domain/access/actor.ts";
import type { Feed, FeedFile, FeedFileOutcome } from "../../domain/feed/feed.ts";
import { toFileRetryAt } from "../../domain/feed/feed-retry.ts";
import type { ReportId } from "../../domain/ids.ts";
import { takeIn } from "../../pipeline/run.ts";
import { transaction } from "../../platform/database.ts";
import { AppError, must } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import { type AuditEntry, appendAudit } from "../../store/audit.ts";
import {
  type OwedFile,
  postponeFeedFile,
  postponeOwedFiles,
  settleFeedFile,
} from "../../store/feeds.ts";
import { findReportSummary } from "../../store/views/report-summary.ts";
import { retryAfterOf } from "./retry-after.ts";

export type TakeFeedFileContext = Parameters<typeof takeIn>[0] & { readonly log: Log };

/** What became of a file at this attempt. */
export type PolledFile = {
  readonly file: string;
  readonly state: "taken" | "refused" | "owed";
  readonly report: ReportId | null;
  readonly repeated: boolean;
  readonly accepted: number;
  readonly quarantined: number;
  readonly reason: string | null;
};

/** Attempts over some five days; then somebody has to look. */
const mostAttempts = 24;
/** Attempts at what came over a line and cannot be unpacked: the line may have damaged it. */
const mostDamaged = 5;

/** Takes one file in, records how it ended, and only then tells the feed. What fails is owed until it has failed too often. */
export async function takeFeedFile(
  context: TakeFeedFileContext,
  feed: Feed,
  file: OwedFile,
  actor: Actor,
): Promise<PolledFile> {
  const nothing = { file: file.name, report: null, repeated: false, accepted: 0, quarantined: 0 };
  try {
    const { outcome, header } = await readFile(context, feed, file);
    await record(context, feed, file, { outcome, header, actor });
    return { ...nothing, reason: null, ...outcome };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await postpone(context, feed, file, error, reason);
    return { ...nothing, state: "owed", reason };
  }
}

async function readFile(
  context: TakeFeedFileContext,
  feed: Feed,
  file: OwedFile,
): Promise<{ outcome: FeedFileOutcome; header: string | null }> {
  try {
    const taken = await takeOpenFile(context, feed, file);
    const summary = must(await findReportSummary(context.sql, taken.report), "it was taken in");
    const { report, accepted, quarantined, receivedAt } = summary;
    const repeated = taken.duplicateOf !== null && receivedAt < file.foundAt;
    const { header } = taken;
    return { outcome: { state: "taken", report, repeated, accepted, quarantined }, header };
  } catch (error) {
    if (!(error instanceof AppError) || !isFinal(error, feed, file)) throw error;
    const report = (error.details.report as ReportId | undefined) ?? null;
    const reason = `${error.message} ${error.remedy}`;
    return { outcome: { state: "refused", report, reason }, header: null };
  }
}

async function takeOpenFile(
  context: TakeFeedFileContext,
  feed: Feed,
  file: OwedFile,
): ReturnType<typeof takeIn> {
  const { bytes, pieces, close } = await feed.open(file);
  try {
    return await takeIn(context, pieces, toHandover(feed, file), () => undefined, bytes);
  } finally {
    await close();
  }
}

function isFinal(error: AppError, { settings }: Feed, { attempts }: OwedFile): boolean {
  if (attempts + 1 >= mostAttempts) return true;
  if (error.code !== "input-refused" && error.code !== "input-too-large") return false;
  const mayBeTheLine = settings.kind === "shadowserver-api" && error.details.report === undefined;
  return !mayBeTheLine || attempts + 1 >= mostDamaged;
}

function toHandover({ settings }: Feed, file: OwedFile): Parameters<typeof takeIn>[2] {
  const { finder, format, typeLabel, caseName, tlp, grade, complete } = settings;
  const fileName = file.name.replace(/\.(?:gz|gzip|zst|zstd|zip)$/i, "");
  const said = { finder, format, typeLabel, caseName, tlp, grade, complete };
  return { ...said, fileName, mapping: {}, scope: null, signature: null, releasedBy: null };
}

async function record(
  { sql, clock, log }: TakeFeedFileContext,
  feed: Feed,
  file: OwedFile,
  ended: {
    readonly outcome: FeedFileOutcome;
    readonly header: string | null;
    readonly actor: Actor;
  },
): Promise<void> {
  const { outcome, header, actor } = ended;
  const { id } = feed.settings;
  await transaction(sql, async (sql) => {
    await settleFeedFile(sql, { feed: id, key: file.key, outcome, header, settledAt: clock() });
    await appendAudit(sql, toEntry(feed, file, outcome, { actor, at: clock() }));
  });
  log.info({ feed: id, file: file.name, outcome }, "a file of a feed");
  try {
    await feed.settle(file, outcome);
  } catch (error) {
    // The next look does it.
    log.warn({ feed: id, file: file.name, err: error }, "a file is not put away yet");
  }
}

function toEntry(
  { settings }: Feed,
  { name }: FeedFile,
  { report, ...outcome }: FeedFileOutcome,
  by: Pick<AuditEntry, "actor" | "at">,
): AuditEntry {
  const detail = { feed: settings.id, file: name, ...outcome };
  return { ...by, act: "report.submit", about: settings.finder, subject: report, detail };
}

async function postpone(
  { sql, clock, log }: TakeFeedFileContext,
  { settings: { id } }: Feed,
  file: OwedFile,
  error: unknown,
  reason: string,
): Promise<void> {
  const wait = retryAfterOf(error);
  const tryAt = toFileRetryAt(clock(), file.attempts, wait);
  await postponeFeedFile(sql, { feed: id, key: file.key, reason, tryAt });
  // Who is asked to wait does not come back with the next file.
  if (wait !== null) await postponeOwedFiles(sql, id, tryAt);
  log.warn({ feed: id, file: file.name, err: error, tryAt }, "a file of a feed is tried again");
}
