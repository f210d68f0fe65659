import { html } from "hono/html";
import { kinds } from "../../../domain/finding/kind.ts";
import type { SuppressionListEntry } from "../../../store/views/suppression-list.ts";
import { alert, choice, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { card, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What is wrong with what was typed. */
export type SuppressionTrouble = "no-address" | "no-object" | "no-end" | "no-reason";

export type SuppressionsPageData = {
  readonly entries: readonly SuppressionListEntry[];
  readonly typed: Readonly<Record<string, string>>;
  readonly troubles: readonly SuppressionTrouble[];
  readonly mayRecord: boolean;
};

/** The suppression list: marks instead of addresses. */
export function suppressionsPage(page: Page, data: SuppressionsPageData): Html {
  const { t } = page;
  const title = t("suppressions.title");
  const list = data.entries.length === 0 ? nothing(t("suppressions.none")) : entryTable(page, data);
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("suppressions.intro")}</p>
${alert(data.troubles.map((trouble) => t(`suppressions.${trouble}`)))}
${card(list)}
${data.mayRecord ? section("add", t("suppressions.add"), addForm(page, data.typed)) : ""}`;
  return layout(page, { title, body });
}

function entryTable(page: Page, { entries, mayRecord }: SuppressionsPageData): Html {
  const { t, instant } = page;
  return table<SuppressionListEntry>({
    caption: t("suppressions.title"),
    quietCaption: true,
    columns: [
      { head: t("suppressions.mark"), names: true, cell: ({ mark }) => `#${mark}` },
      { head: t("suppressions.about"), cell: (entry) => scopeText(page, entry) },
      { head: t("suppressions.since"), cell: ({ recordedAt }) => instant(recordedAt) },
      {
        head: t("suppressions.until"),
        cell: ({ until }) => (until === null ? t("suppressions.no-limit") : instant(until)),
      },
      { head: t("suppressions.source"), cell: ({ source }) => t(`suppressions.source-${source}`) },
      { head: t("suppressions.reason"), cell: ({ reason }) => reason, room: "medium" },
      ...(mayRecord
        ? [
            {
              head: t("suppressions.withdraw"),
              cell: (entry: SuppressionListEntry) => withdrawForm(page, entry),
            },
          ]
        : []),
    ],
    rows: entries,
  });
}

function scopeText({ t }: Page, { kind, type, asset, digestsOnly }: SuppressionListEntry): string {
  const known = kinds.find((one) => one === kind);
  const about = [known === undefined ? kind : t(`kind.${known}`), type, asset].filter(
    (part) => part !== null,
  );
  const text = about.length === 0 ? t("suppressions.everything") : about.join(", ");
  return digestsOnly ? `${text} (${t("suppressions.digests-only")})` : text;
}

function withdrawForm({ t }: Page, { id, mark }: SuppressionListEntry): Html {
  return html`<form method="post" action="/suppressions/${id}/withdraw">
<input class="utrecht-textbox utrecht-textbox--html-input" name="reason" required maxlength="300" autocomplete="off"
 aria-label="${t("suppressions.why", { mark })}">
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("suppressions.withdraw")}</button></form>`;
}

function addForm({ t }: Page, typed: SuppressionsPageData["typed"]): Html {
  const field = (id: string) => ({
    ...{ id, label: t(`suppressions.${id}` as "suppressions.address") },
    ...(typed[id] === undefined ? {} : { value: typed[id] }),
  });
  return html`<form method="post" action="/suppressions" class="mp-form">
${textField({ ...field("address"), required: true })}
${textField({ ...field("about"), hint: t("suppressions.about-hint") })}
${choice(field("kind"), [["", t("suppressions.any-kind")], ...kinds.map((kind) => [kind, t(`kind.${kind}`)] as const)])}
${choice(field("digests"), [
  ["", t("suppressions.all-mail")],
  ["yes", t("suppressions.digests-only")],
])}
${textField({ ...field("until"), hint: t("suppressions.until-hint"), maxLength: 10 })}
${textField({ ...field("reason"), required: true })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("suppressions.add")}</button>
</form>`;
}
