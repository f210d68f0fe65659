import { Option } from "commander";
import type { ListFindingsInput } from "../actions/list-findings.ts";
import { type Rung, rungs } from "../domain/decision/rung.ts";
import { type Disposition, dispositions } from "../domain/finding/disposition.ts";
import { type EpisodeState, episodeStates } from "../domain/finding/episode-state.ts";
import { toCsvRow } from "../platform/csv-writer.ts";
import type { FindingListEntry } from "../store/views/findings-list.ts";
import { type AddCommand, addExamples, type CommandLine } from "./command.ts";
import { readCount, readInstant, readPrefix, readSlug } from "./read-option.ts";
import { toTable, toTime } from "./table.ts";
import { writeAll } from "./terminal.ts";

const outputs = ["table", "csv", "jsonl"] as const;

type Options = {
  readonly finder?: string;
  readonly type?: string;
  readonly case?: string;
  readonly state?: EpisodeState;
  readonly disposition?: Disposition;
  readonly owner?: string;
  readonly rung?: Rung;
  readonly prefix?: string;
  readonly since?: Date;
  readonly until?: Date;
  readonly limit?: number;
  readonly format?: (typeof outputs)[number];
  readonly json?: true;
};

/** Rows of a table that people read; machines get all. */
const tableRows = 100;

export const addFindings: AddCommand = (program, line) => {
  const command = program
    .command("findings")
    .description("findings in their present episode, the latest first")
    .option("--finder <id>", "whose report opened the episode", readSlug)
    .option("--type <name>", "finding type: id, alias or CVE")
    .option("--case <name>", "of the report that opened the episode")
    .addOption(new Option("--state <name>").choices(episodeStates))
    .addOption(new Option("--disposition <name>").choices(dispositions))
    .option("--owner <id>", "the organisation that answers for the object", readSlug)
    .addOption(new Option("--rung <name>", "where the decision ended").choices(rungs))
    .option("--prefix <prefix>", "addresses inside it", readPrefix)
    .option("--since <time>", "opened at this time or later", readInstant)
    .option("--until <time>", "opened before this time", readInstant)
    .option(
      "--limit <count>",
      `how many; a table shows ${tableRows} unless told otherwise`,
      readCount,
    )
    .addOption(new Option("--format <name>").choices(outputs).default("table"))
    .option("--json", "the same as --format jsonl")
    .action((options: Options) => list(line, options));
  addExamples(command, [
    "meldpunt findings --case DIVD-2026-00901 --state open",
    "meldpunt findings --disposition heldForPerson --format csv > held.csv",
    "meldpunt findings --prefix 192.0.2.0/24 --since 2026-11-01",
  ]);
};

async function list({ installation, terminal }: CommandLine, options: Options): Promise<void> {
  const { listFindings } = await import("../actions/list-findings.ts");
  const context = await installation.open();
  const type = options.type && (context.catalogue.findType(options.type)?.id ?? options.type);
  const { case: caseName, limit, format: _, json, ...filters } = options;
  const ask = (most: number | null) => {
    const named = { ...filters, ...(type && { type }), ...(caseName && { caseName }) };
    const { actor } = installation;
    const input: ListFindingsInput = { actor, filters: named, limit: most };
    return listFindings({ context, input });
  };
  const format = json ? "jsonl" : (options.format ?? "table");
  if (format !== "table") return writeAll(terminal, toLines(ask(limit ?? null), format));
  const most = limit ?? tableRows;
  // One more tells whether there are more.
  const entries = await Array.fromAsync(ask(most + 1));
  await terminal.write(toFindingsTable(entries.slice(0, most)));
  if (entries.length > most) {
    terminal.note(`There are more than ${most}: narrow it down, or see --limit and --format.`);
  }
}

async function* toLines(
  entries: AsyncIterable<FindingListEntry>,
  format: "csv" | "jsonl",
): AsyncGenerator<string> {
  if (format === "csv") yield toCsvRow(csvColumns.map(([name]) => name));
  for await (const entry of entries) {
    if (format === "jsonl") yield `${JSON.stringify(entry)}\n`;
    else yield toCsvRow(csvColumns.map(([, read]) => String(read(entry) ?? "")));
  }
}

const csvColumns: readonly (readonly [
  name: string,
  read: (entry: FindingListEntry) => string | number | null | undefined,
])[] = [
  ["finding", ({ finding }) => finding],
  ["type", ({ type }) => type],
  ["severity", ({ severity }) => severity],
  ["address", ({ address }) => address],
  ["name", ({ name }) => name],
  ["port", ({ port }) => port],
  ["transport", ({ transport }) => transport],
  ["state", ({ state }) => state],
  ["disposition", ({ disposition }) => disposition],
  ["episode", ({ episode }) => episode],
  ["observed_at", ({ observedAt }) => observedAt.toISOString()],
  ["opened_at", ({ openedAt }) => openedAt.toISOString()],
  ["closed_at", ({ closedAt }) => closedAt?.toISOString()],
  ["finder", ({ finder }) => finder],
  ["report", ({ report }) => report],
  ["case", ({ caseName }) => caseName],
  ["owner", ({ owner }) => owner],
  ["rung", ({ rung }) => rung],
  ["organisation", ({ organisation }) => organisation],
  ["recipient", ({ recipient }) => recipient],
  ["held", ({ held }) => held],
];

function toFindingsTable(entries: readonly FindingListEntry[]): string {
  return toTable(
    [
      { title: "observed" },
      { title: "type" },
      { title: "severity" },
      { title: "object" },
      { title: "port", align: "right" },
      { title: "state" },
      { title: "disposition" },
      { title: "owner" },
      { title: "rung" },
      { title: "recipient" },
    ],
    entries.map((entry) => [
      toTime(entry.observedAt),
      entry.type,
      entry.severity,
      entry.name ?? entry.address ?? "",
      entry.port === null ? "" : `${entry.port}/${entry.transport ?? "?"}`,
      entry.state,
      entry.disposition,
      entry.owner ?? "",
      entry.rung ?? (entry.held === null ? "" : `held: ${entry.held}`),
      entry.organisation ?? entry.recipient ?? "",
    ]),
  );
}
