import { html } from "hono/html";
import type { Approval } from "../../../actions/access/approval-view.ts";
import type { Brakes } from "../../../actions/list-brakes.ts";
import type { HoldTarget } from "../../../domain/notification/hold-target.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import { approvalNeeded } from "../components/approval-needed.ts";
import { targetLink, targetText } from "../components/brake-text.ts";
import { confirmForm } from "../components/confirm-form.ts";
import { facts } from "../components/facts.ts";
import { layout } from "../components/layout.ts";
import { card, link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { toFields } from "../switch-target.ts";

/** Where lifting a kill switch stands. */
export type SwitchLiftStep =
  | { readonly kind: "confirm"; readonly hold: Brakes["holds"][number] }
  /** Of a report that nobody released: lifting would. */
  | { readonly kind: "never-released" }
  /** Refused or recalled: nothing goes out any more, lifted or not. */
  | { readonly kind: "closed" }
  | { readonly kind: "approval"; readonly approval: Approval }
  | { readonly kind: "lifted" }
  | { readonly kind: "not-there" };

/** Lifting a kill switch, a step at a time. */
export function switchLiftPage(page: Page, target: HoldTarget, step: SwitchLiftStep): Html {
  const { t } = page;
  const titles = { approval: "brakes.needs-title", lifted: "switch.lifted" } as const;
  const title = t(
    step.kind === "approval" || step.kind === "lifted" ? titles[step.kind] : "switch.lift-title",
  );
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${card(showStep(page, target, step))}
<p class="utrecht-paragraph">${link("/brakes", t("brakes.back"))}</p>`;
  return layout(page, { title, body });
}

function showStep(page: Page, target: HoldTarget, step: SwitchLiftStep): Html {
  const { t, instant } = page;
  switch (step.kind) {
    case "confirm":
      return html`${facts([
        [t("brakes.what"), targetLink(page, target)],
        [t("brakes.since"), instant(step.hold.heldAt)],
        [t("switch.reason"), toSafeText(step.hold.reason, 500)],
      ])}
<p class="utrecht-paragraph">${t("switch.lift-text")}</p>
${form(target, t("switch.lift"))}`;
    case "approval":
      return approvalNeeded(page, step.approval, form(target, t("brakes.needs-again")));
    case "lifted":
      return html`<p class="utrecht-paragraph" role="status"><strong>${targetText(page, target)}.</strong> ${t("switch.lift-text")}</p>`;
    default:
      return html`<p class="utrecht-paragraph">${targetLink(page, target)}: ${t(`switch.${step.kind}`)}</p>`;
  }
}

function form(target: HoldTarget, button: string): Html {
  return confirmForm({ action: "/brakes/switch/lift", fields: toFields(target), button });
}
