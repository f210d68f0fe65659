import { html } from "hono/html";
import type { Explanation, Part } from "../../../domain/decision/explain-object.ts";
import { decisionFacts, traceTable } from "../components/decision-view.ts";
import { layout } from "../components/layout.ts";
import { type Names, recipient } from "../components/recipient.ts";
import { section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

export type WhoQuestion = { readonly object: string; readonly type: string };

/** The question as it was asked, with its answer or what is wrong with it. */
export type WhoAnswer =
  | { readonly kind: "asked-nothing" }
  | { readonly kind: "refused"; readonly detail: string; readonly remedy: string }
  | { readonly kind: "explained"; readonly explanation: Explanation };

/** Asks who answers for a network object, by POST, so that it stands in no address and no log. */
export function whoPage(page: Page, question: WhoQuestion, answer: WhoAnswer, names: Names): Html {
  const { t } = page;
  const body = html`<h1 class="utrecht-heading-1">${t("who.title")}</h1>
<p class="utrecht-paragraph mp-lead">${t("who.intro")}</p>
${answer.kind === "refused" ? refusal(answer) : ""}
<form method="post" action="/who" class="mp-section mp-form">
${field("object", t("who.object"), t("who.hint"), question.object, html` required`)}
${field("type", t("who.type"), t("who.type-hint"), question.type, html``)}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("who.ask")}</button>
</form>
${answer.kind === "explained" ? explained(page, answer.explanation, names) : ""}`;
  return layout(page, { title: t("who.title"), body });
}

function field(id: string, label: string, hint: string, value: string, more: Html): Html {
  return html`<div class="utrecht-form-field utrecht-form-field--text">
<label class="utrecht-form-label mp-form__label" for="${id}">${label}</label>
<p class="utrecht-form-field-description mp-form__hint" id="${id}-hint">${hint}</p>
<input class="utrecht-textbox utrecht-textbox--html-input" id="${id}" name="${id}" value="${value}" maxlength="300"
 autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="${id}-hint"${more}>
</div>`;
}

function refusal({ detail, remedy }: { readonly detail: string; readonly remedy: string }): Html {
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert"><div class="utrecht-alert__content">
<p class="utrecht-paragraph">${detail} ${remedy}</p></div></div>`;
}

function explained(page: Page, explanation: Explanation, names: Names): Html {
  const { t } = page;
  const { object, network, owner, parts, trace, contactFoundAt } = explanation;
  const decision = { ...explanation, owner: owner === null ? null : owner.id };
  return html`${section(
    "answer",
    t("who.answer", { object }),
    decisionFacts(page, decision, names, [
      [t("who.network"), network === null ? t("who.no-network") : networkText(network)],
      [
        t("who.looked-up"),
        contactFoundAt === undefined ? null : page.instant(new Date(contactFoundAt)),
      ],
    ]),
  )}
${parts === undefined ? "" : section("parts", t("who.parts"), partTable(page, parts, names))}
${section("trace", t("decision.trace"), traceTable(page, trace))}`;
}

function networkText({
  prefix,
  asn,
  asName,
  country,
}: NonNullable<Explanation["network"]>): string {
  const system =
    asn === null ? null : [`AS${asn}`, asName].filter((part) => part !== null).join(" ");
  return [prefix, system, country].filter((part) => part !== null).join(" · ");
}

function partTable(page: Page, parts: readonly Part[], names: Names): Html {
  const { t } = page;
  return table<Part>({
    caption: t("who.parts-caption"),
    quietCaption: true,
    columns: [
      { head: t("findings.object"), names: true, cell: ({ object }) => object },
      {
        head: t("decision.primary"),
        cell: ({ primary, held }) =>
          primary === null
            ? held === null
              ? t("page.none")
              : t(`wait.${held.reason}`)
            : recipient(names, primary.organisation, primary.address),
      },
      {
        head: t("sent.why"),
        cell: ({ primary }) => (primary === null ? t("page.none") : t(`rung.${primary.rung}`)),
      },
    ],
    rows: parts,
  });
}
