import { readFile } from "node:fs/promises";
import { InvalidArgumentError, Option } from "commander";
import { permit } from "../actions/access/permit.ts";
import type { AccountCoverageInput } from "../actions/account-coverage.ts";
import { type CoverageSplit, coverageSplits } from "../domain/decision/coverage-groups.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { toCoverageCsv, toPublicCsv } from "./coverage-csv.ts";
import { toCoverageText, toPublicText } from "./coverage-text.ts";
import { readCount, readCountry } from "./read-option.ts";
import { readTextLines } from "./text-lines.ts";

const formats = ["table", "csv", "json"] as const;
const ways = [...coverageSplits, "overlap"] as const;

type Way = CoverageSplit | "overlap";

type Options = {
  readonly country?: string;
  readonly prefixes?: string;
  readonly by?: readonly Way[];
  readonly limit: number;
  readonly format: (typeof formats)[number];
  readonly public?: true;
  readonly json?: true;
};

export const addCoverage: AddCommand = (program, line) => {
  const command = program
    .command("coverage")
    .description(
      "every registered address of a country, by the rung where a finding about it would end",
    )
    .option("--country <code>", "instead of the home country", readCountry)
    .addOption(
      new Option(
        "--prefixes <file>",
        "instead of a country: a prefix or an address a line; - reads standard input",
      ).conflicts("country"),
    )
    .option(
      "--by <ways>",
      `also in groups: ${ways.join(", ")}; several with a comma between`,
      readWays,
    )
    .option("--limit <count>", "gaps, overlaps and groups that are named", readCount, 50)
    .addOption(new Option("--format <name>", "how to print it").choices(formats).default("table"))
    .addOption(
      new Option(
        "--public",
        "the coarse form for everybody, published or not: whole percents, nothing small",
      ).conflicts(["country", "prefixes", "by"]),
    )
    .addOption(jsonOption("the same as --format json"))
    .action((options: Options) =>
      options.public ? tellPublic(line, options) : tellCoverage(line, options),
    );
  addExamples(command, [
    "meldpunt coverage",
    "meldpunt coverage --country BE --json",
    "meldpunt coverage --by as,sector --limit 20",
    "meldpunt coverage --prefixes ours.txt --by overlap --format csv > coverage.csv",
    "meldpunt coverage --public",
  ]);
};

async function tellCoverage({ installation, terminal }: CommandLine, options: Options) {
  const { country, prefixes, by = [], limit } = options;
  const lines = prefixes === undefined ? null : await readLines(prefixes, terminal.stdin);
  const { accountCoverage } = await import("../actions/account-coverage.ts");
  const context = await installation.open();
  permit(installation.actor, "coverage.read", "everybody");
  const area =
    lines === null ? { country: country ?? context.instance.homeCountry } : { prefixes: lines };
  const input: AccountCoverageInput = { ...area, listed: limit, by };
  const coverage = await accountCoverage({ context, input });
  await terminal.write(write(options, coverage, toCoverageText, toCoverageCsv));
}

async function tellPublic({ installation, terminal }: CommandLine, options: Options) {
  const { readPublicCoverage } = await import("../actions/read-public-coverage.ts");
  const context = await installation.open();
  const answer = await readPublicCoverage({ context });
  await terminal.write(write(options, answer, toPublicText, toPublicCsv));
}

function write<Answer>(
  { format, json }: Options,
  answer: Answer,
  toText: (answer: Answer) => string,
  toCsv: (answer: Answer) => string,
): string {
  if (json || format === "json") return `${JSON.stringify(answer)}\n`;
  return format === "csv" ? toCsv(answer) : toText(answer);
}

async function readLines(path: string, stdin: AsyncIterable<Uint8Array>): Promise<string[]> {
  if (path === "-") return (await Array.fromAsync(readTextLines(stdin))).flat();
  try {
    return (await readFile(path, "utf8")).split(/\r?\n/);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new AppError("wrong-usage", `${path}: ${reason}.`, {
      remedy: "Check the path.",
      cause: error,
    });
  }
}

function readWays(text: string): readonly Way[] {
  const named = text.split(",").map((name) => ways.find((way) => way === name.trim()));
  const known = named.filter((way) => way !== undefined);
  if (known.length === named.length) return [...new Set(known)];
  throw new InvalidArgumentError(`It is one or more of ${ways.join(", ")}, commas between.`);
}
