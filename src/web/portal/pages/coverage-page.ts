import { html } from "hono/html";
import type { Coverage } from "../../../domain/decision/coverage.ts";
import {
  type CoverageCounts,
  type CoverageOutcome,
  coverageOutcomes,
  type FamilyCoverage,
} from "../../../domain/decision/coverage-counts.ts";
import type { CoverageBreakdown, CoverageGroup } from "../../../domain/decision/coverage-groups.ts";
import type { OverlapPair } from "../../../domain/decision/overlap-pairs.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { rungText } from "../components/rung-text.ts";
import { card, english, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

export type ShownCoverage = {
  readonly coverage: Coverage;
  readonly country: string;
  readonly asOf: Date;
};

/** Every address of the country: who is there for it, by whom it is announced and whose it is, and where nobody is. */
export function coveragePage(
  page: Page,
  { coverage, country, asOf }: ShownCoverage,
  names: Names,
): Html {
  const { t } = page;
  const { breakdowns = [], overlapPairs } = coverage;
  const body = html`<h1 class="utrecht-heading-1">${t("coverage.title", { country })}</h1>
<p class="utrecht-paragraph mp-lead">${t("coverage.intro", { at: page.instantText(asOf) })}</p>
${card(rungTable(page, coverage))}
${breakdowns.map((breakdown) => groupSection(page, breakdown, coverage))}
${section("pairs", t("coverage.pairs"), pairTable(page, overlapPairs?.pairs ?? [], names))}
${section("gaps", t("coverage.gaps"), gapTable(page, coverage.gaps))}`;
  return layout(page, { title: t("coverage.title", { country }), body });
}

function rungTable(page: Page, coverage: Coverage): Html {
  const { t } = page;
  const rungs = coverageOutcomes.filter(
    (rung) => coverage.v4.byRung[rung] > 0 || coverage.v6.byRung[rung] !== "0",
  );
  return table<CoverageOutcome>({
    caption: t("coverage.by-rung"),
    columns: [
      { head: t("coverage.rung"), names: true, cell: (rung) => rungText(page, rung) },
      {
        head: t("coverage.v4"),
        numeric: true,
        cell: (rung) => page.number(coverage.v4.byRung[rung]),
      },
      {
        head: t("coverage.v4-share"),
        numeric: true,
        cell: (rung) => share(page, coverage.v4.byRung[rung], coverage.v4.addresses),
      },
      {
        head: t("coverage.v6-share"),
        numeric: true,
        cell: (rung) => share(page, coverage.v6.byRung[rung], coverage.v6.addresses),
      },
    ],
    rows: rungs,
    foot: [t("coverage.all"), page.number(coverage.v4.addresses), "", ""],
  });
}

function groupSection(page: Page, { by, groups, others }: CoverageBreakdown, all: Coverage): Html {
  const { t } = page;
  const rows: (CoverageGroup | null)[] = [...groups, ...(others === null ? [] : [null])];
  const countsOf = (row: CoverageGroup | null): CoverageCounts => row ?? others ?? all;
  const title = t(`coverage.by-${by}`);
  const body = table<CoverageGroup | null>({
    caption: title,
    quietCaption: true,
    columns: [
      {
        head: t("coverage.group"),
        names: true,
        cell: (row) =>
          row === null
            ? t("coverage.others", { count: others?.groups ?? 0 })
            : [row.key ?? t("coverage.none"), row.name].filter((text) => text !== null).join(" · "),
      },
      {
        head: t("coverage.v4"),
        numeric: true,
        cell: (row) => page.number(countsOf(row).v4.addresses),
      },
      {
        head: t("coverage.v4-share"),
        numeric: true,
        cell: (row) => share(page, countsOf(row).v4.addresses, all.v4.addresses),
      },
      {
        head: t("coverage.v6-share"),
        numeric: true,
        cell: (row) => share(page, countsOf(row).v6.addresses, all.v6.addresses),
      },
      { head: t("coverage.ends"), room: "wide", cell: (row) => endsText(page, countsOf(row)) },
    ],
    rows,
  });
  return section(`by-${by}`, title, body);
}

/** The three rungs with most of its addresses. */
function endsText(page: Page, { v4, v6 }: CoverageCounts): string {
  const family: FamilyCoverage<number | string> = v4.addresses > 0 ? v4 : v6;
  return coverageOutcomes
    .filter((rung) => Number(family.byRung[rung]) > 0)
    .sort((a, b) => Number(family.byRung[b]) - Number(family.byRung[a]))
    .slice(0, 3)
    .map((rung) => `${rungText(page, rung)} ${share(page, family.byRung[rung], family.addresses)}`)
    .join(", ");
}

function pairTable(page: Page, pairs: readonly OverlapPair[], names: Names): Html {
  const { t } = page;
  if (pairs.length === 0) return nothing(t("coverage.no-pairs"));
  const name = (id: string): string => names.get(id) ?? id;
  return table<OverlapPair>({
    caption: t("coverage.pairs-caption"),
    quietCaption: true,
    columns: [
      { head: t("coverage.first"), names: true, cell: ({ first }) => name(first) },
      { head: t("coverage.second"), cell: ({ second }) => name(second) },
      { head: t("coverage.v4"), numeric: true, cell: ({ v4 }) => page.number(v4.addresses) },
      {
        head: t("coverage.rung"),
        cell: ({ rung, secondRung }) =>
          [...new Set([rung, secondRung])].map((one) => rungText(page, one)).join(" / "),
      },
      { head: t("coverage.settled"), cell: ({ settledBy }) => english(settledBy) },
    ],
    rows: pairs,
  });
}

function gapTable(page: Page, gaps: Coverage["gaps"]): Html {
  const { t } = page;
  if (gaps.length === 0) return nothing(t("coverage.no-gaps"));
  return table<Coverage["gaps"][number]>({
    caption: t("coverage.gaps-caption"),
    quietCaption: true,
    columns: [
      { head: t("coverage.range"), names: true, cell: ({ range }) => range },
      {
        head: t("coverage.addresses"),
        numeric: true,
        cell: ({ addresses }) => page.number(Number(addresses)),
      },
    ],
    rows: gaps,
  });
}

function share(page: Page, count: number | string, of: number | string): string {
  if (Number(of) === 0) return page.t("page.none");
  return `${page.number(Math.round((10_000 * Number(count)) / Number(of)) / 100)} %`;
}
