import { InvalidArgumentError } from "commander";
import { permit } from "../actions/access/permit.ts";
import type { PolledFeed } from "../actions/poll-feeds.ts";
import type { PolledFile } from "../actions/polling/take-feed-file.ts";
import type { FeedId, FeedSettings } from "../domain/feed/feed.ts";
import { type FeedAlarm, type FeedFacts, judgeFeed } from "../domain/feed/judge-feed.ts";
import { isSlug } from "../domain/ids.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { toAmount, toCount, toTable, toTime } from "./table.ts";

type ListOptions = { readonly json?: true };
type PollOptions = { readonly refused?: true; readonly json?: true };

export const addFeeds: AddCommand = (program, line) => {
  const feeds = program.command("feeds").description("where reports come from by themselves");
  const list = feeds
    .command("list")
    .description("how each feed of the feeds file does, and what is wrong with it")
    .addOption(jsonOption("print one JSON object a line"))
    .action(({ json }: ListOptions) => listFeeds(line, json === true));
  addExamples(list, ["meldpunt feeds list"]);
  const poll = feeds
    .command("poll")
    .description("look at the feeds that are due, or at one at once, and take in what they offer")
    .argument("[id]", "a feed of the feeds file, due or not", readFeedId)
    .option("--refused", "try again what was refused of it, as after mending a format")
    .addOption(jsonOption("print one JSON object a line"))
    .action(async (id: FeedId | undefined, { refused, json }: PollOptions) => {
      if (refused && id === undefined) poll.error("error: --refused needs the id of a feed");
      await pollFeeds(line, id ?? null, refused === true, json === true);
    });
  addExamples(poll, ["meldpunt feeds poll", "meldpunt feeds poll shadowserver --json"]);
};

function readFeedId(text: string): FeedId {
  if (isSlug(text)) return text as FeedId;
  throw new InvalidArgumentError("It is the id of a feed: lower case, as in shadowserver.");
}

async function listFeeds({ installation, terminal }: CommandLine, isJson: boolean): Promise<void> {
  const { readFeedFacts } = await import("../store/views/feed-list.ts");
  const { feeds, sql, clock } = await installation.openFeeds();
  permit(installation.actor, "metrics.read", "everybody");
  const now = clock();
  const ids = feeds.map(({ settings }) => settings.id);
  const facts = await readFeedFacts(sql, ids, now);
  const entries = feeds.map(({ settings }) => {
    const known = facts.get(settings.id) ?? null;
    const alarms = known === null ? [] : judgeFeed(known, settings.expectedWithinMs, now);
    return { settings, facts: known, alarms };
  });
  const text = isJson ? entries.map(toJsonLine).join("") : toListText(entries);
  await terminal.write(text);
}

type Entry = {
  readonly settings: FeedSettings;
  /** Null: nobody looked at it yet. */
  readonly facts: FeedFacts | null;
  readonly alarms: readonly FeedAlarm[];
};

function toJsonLine({ settings: { id, kind, finder }, facts, alarms }: Entry): string {
  const looked = {
    lookedAt: facts?.lookedAt ?? null,
    nextLookAt: facts?.nextLookAt ?? null,
    answeredAt: facts?.answeredAt ?? null,
    failure: facts?.failure ?? null,
    lastTakenAt: facts?.lastTakenAt ?? null,
    lastFile: facts?.lastFile ?? null,
    owed: facts?.owed ?? 0,
    refused: facts?.refused ?? 0,
  };
  return `${JSON.stringify({ feed: id, kind, finder, ...looked, alarms })}\n`;
}

function toListText(entries: readonly Entry[]): string {
  if (entries.length === 0)
    return "There are no feeds; docs/operations/feeds.md says how to add one.\n";
  const table = toTable(
    [
      { title: "feed" },
      { title: "kind" },
      { title: "finder" },
      { title: "looked" },
      { title: "last taken" },
      { title: "owed", align: "right" },
      { title: "state" },
    ],
    entries.map(({ settings, facts, alarms }) => [
      settings.id,
      settings.kind,
      settings.finder,
      facts === null ? "never" : toTime(facts.lookedAt),
      facts?.lastTakenAt ? toTime(facts.lastTakenAt) : "",
      toCount(facts?.owed ?? 0),
      alarms.map(({ kind }) => kind).join(" ") || (facts?.failure ? "failed" : "ok"),
    ]),
  );
  const told = entries.flatMap(({ settings, alarms }) =>
    alarms.map(({ kind, detail }) => [settings.id, kind, detail]),
  );
  if (told.length === 0) return table;
  return `${table}\n${toTable([{ title: "feed" }, { title: "alarm" }, { title: "detail" }], told)}`;
}

async function pollFeeds(
  { installation, terminal }: CommandLine,
  feed: FeedId | null,
  againRefused: boolean,
  isJson: boolean,
): Promise<void> {
  const action = await import("../actions/poll-feeds.ts");
  const context = await installation.openFeeds();
  const input = {
    actor: installation.actor,
    feed,
    againRefused,
    mostFiles: null,
    isStopping: () => false,
  };
  const polled = await action.pollFeeds({ context, input });
  const text = isJson
    ? polled.map((entry) => `${JSON.stringify(entry)}\n`).join("")
    : polled.map(toPolledText).join("") || "No feed is due.\n";
  await terminal.write(text);
  const failed = polled.filter(({ outcome }) => outcome === "failed");
  if (failed.length === 0) return;
  const lines = failed.map(({ feed, failure }) => `${feed}: ${failure}`);
  throw new AppError("feed-failed", lines.join("\n"));
}

function toPolledText({ feed, outcome, files, owed }: PolledFeed): string {
  if (outcome === "busy") return `${feed}: another process is at it\n`;
  const head = `${feed}: ${outcome === "failed" ? "failed" : toAmount(files.length, "file")}\n`;
  const rest = owed === 0 ? "" : `  ${toAmount(owed, "file")} waiting for another attempt\n`;
  return head + files.map(toFileText).join("") + rest;
}

function toFileText({
  file,
  state,
  report,
  repeated,
  accepted,
  quarantined,
  reason,
}: PolledFile): string {
  if (state !== "taken") return `  ${file}: ${state}: ${reason}\n`;
  const rows = `${toAmount(accepted, "row")}${quarantined === 0 ? "" : `, ${quarantined} put aside`}`;
  return `  ${file}: ${repeated ? "known already as" : rows} ${report}\n`;
}
