import { html } from "hono/html";
import type { Approval } from "../../../actions/access/approval-view.ts";
import { approvalNeeded } from "../components/approval-needed.ts";
import { reportBrakeTable, volumeBrakeTable } from "../components/brake-tables.ts";
import type { ReportBrake, VolumeBrake } from "../components/brake-text.ts";
import { confirmForm, type Hidden } from "../components/confirm-form.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { card, link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Brakes of one kind that somebody wants to lift. */
export type ChosenBrakes =
  | { readonly kind: "report"; readonly brakes: readonly ReportBrake[] }
  | { readonly kind: "volume"; readonly brakes: readonly VolumeBrake[] };

/** Where lifting stands: asked about once more, in want of somebody else, or done. */
export type LiftStep =
  | { readonly kind: "confirm"; readonly chosen: ChosenBrakes; readonly names: Names }
  | { readonly kind: "approval"; readonly chosen: ChosenBrakes; readonly approval: Approval }
  | { readonly kind: "done"; readonly count: number };

/** Lifting brakes, a step at a time. */
export function brakeLiftPage(page: Page, step: LiftStep): Html {
  const { t } = page;
  const title = t(step.kind === "approval" ? "brakes.needs-title" : "brakes.confirm-title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${card(showStep(page, step))}
<p class="utrecht-paragraph">${link("/brakes", t("brakes.back"))}</p>`;
  return layout(page, { title, body });
}

function showStep(page: Page, step: LiftStep): Html {
  const { t } = page;
  switch (step.kind) {
    case "confirm":
      return confirm(page, step.chosen, step.names);
    case "approval":
      return approvalNeeded(page, step.approval, form(step.chosen, t("brakes.needs-again")));
    case "done":
      return html`<p class="utrecht-paragraph" role="status"><strong>${t("brakes.done", { count: step.count })}</strong></p>
${step.count === 0 ? "" : html`<p class="utrecht-paragraph">${t("brakes.done-next")}</p>`}`;
  }
}

function confirm(page: Page, chosen: ChosenBrakes, names: Names): Html {
  const { t } = page;
  const rows = chosen.brakes.reduce((sum, brake) => sum + brake.rows, 0);
  const count = chosen.brakes.length;
  const list =
    chosen.kind === "report"
      ? reportBrakeTable(page, chosen.brakes)
      : volumeBrakeTable(page, chosen.brakes, names);
  return html`<p class="utrecht-paragraph"><strong>${t(`brakes.confirm-${chosen.kind}`, { rows, count })}</strong>
${t(chosen.kind === "report" ? "brakes.reports-lifts" : "brakes.volume-lifts")}</p>
${list}
${form(chosen, t("brakes.confirm"))}`;
}

/** What stands above goes along by its ids, so that nothing else is lifted. */
function form({ kind, brakes }: ChosenBrakes, button: string): Html {
  const fields: Hidden[] = [["kind", kind], ...brakes.map(({ id }) => ["brake", id] as const)];
  return confirmForm({ action: "/brakes/lift", fields, button });
}
