import type { PublicCoverageAnswer } from "../actions/read-public-coverage.ts";
import type { Coverage } from "../domain/decision/coverage.ts";
import type { CoverageCounts, FamilyCoverage } from "../domain/decision/coverage-counts.ts";
import type { CoverageBreakdown } from "../domain/decision/coverage-groups.ts";
import type { OverlapPairs } from "../domain/decision/overlap-pairs.ts";
import type { PublicShares } from "../domain/decision/public-coverage.ts";
import { toAmount, toCount, toTable, toTime } from "./table.ts";

/** Coverage for people to read. */
export function toCoverageText(coverage: Coverage): string {
  const { v4, v6, gaps, overlaps, totals, breakdowns = [], overlapPairs } = coverage;
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
  const groups = breakdowns.map((breakdown) => toGroupsText(breakdown, coverage)).join("");
  const pairs = overlapPairs === undefined ? "" : toPairsText(overlapPairs);
  const rest = `${toGapsText(gaps, totals.gaps)}${toOverlapsText(overlaps, totals.overlaps)}`;
  return `${table}\n${groups}${pairs}${rest}`;
}

function share(count: number | string, of: number | string): string {
  return Number(of) === 0 ? "" : `${((100 * Number(count)) / Number(of)).toFixed(2)} %`;
}

function toGroupsText({ by, groups, others }: CoverageBreakdown, { v4, v6 }: Coverage): string {
  const toRow = (title: string, group: CoverageCounts): string[] => [
    title,
    toCount(group.v4.addresses),
    share(group.v4.addresses, v4.addresses),
    toCount(BigInt(group.v6.addresses)),
    share(group.v6.addresses, v6.addresses),
    toRungs(group.v4.addresses > 0 ? group.v4 : group.v6),
  ];
  const table = toTable(
    [
      { title: `by ${by}` },
      { title: "IPv4 addresses", align: "right" },
      { title: "", align: "right" },
      { title: "IPv6 addresses", align: "right" },
      { title: "", align: "right" },
      { title: "ends at" },
    ],
    [
      ...groups.map((group) =>
        toRow([group.key ?? "none", group.name].filter(Boolean).join(" "), group),
      ),
      ...(others === null ? [] : [toRow(toAmount(others.groups, "other"), others)]),
    ],
  );
  return `${table}\n`;
}

/** The three rungs with most of a group's addresses. */
function toRungs({ addresses, byRung }: FamilyCoverage<number | string>): string {
  return Object.entries(byRung)
    .filter(([, count]) => Number(count) > 0)
    .sort(([, a], [, b]) => Number(b) - Number(a))
    .slice(0, 3)
    .map(([rung, count]) => `${rung} ${share(count, addresses)}`)
    .join(", ");
}

function toPairsText({ pairs, total }: OverlapPairs): string {
  if (pairs.length === 0) return "No two could answer for the same addresses.\n\n";
  const table = toTable(
    [
      { title: "asked first" },
      { title: "could also" },
      { title: "IPv4 addresses", align: "right" },
      { title: "IPv6 addresses", align: "right" },
      { title: "rungs" },
      { title: "settled by" },
    ],
    pairs.map(({ first, second, rung, secondRung, settledBy, v4, v6 }) => [
      first,
      second,
      toCount(v4.addresses),
      toCount(BigInt(v6.addresses)),
      rung === secondRung ? rung : `${rung}, ${secondRung}`,
      settledBy,
    ]),
  );
  return `${table}${toRest(total - pairs.length, "pair")}\n`;
}

/** The coarse form, as anybody may see it. */
export function toPublicText({ country, asOf, v4, v6 }: PublicCoverageAnswer): string {
  const toRows = (family: string, shares: PublicShares | null): string[][] =>
    shares === null
      ? [[family, "withheld", ""]]
      : shares.map(({ rung, percent }) => [family, rung, `${percent} %`]);
  const columns = [{ title: "family" }, { title: "rung" }, { title: "", align: "right" }] as const;
  return `${country} at ${toTime(asOf)}\n\n${toTable(columns, [...toRows("IPv4", v4), ...toRows("IPv6", v6)])}`;
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
