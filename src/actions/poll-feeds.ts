import type { Actor } from "../domain/access/actor.ts";
import type { Feed, FeedFile, FeedFileOutcome, FeedId } from "../domain/feed/feed.ts";
import { toFileRetryAt, toLookRetryAt } from "../domain/feed/feed-retry.ts";
import type { ReportId } from "../domain/ids.ts";
import { takeIn } from "../pipeline/run.ts";
import { transaction } from "../platform/database.ts";
import { AppError, must } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import { type AuditEntry, appendAudit } from "../store/audit.ts";
import {
  countOwedFiles,
  findFeedPosition,
  listDueFeeds,
  listOwedFiles,
  listSettledFiles,
  type OwedFile,
  oweRefusedFiles,
  postponeFeedFile,
  saveFailedLook,
  saveLook,
  settleFeedFile,
  withFeedLock,
} from "../store/feeds.ts";
import { findReportSummary } from "../store/views/report-summary.ts";
import { permit } from "./access/permit.ts";

export type PollFeedsContext = Parameters<typeof takeIn>[0] & {
  readonly feeds: readonly Feed[];
  readonly log: Log;
};

export type PollFeedsInput = {
  readonly actor: Actor;
  /** One feed, due or not; null: all that are due. */
  readonly feed: FeedId | null;
  /** Try again what was refused, as after mending a format. */
  readonly againRefused: boolean;
  /** Asked between two files: no further one is begun. */
  readonly isStopping: () => boolean;
};

/** What a poll of one feed did. */
export type PolledFeed = {
  readonly feed: FeedId;
  /** busy: another process is at it. */
  readonly outcome: "polled" | "failed" | "busy";
  /** Why it did not answer. */
  readonly failure: string | null;
  readonly files: readonly PolledFile[];
  /** Files that wait for another attempt. */
  readonly owed: number;
};

export type PolledFile = {
  readonly file: string;
  readonly state: "taken" | "refused" | "owed";
  readonly report: ReportId | null;
  readonly repeated: boolean;
  readonly accepted: number;
  readonly quarantined: number;
  readonly reason: string | null;
};

/**
 * Looks at feeds and takes in what they offer; a feed or file that fails is told, tried again later, and stops no other.
 *
 * What a look found is recorded before any of it is fetched, and how a file ended before the feed is told so: killed at
 * any moment, the next poll goes on, and bytes that were taken in already are the same report.
 */
export async function pollFeeds({
  context,
  input,
}: {
  readonly context: PollFeedsContext;
  readonly input: PollFeedsInput;
}): Promise<PolledFeed[]> {
  permit(input.actor, "feed.poll");
  const polled: PolledFeed[] = [];
  for (const feed of await chooseFeeds(context, input)) {
    if (input.isStopping()) break;
    const { id } = feed.settings;
    const one = await withFeedLock(context.sql, id, () => pollFeed(context, feed, input));
    polled.push(one ?? { feed: id, outcome: "busy", failure: null, files: [], owed: 0 });
  }
  return polled;
}

async function chooseFeeds(context: PollFeedsContext, input: PollFeedsInput): Promise<Feed[]> {
  const { feeds, sql, clock } = context;
  if (input.feed !== null) {
    const named = feeds.filter(({ settings }) => settings.id === input.feed);
    if (named.length > 0) return named;
    throw new AppError("not-found", `The feeds file has no feed ${input.feed}.`, {
      remedy: `It has: ${feeds.map(({ settings }) => settings.id).join(", ") || "none"}.`,
    });
  }
  const ids = feeds.map(({ settings }) => settings.id);
  const due = await listDueFeeds(sql, ids, clock());
  return feeds.filter(({ settings }) => due.has(settings.id));
}

async function pollFeed(
  context: PollFeedsContext,
  feed: Feed,
  input: PollFeedsInput,
): Promise<PolledFeed> {
  const { sql, clock } = context;
  const { id } = feed.settings;
  if (input.againRefused) await oweRefusedFiles(sql, id, clock());
  const failure = await lookAt(context, feed, input);
  const files: PolledFile[] = [];
  for (const file of await listOwedFiles(sql, id, clock())) {
    if (input.isStopping()) break;
    files.push(await takeFile(context, feed, file, input.actor));
  }
  const owed = await countOwedFiles(sql, id);
  return { feed: id, outcome: failure === null ? "polled" : "failed", failure, files, owed };
}

