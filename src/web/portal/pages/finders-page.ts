import { html } from "hono/html";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { FinderListEntry } from "../../../store/views/finder-list.ts";
import type { ReportListEntry } from "../../../store/views/report-list.ts";
import { noteBadge } from "../components/badge.ts";
import { layout } from "../components/layout.ts";
import { link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

export type FindersPageData = {
  readonly finders: readonly FinderListEntry[];
  /** Reports that wait for a person. */
  readonly waiting: readonly ReportListEntry[];
};

/** What waits for a vetter: reports to release or refuse, finders to admit. */
export function findersPage(page: Page, { finders, waiting }: FindersPageData): Html {
  const { t } = page;
  const title = t("finders.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("finders.intro")}</p>
${section("waiting", t("finders.waiting-title"), toReports(page, waiting))}
${section("finders", title, toFinders(page, finders))}`;
  return layout(page, { title, body });
}

function toReports({ t, instant, number }: Page, waiting: readonly ReportListEntry[]): Html {
  if (waiting.length === 0) return nothing(t("finders.waiting-none"));
  return table<ReportListEntry>({
    caption: t("finders.waiting-caption"),
    columns: [
      {
        head: t("received.report"),
        names: true,
        cell: ({ report, fileName, type }) =>
          link(`/reports/${report}`, toSafeText(fileName ?? type ?? report)),
      },
      { head: t("finders.finder"), cell: ({ finder }) => finder },
      { head: t("received.at"), cell: ({ receivedAt }) => instant(receivedAt) },
      { head: t("report.accepted"), numeric: true, cell: ({ accepted }) => number(accepted) },
    ],
    rows: waiting,
  });
}

function toFinders(page: Page, finders: readonly FinderListEntry[]): Html {
  const { t, instant } = page;
  if (finders.length === 0) return nothing(t("finders.none"));
  return table<FinderListEntry>({
    caption: t("finders.caption"),
    columns: [
      { head: t("finders.finder"), names: true, cell: ({ id }) => link(`/finders/${id}`, id) },
      { head: t("finders.name"), cell: ({ name }) => toSafeText(name) },
      { head: t("finders.state"), cell: (finder) => finderState(page, finder) },
      { head: t("finders.asked"), cell: ({ askedAt }) => instant(askedAt) },
    ],
    rows: finders,
  });
}

const tones = {
  asked: "warning",
  vetted: "success",
  declined: "neutral",
  suspended: "danger",
} as const;

/** Where a finder stands, and whether it is trusted. */
export function finderState(
  { t }: Page,
  { state, trusted }: Pick<FinderListEntry, "state" | "trusted">,
): Html {
  const trust = state === "vetted" ? `, ${t(trusted ? "finder.trusted" : "finder.untrusted")}` : "";
  return noteBadge(tones[state], `${t(`finder.state.${state}`)}${trust}`);
}
