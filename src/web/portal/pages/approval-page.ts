import { html } from "hono/html";
import type { Approval } from "../../../actions/access/approval-view.ts";
import { wordHolder } from "../../../actions/access/find-holder.ts";
import { personOf } from "../../../actions/access/token-holder.ts";
import type { Actor } from "../../../domain/access/actor.ts";
import { findAnswerFault } from "../../../domain/access/approval.ts";
import { may } from "../../../domain/access/may.ts";
import { actText, figureName, stateBadge } from "../components/approval.ts";
import { noteBadge } from "../components/badge.ts";
import { facts } from "../components/facts.ts";
import { layout } from "../components/layout.ts";
import { nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What stands in the way of an answer. */
export type ApprovalTrouble = "unchecked" | "no-reason" | "closed";

export type ApprovalPageData = {
  readonly approval: Approval;
  /** Who looks. */
  readonly actor: Actor;
  readonly trouble: ApprovalTrouble | null;
};

/** One request: what would happen, who said what, and the forms for those who have a say. */
export function approvalPage(page: Page, data: ApprovalPageData): Html {
  const { t } = page;
  const { approval, trouble } = data;
  const title = actText(page, approval.act);
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${trouble === null ? "" : toAlert(page, trouble)}
${section("figures", t("approval.figures"), figures(page, approval))}
${section("about", t("approval.about"), about(page, approval))}
${section("answers", t("approval.answers"), answers(page, approval))}
${section("say", t("approval.say"), say(page, data))}`;
  return layout(page, { title, body });
}

function toAlert({ t }: Page, trouble: ApprovalTrouble): Html {
  return html`<div class="utrecht-alert utrecht-alert--error" role="alert" id="trouble">
<div class="utrecht-alert__content"><p class="utrecht-paragraph">${t(`approval.${trouble}`)}</p></div></div>`;
}

function figures(page: Page, { summary }: Approval): Html {
  const shown = Object.entries(summary).filter(([, value]) => value !== "");
  return table<(typeof shown)[number]>({
    caption: page.t("approval.figures"),
    quietCaption: true,
    columns: [
      {
        head: page.t("approval.figure"),
        names: true,
        cell: ([name]) => figureName(page, name),
      },
      {
        head: page.t("approval.value"),
        cell: ([, value]) => (typeof value === "number" ? page.number(value) : value),
      },
    ],
    rows: shown,
  });
}

function about(page: Page, approval: Approval): Html {
  const { t, instant } = page;
  const { asker, people, bodies, state } = approval;
  const missing =
    state.kind === "waiting" && state.bodies > 0
      ? t("approval.missing-bodies", {
          count: state.bodies,
          present: state.presentBodies.join(", ") || "–",
        })
      : null;
  return facts([
    [t("approvals.state"), stateBadge(page, state)],
    [t("approval.missing"), missing],
    [t("approvals.asked-by"), toPerson(asker)],
    [t("approvals.asked"), instant(approval.askedAt)],
    [t("approvals.until"), instant(approval.expiresAt)],
    [t("approval.needs"), t("approval.needs-text", { people, bodies })],
    [t("approval.id"), html`<code class="utrecht-code">${approval.id}</code>`],
  ]);
}

function answers(page: Page, { answers }: Approval): Html {
  const { t, instant } = page;
  if (answers.length === 0) return nothing(t("approval.answers-none"));
  return table<Approval["answers"][number]>({
    caption: t("approval.answers"),
    quietCaption: true,
    columns: [
      { head: t("approval.who"), names: true, cell: ({ person }) => toPerson(person) },
      { head: t("approval.when"), cell: ({ answeredAt }) => instant(answeredAt) },
      {
        head: t("approval.said"),
        cell: ({ approves }) =>
          noteBadge(
            approves ? "success" : "danger",
            t(approves ? "approval.agreed" : "approval.refused"),
          ),
      },
      { head: t("approval.reason"), cell: ({ reason }) => reason ?? "–" },
    ],
    rows: answers,
  });
}

function say(page: Page, { approval, actor, trouble }: ApprovalPageData): Html {
  const { t } = page;
  if (!may(actor, approval.act, "everybody")) return nothing(t("approval.say-role"));
  const person = personOf(actor);
  const now = page.now;
  const fault = (approves: boolean) => findAnswerFault(approval, { person, approves }, now);
  const whyNot = fault(true);
  const refusal = fault(false) === null ? refuseForm(page, trouble) : "";
  // Asked or not, it is nobody in particular.
  if (actor.name === wordHolder.name && whyNot !== "closed") {
    return html`${nothing(t("approval.say-word"))}${refusal}`;
  }
  if (whyNot !== null) return html`${nothing(t(`approval.say-${whyNot}`))}${refusal}`;
  return html`${approveForm(page, trouble)}${refusal}`;
}

function approveForm({ t, path }: Page, trouble: ApprovalTrouble | null): Html {
  const invalid = trouble === "unchecked";
  return html`<form method="post" action="${path}" class="mp-form">
<input type="hidden" name="answer" value="approve">
<div class="utrecht-form-field utrecht-form-field--checkbox">
<label class="utrecht-form-label utrecht-form-label--checkbox" for="checked">
<input class="utrecht-checkbox" id="checked" name="checked" type="checkbox" value="yes" required${invalid ? html` aria-invalid="true" aria-describedby="trouble"` : ""}>
${t("approval.checked")}</label>
</div>
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("approval.approve")}</button>
</form>`;
}

function refuseForm({ t, path }: Page, trouble: ApprovalTrouble | null): Html {
  const invalid = trouble === "no-reason";
  return html`<form method="post" action="${path}" class="mp-form">
<input type="hidden" name="answer" value="refuse">
<div class="utrecht-form-field utrecht-form-field--text">
<label class="utrecht-form-label mp-form__label" for="reason">${t("approval.reason-label")}</label>
<input class="utrecht-textbox utrecht-textbox--html-input" id="reason" name="reason" type="text" required maxlength="500" autocomplete="off"${invalid ? html` aria-invalid="true" aria-describedby="trouble"` : ""}>
</div>
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("approval.refuse")}</button>
</form>`;
}

function toPerson({ name, body }: Approval["asker"]): string {
  return body === null ? name : `${name} (${body})`;
}