/** Finds what there is, where it is time; answers why it could not, or null. */
async function lookAt(
  { sql, clock, log }: PollFeedsContext,
  feed: Feed,
  input: PollFeedsInput,
): Promise<string | null> {
  const { id, everyMs } = feed.settings;
  const lookedAt = clock();
  const { position, nextLookAt, failures } = await findFeedPosition(sql, id);
  if (input.feed === null && nextLookAt !== null && nextLookAt > lookedAt) return null;
  try {
    const look = await feed.look(position, lookedAt);
    const nextLookAt = new Date(lookedAt.getTime() + everyMs);
    await saveLook(sql, { feed: id, ...look, lookedAt, nextLookAt });
    const keys = look.files.map(({ key }) => key);
    for (const { file, outcome } of await listSettledFiles(sql, id, keys)) {
      await feed.settle(file, outcome);
    }
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "feed-failed") throw error;
    const nextLookAt = toLookRetryAt(lookedAt, failures, everyMs, retryAfterOf(error));
    await saveFailedLook(sql, { feed: id, failure: error.message, lookedAt, nextLookAt });
    log.warn({ feed: id, failure: error.message, nextLookAt }, "a feed does not answer");
    return error.message;
  }
}

/** Takes one file in, records how it ended, and only then tells the feed. */
async function takeFile(
  context: PollFeedsContext,
  feed: Feed,
  file: OwedFile,
  actor: Actor,
): Promise<PolledFile> {
  const { sql, clock, log } = context;
  const { id } = feed.settings;
  const nothing = { file: file.name, report: null, repeated: false, accepted: 0, quarantined: 0 };
  try {
    const { outcome, header } = await readFile(context, feed, file);
    await transaction(sql, async (sql) => {
      await settleFeedFile(sql, { feed: id, key: file.key, outcome, header, settledAt: clock() });
      await appendAudit(sql, toEntry(feed, file, outcome, { actor, at: clock() }));
    });
    log.info({ feed: id, file: file.name, outcome }, "a file of a feed");
    await tellFeed(context, feed, file, outcome);
    return { ...nothing, reason: null, ...outcome };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const tryAt = toFileRetryAt(clock(), file.attempts, retryAfterOf(error));
    await postponeFeedFile(sql, { feed: id, key: file.key, reason, tryAt });
    log.warn({ feed: id, file: file.name, err: error, tryAt }, "a file of a feed is tried again");
    return { ...nothing, state: "owed", reason };
  }
}

/** Tells the feed how a file ended. The next look does it where this fails. */
async function tellFeed(
  { log }: PollFeedsContext,
  feed: Feed,
  file: FeedFile,
  outcome: FeedFileOutcome,
): Promise<void> {
  try {
    await feed.settle(file, outcome);
  } catch (error) {
    log.warn({ feed: feed.settings.id, file: file.name, err: error }, "a file is not put away yet");
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

async function readFile(
  context: PollFeedsContext,
  feed: Feed,
  file: OwedFile,
): Promise<{ outcome: FeedFileOutcome; header: string | null }> {
  try {
    const { bytes, pieces } = await feed.open(file);
    const taken = await takeIn(context, pieces, toHandover(feed, file), () => undefined, bytes);
    const summary = must(await findReportSummary(context.sql, taken.report), "it was taken in");
    const { report, accepted, quarantined, receivedAt } = summary;
    const repeated = taken.duplicateOf !== null && receivedAt < file.foundAt;
    const { header } = taken;
    return { outcome: { state: "taken", report, repeated, accepted, quarantined }, header };
  } catch (error) {
    if (!(error instanceof AppError) || !isFinal(error)) throw error;
    const report = (error.details.report as ReportId | undefined) ?? null;
    const reason = `${error.message} ${error.remedy}`;
    return { outcome: { state: "refused", report, reason }, header: null };
  }
}

function isFinal(error: AppError): boolean {
  return error.code === "input-refused" || error.code === "input-too-large";
}

function toHandover({ settings }: Feed, file: OwedFile): Parameters<typeof takeIn>[2] {
  const { finder, format, typeLabel, caseName, tlp, grade, complete } = settings;
  const fileName = file.name.replace(/\.(?:gz|gzip|zst|zstd|zip)$/i, "");
  const said = { finder, format, typeLabel, caseName, tlp, grade, complete };
  return { ...said, fileName, mapping: {}, scope: null, releasedBy: null };
}

/** How long the other side asked us to wait. */
function retryAfterOf(error: unknown): number | null {
  const wait = error instanceof AppError ? error.details.retryAfterMs : null;
  return typeof wait === "number" ? wait : null;
}
