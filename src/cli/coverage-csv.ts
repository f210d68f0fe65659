import type { PublicCoverageAnswer } from "../actions/read-public-coverage.ts";
import type { Coverage } from "../domain/decision/coverage.ts";
import { type CoverageCounts, coverageOutcomes } from "../domain/decision/coverage-counts.ts";
import { toCsvRow } from "../platform/csv-writer.ts";

const columns = ["part", "group", "name", "rung", "settled_by", "ipv4", "ipv6"] as const;

type Row = Partial<Record<(typeof columns)[number], string | number | null>>;

/**
 * Coverage as rows for a spreadsheet: `part` says what a row counts. Those of `all` and those of each breakdown add up
 * to all addresses; `gap` and `overlap` have a row a stretch, `pair` a row for two that could both answer.
 */
export function toCoverageCsv(coverage: Coverage): string {
  const { gaps, overlaps, breakdowns = [], overlapPairs } = coverage;
  const rows: Row[] = [
    ...toRungRows(coverage, { part: "all" }),
    ...breakdowns.flatMap(({ by, groups, others }) => [
      ...groups.flatMap((group) =>
        toRungRows(group, { part: by, group: group.key ?? "none", name: group.name }),
      ),
      ...(others === null ? [] : toRungRows(others, { part: by, group: "others" })),
    ]),
    ...(overlapPairs?.pairs ?? []).map((pair) => ({
      part: "pair",
      group: pair.first,
      name: pair.second,
      rung: pair.rung,
      settled_by: pair.settledBy,
      ipv4: pair.v4.addresses,
      ipv6: pair.v6.addresses,
    })),
    ...gaps.map(({ range, addresses }) => {
      return { part: "gap", group: range, rung: "nobody", ...toFamily(addresses) };
    }),
    ...overlaps.map(({ range, addresses, rung, settledBy, candidates }) => ({
      part: "overlap",
      group: range,
      name: candidates.join(" "),
      rung,
      settled_by: settledBy,
      ...toFamily(addresses),
    })),
  ];
  return toCsv(columns, rows);
}

export function toPublicCsv({ v4, v6 }: PublicCoverageAnswer): string {
  const rows = [["IPv4", v4] as const, ["IPv6", v6] as const].flatMap(([family, shares]) =>
    (shares ?? []).map(({ rung, percent }) => ({ family, rung, percent })),
  );
  return toCsv(["family", "rung", "percent"], rows);
}

function toCsv<Name extends string>(
  names: readonly Name[],
  rows: readonly Partial<Record<Name, string | number | null>>[],
): string {
  const lines = rows.map((row) => toCsvRow(names.map((name) => String(row[name] ?? ""))));
  return [toCsvRow(names), ...lines].join("");
}

/** A row for each rung that has addresses. */
function toRungRows({ v4, v6 }: CoverageCounts, row: Row): Row[] {
  return coverageOutcomes
    .filter((rung) => v4.byRung[rung] > 0 || v6.byRung[rung] !== "0")
    .map((rung) => ({ ...row, rung, ipv4: v4.byRung[rung], ipv6: v6.byRung[rung] }));
}

/** Numbers are of IPv4, decimal strings of IPv6. */
function toFamily(addresses: number | string): Row {
  return typeof addresses === "number"
    ? { ipv4: addresses, ipv6: "0" }
    : { ipv4: 0, ipv6: addresses };
}
