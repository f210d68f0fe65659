import { html } from "hono/html";
import type { GivenSecret } from "../../../actions/endpoints/give-secret.ts";
import type { testEndpoint } from "../../../actions/test-endpoint.ts";
import type { EndpointId } from "../../../domain/ids.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import { confirmForm } from "../components/confirm-form.ts";
import type { ShownEndpoint } from "../components/endpoint-text.ts";
import { facts } from "../components/facts.ts";
import { layout } from "../components/layout.ts";
import { card, english, link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import type { overlaps } from "./endpoint-page.ts";

type Trial = Awaited<ReturnType<typeof testEndpoint>>;

/** What was done with an endpoint, or is asked about once more before it is. */
export type EndpointStep =
  | {
      readonly kind: "made";
      readonly secret: GivenSecret | null;
      readonly way: ShownEndpoint["kind"];
    }
  | { readonly kind: "confirm-test" }
  | { readonly kind: "tested"; readonly trial: Trial; readonly way: ShownEndpoint["kind"] }
  | { readonly kind: "confirm-rotate"; readonly overlap: (typeof overlaps)[number] }
  | { readonly kind: "rotated"; readonly secret: GivenSecret; readonly oldUntil: Date }
  | { readonly kind: "confirm-disable"; readonly waiting: number }
  | { readonly kind: "disabled"; readonly disabled: boolean; readonly toMail: number }
  | { readonly kind: "resent"; readonly queued: number }
  /** Nothing was done. */
  | { readonly kind: "too-often" | "ended" };

/** One step with an endpoint. */
export function endpointStepPage(page: Page, id: EndpointId, step: EndpointStep): Html {
  const { t } = page;
  const title = toTitle(page, step);
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${card(showStep(page, id, step))}
<p class="utrecht-paragraph">${link(`/endpoints/${id}`, t("endpoint.to"))}</p>`;
  return layout(page, { title, body });
}

function toTitle({ t }: Page, step: EndpointStep): string {
  switch (step.kind) {
    case "made":
      return t("endpoint.made-title");
    case "tested":
      return t(`endpoint.${step.trial.kind}`);
    case "confirm-test":
      return t("endpoint.test");
    case "confirm-rotate":
      return t("endpoint.rotate");
    case "rotated":
      return t("endpoint.secret-title");
    case "resent":
      return t("endpoint.resend");
    case "too-often":
    case "ended":
      return t("endpoint.nothing-done");
    default:
      return t("endpoint.disable");
  }
}

function showStep(page: Page, id: EndpointId, step: EndpointStep): Html {
  const { t } = page;
  const ask = (act: string, button: string, fields: readonly [string, string][] = []): Html =>
    confirmForm({ action: `/endpoints/${id}/${act}`, fields, button });
  const say = (text: string): Html => html`<p class="utrecht-paragraph">${text}</p>`;
  switch (step.kind) {
    case "made":
      return html`${say(t("endpoint.made-text"))}${step.secret === null ? say(t(`endpoint.test-${step.way}`)) : secret(page, step.secret, null)}`;
    case "confirm-test":
      return html`${say(t("endpoint.test-replaces"))}${ask("test", t("endpoint.test-confirm"))}`;
    case "tested":
      return tested(page, step.trial, step.way);
    case "confirm-rotate":
      return html`${say(t("endpoint.rotate-confirm", { overlap: t(`endpoint.overlap-${step.overlap}`) }))}
${ask("rotate", t("endpoint.rotate-yes"), [["overlap", String(step.overlap)]])}`;
    case "rotated":
      return secret(page, step.secret, step.oldUntil);
    case "confirm-disable":
      return html`${say(t("endpoint.disable-text"))}${say(t("endpoint.disable-waiting", { count: step.waiting }))}
${ask("disable", t("endpoint.disable-confirm"))}`;
    case "disabled":
      return done(
        step.disabled
          ? t("endpoint.disabled-now", { count: step.toMail })
          : t("endpoint.disabled-before"),
      );
    case "resent":
      return done(t("endpoint.resent", { count: step.queued }));
    case "too-often":
    case "ended":
      return done(t(`endpoint.${step.kind}`));
  }
}

function done(text: string): Html {
  return html`<p class="utrecht-paragraph" role="status"><strong>${text}</strong></p>`;
}

function tested({ t }: Page, trial: Trial, way: ShownEndpoint["kind"]): Html {
  switch (trial.kind) {
    case "passed":
      return done(t("endpoint.passed-text"));
    case "waits":
      return done(t(`endpoint.test-${way}`));
    case "failed":
      return html`${done(t("endpoint.failed-text"))}
<p class="utrecht-paragraph">${english(toSafeText(trial.reason, 500))}</p>`;
  }
}

/** What a receiver checks messages with, here and never again. */
function secret(page: Page, given: GivenSecret, oldUntil: Date | null): Html {
  const { t, instant } = page;
  return html`<div class="utrecht-alert utrecht-alert--warning"><div class="utrecht-alert__content">
<p class="utrecht-paragraph">${t("endpoint.secret-once")}</p></div></div>
${facts([
  [t("endpoint.secret"), html`<code class="utrecht-code mp-secret">${given.secret}</code>`],
  [t("endpoint.public-key"), html`<code class="utrecht-code mp-secret">${given.publicKey}</code>`],
  [t("endpoint.old-until"), oldUntil === null ? null : instant(oldUntil)],
])}`;
}
