import { html } from "hono/html";
import type { CorrectionScope } from "../../../domain/correction/scope.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { CorrectionListEntry } from "../../../store/views/correction-list.ts";
import { noteBadge } from "../components/badge.ts";
import { choice, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { link, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What was taken back or put right, how far its recipients were told, and the way to do it. */
export function correctionsPage(
  page: Page,
  corrections: readonly CorrectionListEntry[],
  mayCorrect: boolean,
): Html {
  const { t } = page;
  const title = t("corrections.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("corrections.intro")}</p>
${mayCorrect ? section("choose", t("corrections.choose"), chooser(page)) : ""}
${section("made", t("corrections.made"), made(page, corrections))}`;
  return layout(page, { title, body });
}

/** GET, since it only shows what would be done. */
function chooser({ t }: Page): Html {
  const ways = [
    ["recall", t("corrections.way.recall")],
    ["put-right", t("corrections.way.put-right")],
  ] as const;
  const kinds = [
    ["case", t("corrections.kind.case")],
    ["report", t("corrections.kind.report")],
    ["type", t("corrections.kind.type")],
  ] as const;
  return html`<form method="get" action="/corrections/new" class="mp-form">
${choice({ id: "way", label: t("corrections.way") }, ways)}
${choice({ id: "kind", label: t("corrections.kind") }, kinds)}
${textField({ id: "value", label: t("corrections.value"), hint: t("corrections.value-hint"), required: true })}
${textField({ id: "finder", label: t("corrections.finder"), hint: t("corrections.finder-hint") })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("corrections.look")}</button>
</form>`;
}

function made(page: Page, corrections: readonly CorrectionListEntry[]): Html {
  const { t, number, instant } = page;
  if (corrections.length === 0) return nothing(t("corrections.none"));
  return table<CorrectionListEntry>({
    caption: t("corrections.made-caption"),
    quietCaption: true,
    columns: [
      { head: t("corrections.about"), names: true, cell: ({ scope }) => scopeText(page, scope) },
      {
        head: t("corrections.what"),
        cell: ({ recalls }) => t(recalls ? "corrections.way.recall" : "corrections.way.put-right"),
      },
      { head: t("corrections.at"), cell: ({ madeAt }) => instant(madeAt) },
      {
        head: t("corrections.told"),
        numeric: true,
        cell: ({ accepted, messages }) => t("corrections.of", { accepted, messages }),
      },
      {
        head: t("corrections.failed"),
        numeric: true,
        cell: ({ failed }) => (failed === 0 ? "0" : noteBadge("danger", String(failed))),
      },
      { head: t("corrections.due"), numeric: true, cell: ({ due }) => number(due) },
      {
        head: t("corrections.reason"),
        room: "wide",
        cell: ({ reason, madeBy }) => `${toSafeText(reason, 300)} (${madeBy})`,
      },
    ],
    rows: corrections,
  });
}

/** What a correction is about, with the way to it where there is a page. */
export function scopeText({ t }: Page, scope: CorrectionScope): Html | string {
  if (scope.kind === "report") {
    const { report } = scope;
    return link(`/reports/${report}`, t("corrections.report", { report: report.slice(0, 8) }));
  }
  if (scope.kind === "case") return t("corrections.case", { name: toSafeText(scope.name, 100) });
  const { type, finder } = scope;
  return finder === null
    ? t("corrections.type", { type })
    : t("corrections.type-of", { type, finder });
}
