import type { Actor } from "../domain/access/actor.ts";
import type { Feed, FeedFile, FeedId } from "../domain/feed/feed.ts";
import { toFileRetryAt, toLookRetryAt } from "../domain/feed/feed-retry.ts";
import { AppError } from "../platform/errors.ts";
import {
  countOwedFiles,
  findFeedPosition,
  findOwedFile,
  listDueFeeds,
  listSettledFiles,
  oweRefusedFiles,
  postponeOwedFiles,
  saveFailedLook,
  saveLook,
  withFeedLock,
} from "../store/feeds.ts";
import { permit } from "./access/permit.ts";
import { openEventFeeds } from "./polling/event-feed.ts";
import { retryAfterOf } from "./polling/retry-after.ts";
import {
  type PolledFile,
  type TakeFeedFileContext,
  takeFeedFile,
} from "./polling/take-feed-file.ts";

export type PollFeedsContext = TakeFeedFileContext & { readonly feeds: readonly Feed[] };

export type PollFeedsInput = {
  readonly actor: Actor;
  /** One feed, due or not; null: all that are due. */
  readonly feed: FeedId | null;
  /** Try again what was refused, as after mending a format. */
  readonly againRefused: boolean;
  /** Of one feed in one go; what is left is due at once. Null: all. */
  readonly mostFiles: number | null;
  /** Asked between two files: no further one is begun. */
  readonly isStopping: () => boolean;
};

const failuresOfRest = 3;

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
  const { sql, clock } = context;
  const feeds = [...context.feeds, ...(await openEventFeeds(context, context.feeds))];
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
  // One at a time: a failure may let those behind it wait too.
  const most = input.mostFiles ?? Number.POSITIVE_INFINITY;
  for (let file = null; files.length < most && !input.isStopping(); ) {
    file = await findOwedFile(sql, id, clock());
    if (file === null) break;
    files.push(await takeFeedFile(context, feed, file, input.actor));
    if (await isPaused(context, feed, files)) break;
  }
  const owed = await countOwedFiles(sql, id);
  return { feed: id, outcome: failure === null ? "polled" : "failed", failure, files, owed };
}

/** Lets a feed rest of which one file after the other fails: it may be asked too much, or be down. */
async function isPaused(
  { sql, clock }: PollFeedsContext,
  { settings: { id } }: Feed,
  files: readonly PolledFile[],
): Promise<boolean> {
  const last = files.slice(-failuresOfRest);
  if (last.length < failuresOfRest || last.some(({ state }) => state !== "owed")) return false;
  await postponeOwedFiles(sql, id, toFileRetryAt(clock(), 0, null));
  return true;
}

/** Finds what there is, where it is time; answers why it could not, or null. */
async function lookAt(
  context: PollFeedsContext,
  feed: Feed,
  input: PollFeedsInput,
): Promise<string | null> {
  const { sql, clock, log } = context;
  const { id, everyMs } = feed.settings;
  const lookedAt = clock();
  const { position, nextLookAt, failures } = await findFeedPosition(sql, id);
  if (input.feed === null && nextLookAt !== null && nextLookAt > lookedAt) return null;
  const look = await feed.look(position, lookedAt).catch((error: unknown) => ({ error }));
  if ("error" in look) {
    const failure = look.error instanceof Error ? look.error.message : String(look.error);
    const nextLookAt = toLookRetryAt(lookedAt, failures, everyMs, retryAfterOf(look.error));
    await saveFailedLook(sql, { feed: id, failure, lookedAt, nextLookAt });
    log.warn({ feed: id, err: look.error, nextLookAt }, "a feed does not answer");
    return failure;
  }
  await saveLook(sql, {
    feed: id,
    ...look,
    lookedAt,
    nextLookAt: new Date(lookedAt.getTime() + everyMs),
  });
  await settleAgain(context, feed, look.files);
  return null;
}

/** Tells the feed how files ended that it still offers: a crash came between. */
async function settleAgain(
  { sql, log }: PollFeedsContext,
  feed: Feed,
  files: readonly FeedFile[],
): Promise<void> {
  const { id } = feed.settings;
  const keys = files.map(({ key }) => key);
  for (const { file, outcome } of await listSettledFiles(sql, id, keys)) {
    await feed.settle(file, outcome).catch((error: unknown) => {
      log.warn({ feed: id, file: file.name, err: error }, "a file is not put away yet");
    });
  }
}
