import type { Coverage } from "../domain/decision/coverage.ts";
import { type AddCommand, addExamples, jsonOption } from "./command.ts";
import { readCount, readCountry } from "./read-option.ts";
import { toCount, toTable } from "./table.ts";

type Options = { readonly country?: string; readonly limit: number; readonly json?: true };

export const addCoverage: AddCommand = (program, { installation, terminal }) => {
  const command = program
    .command("coverage")
    .description(
      "every registered address of a country, by the rung where a finding about it would end",
    )
    .option("--country <code>", "instead of the home country", readCountry)
    .option("--limit <count>", "gaps and overlaps of each family that are named", readCount, 50)
    .addOption(jsonOption())
    .action(async ({ country, limit, json }: Options) => {
      const { accountCoverage } = await import("../actions/account-coverage.ts");
      const context = await installation.open();
      const input = { country: country ?? context.instance.homeCountry, listed: limit };
      const coverage = await accountCoverage({ context, input });
      await terminal.write(json ? `${JSON.stringify(coverage)}\n` : toCoverageText(coverage));
    });
  addExamples(command, ["meldpunt coverage", "meldpunt coverage --country BE --json"]);
};

function toCoverageText({ v4, v6, gaps, overlaps, totals }: Coverage): string {
  const share = (count: number | string, of: number | string): string =>
    Number(of) === 0 ? "" : `${((100 * Number(count)) / Number(of)).toFixed(2)} %`;
  const rungs = Object.keys(v4.byRung) as (keyof typeof v4.byRung)[];
  const table = toTable(
    [
      { title: "rung" },
      { title: "IPv4 addresses", align: "right" },
      { title: "", align: "right" },
      { title: "IPv6 addresses", align: "right" },
      { title: "", align: "right" },
    ],
    [
      ...rungs.map((rung) => [rung, v4.byRung[rung], v6.byRung[rung]] as const),
      ["all", v4.addresses, v6.addresses] as const,
    ].map(([name, four, six]) => [
      name,
      toCount(four),
      share(four, v4.addresses),
      toCount(BigInt(six)),
      share(six, v6.addresses),
    ]),
  );
  return `${table}\n${toGapsText(gaps, totals.gaps)}${toOverlapsText(overlaps, totals.overlaps)}`;
}

function toGapsText(gaps: Coverage["gaps"], total: number): string {
  if (gaps.length === 0) return "No gaps: somebody is there for every address.\n";
  const rows = gaps.map(({ range, addresses }) => [range, toCount(BigInt(addresses))]);
  const table = toTable(
    [{ title: "nobody is there for" }, { title: "addresses", align: "right" }],
    rows,
  );
  return `${table}${toRest(total - gaps.length, "gap")}`;
}

function toOverlapsText(overlaps: Coverage["overlaps"], total: number): string {
  if (overlaps.length === 0) return "No overlaps.\n";
  const table = toTable(
    [
      { title: "several could serve" },
      { title: "addresses", align: "right" },
      { title: "rung" },
      { title: "settled by" },
      { title: "candidates" },
    ],
    overlaps.map(({ range, addresses, rung, settledBy, candidates }) => [
      range,
      toCount(BigInt(addresses)),
      rung,
      settledBy,
      candidates.join(", "),
    ]),
  );
  return `\n${table}${toRest(total - overlaps.length, "overlap")}`;
}

function toRest(count: number, what: string): string {
  return count > 0 ? `and ${toCount(count)} more ${what}s, see --limit\n` : "";
}
