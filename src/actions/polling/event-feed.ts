import type { EventsTerms, Feed, FeedFile, FeedId, Look } from "../../domain/feed/feed.ts";
import type { FinderId } from "../../domain/ids.ts";
import type { Source } from "../../domain/report/source.ts";
import type { Sql } from "../../platform/database.ts";
import type { MasterKey } from "../../platform/master-key.ts";
import { newUuid } from "../../platform/uuid.ts";
import {
  deleteGatheredSet,
  gatherEvents,
  listGatheredSets,
  listWaitingFinders,
  readGatheredLines,
} from "../../store/received-events.ts";
import { openEventLines } from "./event-lines.ts";

export type EventFeedContext = {
  readonly sql: Sql;
  readonly masterKey: MasterKey;
  readonly sources: readonly Source[];
};

/** What holds for events of a finder of whom the feeds file says nothing. */
const usual = {
  kind: "events",
  format: "intelmq",
  typeLabel: null,
  caseName: null,
  tlp: null,
  grade: null,
  complete: false,
  everyMs: 10_000,
  expectedWithinMs: null,
  gatherMs: 5 * 60_000,
  mostEvents: 10_000,
} as const;

/** A feed for each finder of whom events wait and whom no other feed gathers. */
export async function openEventFeeds(
  context: EventFeedContext,
  declared: readonly Feed[],
): Promise<Feed[]> {
  const served = new Set(
    declared.flatMap(({ settings }) => (settings.kind === "events" ? [settings.finder] : [])),
  );
  const finders = (await listWaitingFinders(context.sql)).filter((finder) => !served.has(finder));
  return finders.map((finder) =>
    openEventFeed({ ...usual, id: `events.${finder}` as FeedId, finder }, context),
  );
}

/**
 * Events that came over HTTP, gathered into sets. What is in a set is fixed before it is offered, and the set goes only
 * when its report is recorded: a crash between makes the same bytes again, and these are the same report.
 */
export function openEventFeed(terms: EventsTerms, context: EventFeedContext): Feed {
  const { finder } = terms;
  return {
    settings: terms,
    look: (_, now) => look(terms, context.sql, now),
    open: async ({ key }) => ({
      bytes: null,
      pieces: readSet(context, finder, key),
      close: async () => undefined,
    }),
    settle: async ({ key }, outcome) => {
      // Bytes that could not even be kept stay here.
      if (outcome.report !== null) await deleteGatheredSet(context.sql, key);
    },
  };
}

async function look(terms: EventsTerms, sql: Sql, now: Date): Promise<Look> {
  const { finder, mostEvents: most } = terms;
  const before = new Date(now.getTime() - terms.gatherMs);
  const gather = (): Promise<boolean> =>
    gatherEvents(sql, { finder, gathered: newUuid(now.getTime()), before, most });
  while (await gather());
  const sets = await listGatheredSets(sql, finder);
  return { position: null, files: sets.map(toFile) };
}

function toFile(key: string): FeedFile {
  return { key, name: `events-${key}.jsonl` };
}

/** The set, one that shows the format first: what is no event is put aside, and must not have all others refused. */
async function* readSet(
  context: EventFeedContext,
  finder: FinderId,
  key: string,
): AsyncGenerator<Uint8Array> {
  const source = context.sources.find(({ format }) => format === "intelmq");
  let first = 0;
  let found = false;
  for await (const line of readLines(context, finder, key)) {
    found = source?.recognises(line, null) === true;
    if (found) {
      yield line;
      break;
    }
    first++;
  }
  let at = 0;
  for await (const line of readLines(context, finder, key)) {
    if (!found || at !== first) yield line;
    at++;
  }
}

async function* readLines(
  { sql, masterKey }: EventFeedContext,
  finder: FinderId,
  key: string,
): AsyncGenerator<Buffer> {
  for await (const sealed of readGatheredLines(sql, key)) {
    yield* openEventLines(masterKey, finder, sealed);
  }
}
