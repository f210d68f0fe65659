import { html } from "hono/html";
import type { RelationSide } from "../../../domain/relation/relation-standing.ts";
import type { RelationListEntry } from "../../../store/views/relation-list.ts";
import type { RelationStep } from "../../../store/views/relation-steps.ts";
import { facts } from "../components/facts.ts";
import { alert } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { english, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { relationBadge } from "./members-page.ts";

export type RelationPageData = {
  readonly relation: RelationListEntry;
  readonly steps: readonly RelationStep[];
  readonly names: Names;
  /** As which side the reader may speak; null: it may not. */
  readonly side: RelationSide | null;
  /** The tick was missing. */
  readonly unchecked: boolean;
};

/** One relation: both consents, what either side did about it, and the forms for who may speak. */
export function relationPage(page: Page, data: RelationPageData): Html {
  const { t } = page;
  const { relation, names, unchecked } = data;
  const nameOf = (id: string): string => names.get(id) ?? id;
  const title = t("members.relation-title", {
    member: nameOf(relation.member),
    intermediary: nameOf(relation.intermediary),
  });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${unchecked ? alert([t("members.unchecked")]) : ""}
${section("about", t("members.about"), about(page, relation))}
${section("steps", t("members.steps"), steps(page, data))}
${section("say", t("members.say"), say(page, data))}`;
  return layout(page, { title, body });
}

function about(page: Page, relation: RelationListEntry): Html {
  const { t, instant } = page;
  const when = (at: Date | null) => (at === null ? null : instant(at));
  return facts([
    [t("members.state"), relationBadge(page, relation.state)],
    [t("members.reason"), t(`members.reason.${relation.reason}`)],
    [t("members.member-consent"), when(relation.memberConsentAt) ?? t("members.not-yet")],
    [
      t("members.intermediary-consent"),
      when(relation.intermediaryConsentAt) ?? t("members.not-yet"),
    ],
    [t("members.informed"), t(relation.informed ? "members.yes" : "members.no")],
    [t("members.since"), when(relation.activeSince)],
    [t("members.until"), when(relation.until)],
    [t("members.next"), when(relation.nextCheckAt)],
  ]);
}

function steps(page: Page, { steps: list, names }: RelationPageData): Html {
  const { t, instant } = page;
  if (list.length === 0) return nothing(t("members.no-steps"));
  return table<RelationStep>({
    caption: t("members.steps"),
    quietCaption: true,
    columns: [
      { head: t("members.when"), names: true, cell: ({ at }) => instant(at) },
      {
        head: t("members.by"),
        cell: ({ by }) => (by === null ? t("members.clock") : (names.get(by) ?? by)),
      },
      { head: t("members.what"), cell: ({ what }) => english(what) },
      { head: t("members.reason"), cell: ({ reason }) => english(reason) },
    ],
    rows: list,
  });
}

function say(page: Page, { relation, side }: RelationPageData): Html {
  const { t } = page;
  if (relation.state === "ended") return nothing(t("members.over"));
  if (side === null) return nothing(t("members.say-role"));
  const consented = side === "member" ? relation.memberConsentAt : relation.intermediaryConsentAt;
  return html`${consented === null ? consentForm(page) : ""}${endForm(page, consented === null)}`;
}

function consentForm({ t, path }: Page): Html {
  return html`<form method="post" action="${path}" class="mp-form">
<input type="hidden" name="word" value="consent">
${tick("informed", t("members.informed-label"), false)}
${tick("sure", t("members.sure-consent"), true)}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("members.consent")}</button>
</form>`;
}

function endForm({ t, path }: Page, declines: boolean): Html {
  return html`<form method="post" action="${path}" class="mp-form">
<input type="hidden" name="word" value="end">
${tick("sure-end", t("members.sure-end"), true)}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t(declines ? "members.decline" : "members.end")}</button>
</form>`;
}

function tick(id: string, label: string, required: boolean): Html {
  return html`<div class="utrecht-form-field utrecht-form-field--checkbox">
<label class="utrecht-form-label utrecht-form-label--checkbox" for="${id}">
<input class="utrecht-checkbox" id="${id}" name="${id}" type="checkbox" value="yes"${required ? html` required` : ""}>
${label}</label>
</div>`;
}
