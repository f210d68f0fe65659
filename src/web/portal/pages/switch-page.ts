import { html } from "hono/html";
import { lanes } from "../../../domain/finding/lane.ts";
import { channelNames } from "../../../domain/notification/channel.ts";
import type { HoldTarget } from "../../../domain/notification/hold-target.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { SwitchPreview } from "../../../store/views/switch-preview.ts";
import { targetLink, targetText } from "../components/brake-text.ts";
import { confirmForm } from "../components/confirm-form.ts";
import { facts } from "../components/facts.ts";
import { alert, groupedChoice, textArea, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { card, link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { type TypedTarget, toFields } from "../switch-target.ts";

/** What is wrong with what was typed. */
export type SwitchTrouble = "no-target" | "no-report" | "no-reason";

/** What was typed into the form. */
export type TypedSwitch = TypedTarget & { readonly reason: string };

/** Where throwing a kill switch stands: typed, asked about once more, or done. */
export type SwitchStep =
  | {
      readonly kind: "form";
      readonly typed: TypedSwitch;
      readonly troubles: readonly SwitchTrouble[];
      /** Cases and finders that came in lately. */
      readonly known: readonly string[];
    }
  | {
      readonly kind: "confirm";
      readonly target: HoldTarget;
      readonly reason: string;
      readonly preview: SwitchPreview;
    }
  | {
      readonly kind: "done";
      readonly target: HoldTarget;
      readonly held: boolean;
      readonly withdrawn: number;
    };

/** Throwing a kill switch, a step at a time. */
export function switchPage(page: Page, step: SwitchStep): Html {
  const { t } = page;
  const title = t(step.kind === "done" ? "switch.done" : "switch.confirm-title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${step.kind === "form" ? alert(step.troubles.map((trouble) => t(`switch.${trouble}`))) : ""}
${card(showStep(page, step))}
<p class="utrecht-paragraph">${link("/brakes", t("brakes.back"))}</p>`;
  return layout(page, { title, body });
}

function showStep(page: Page, step: SwitchStep): Html {
  switch (step.kind) {
    case "form":
      return form(page, step);
    case "confirm":
      return confirm(page, step);
    case "done":
      return done(page, step);
  }
}

function form({ t }: Page, { typed, known }: Extract<SwitchStep, { readonly kind: "form" }>): Html {
  const { what, name, reason } = typed;
  const groups = [
    [
      t("switch.group-named"),
      (["case", "report", "finder"] as const).map(
        (kind) => [kind, t(`switch.kind-${kind}`)] as const,
      ),
    ],
    [t("switch.group-lane"), lanes.map((lane) => [`lane:${lane}`, t(`lane.${lane}`)] as const)],
    [
      t("switch.group-channel"),
      channelNames.map((channel) => [`channel:${channel}`, t(`channel.${channel}`)] as const),
    ],
  ] as const;
  return html`<p class="utrecht-paragraph">${t("switch.form-intro")}</p>
<form method="post" action="/brakes/switch" class="mp-form">
${groupedChoice({ id: "what", label: t("switch.what"), value: what }, groups)}
${textField({ id: "name", label: t("switch.name"), hint: t("switch.name-hint"), value: name, suggestions: known })}
${textArea({ id: "reason", label: t("switch.reason"), hint: t("switch.reason-hint"), value: reason, required: true, maxLength: 500 })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("switch.go-on")}</button>
</form>`;
}

function confirm(
  page: Page,
  { target, reason, preview }: Extract<SwitchStep, { readonly kind: "confirm" }>,
): Html {
  const { t, number } = page;
  const { kind } = target;
  const effect = kind === "lane" || kind === "channel" ? kind : "rows";
  return html`${preview.reports === 0 ? alert([t("switch.unknown")]) : ""}
${facts([
  [t("brakes.what"), targetLink(page, target)],
  [t("switch.reports"), preview.reports === null ? null : number(preview.reports)],
  [t("switch.would-stop"), number(preview.waiting)],
  [t("switch.reason"), toSafeText(reason, 500)],
])}
<p class="utrecht-paragraph">${t(`switch.effect-${effect}`)}</p>
${confirmForm({
  action: "/brakes/switch",
  fields: [...toFields(target), ["reason", reason]],
  button: t("switch.confirm"),
})}`;
}

function done(
  page: Page,
  { target, held, withdrawn }: Extract<SwitchStep, { readonly kind: "done" }>,
): Html {
  const { t } = page;
  const { kind, value } = target;
  const recall =
    kind === "case" || kind === "report"
      ? `/corrections/new?${new URLSearchParams({ way: "recall", kind, value })}`
      : null;
  return html`<p class="utrecht-paragraph" role="status"><strong>${t("switch.done-what", { what: targetText(page, target) })}</strong>
${held ? "" : t("switch.before")} ${t("switch.done-text", { withdrawn })}</p>
${recall === null ? "" : html`<p class="utrecht-paragraph">${link(recall, t("switch.recall"))}</p>`}`;
}
