import { html } from "hono/html";
import {
  endpointBadge,
  lastText,
  type ShownEndpoint,
  troubleText,
  wayText,
} from "../components/endpoint-text.ts";
import { facts } from "../components/facts.ts";
import { alert, choice, dayField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import type { Names } from "../components/recipient.ts";
import { english, link, nothing, section } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** For how many hours the old secret may hold, too. */
export const overlaps = [24, 168, 0] as const;

export type EndpointPageData = {
  readonly endpoint: ShownEndpoint;
  readonly names: Names;
  readonly mayChange: boolean;
  readonly mayResend: boolean;
  /** What was typed of the days to send again, where they were wrong. */
  readonly wrongDays: { readonly from: string; readonly until: string } | null;
};

/** One endpoint: where it stands, and what can be done with it. */
export function endpointPage(page: Page, data: EndpointPageData): Html {
  const { t } = page;
  const { endpoint, names, mayChange, mayResend, wrongDays } = data;
  const { organisation, state, kind } = endpoint;
  const title = t("endpoint.title", { organisation: names.get(organisation) ?? organisation });
  const isOpen = state !== "disabled";
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${alert(wrongDays === null ? [] : [t("endpoint.resend-wrong")])}
${section("about", t("endpoint.about"), about(page, endpoint))}
${isOpen && mayChange ? section("test", t("endpoint.test"), testForm(page, endpoint)) : ""}
${isOpen && mayResend ? section("resend", t("endpoint.resend"), resendForm(page, data)) : ""}
${isOpen && mayChange && kind === "webhook" ? section("rotate", t("endpoint.rotate"), rotateForm(page, endpoint)) : ""}
${isOpen && mayChange ? section("disable", t("endpoint.disable"), disableForm(page, endpoint)) : ""}
${isOpen && !mayChange ? nothing(t("endpoint.role-only")) : ""}
<p class="utrecht-paragraph">${link("/endpoints", t("endpoint.back"))}</p>`;
  return layout(page, { title, body });
}

function about(page: Page, endpoint: ShownEndpoint): Html {
  const { t, instant, number } = page;
  const { url, state, testedAt, disabledAt, disabledBecause, publicKeys } = endpoint;
  const isOpen = state !== "disabled";
  return facts([
    [t("endpoints.way"), wayText(page, endpoint)],
    [t("endpoints.state"), endpointBadge(page, endpoint)],
    [t("endpoint.url"), url === null ? null : html`<span class="mp-wrap">${url}</span>`],
    [t("endpoints.last"), isOpen ? lastText(page, endpoint) : null],
    [
      t("endpoints.trouble"),
      isOpen ? (troubleText(page, endpoint) ?? t("endpoints.trouble-none")) : null,
    ],
    [t("endpoints.waiting"), isOpen ? number(endpoint.waiting) : null],
    [t("endpoint.made"), html`${instant(endpoint.madeAt)} (${english(endpoint.madeBy)})`],
    [t("endpoint.tested"), testedAt === null ? null : instant(testedAt)],
    [
      t("endpoint.disabled"),
      disabledAt === null || disabledBecause === null
        ? null
        : html`${instant(disabledAt)}: ${t(`endpoints.because-${disabledBecause}`)}`,
    ],
    [
      t("endpoint.keys"),
      publicKeys.length === 0
        ? null
        : html`${publicKeys.map((key, i) => html`${i === 0 ? "" : html`<br>`}<code class="utrecht-code">${key}</code>`)}`,
    ],
    [t("endpoint.id"), html`<code class="utrecht-code">${endpoint.endpoint}</code>`],
  ]);
}

function testForm({ t }: Page, { endpoint, kind }: ShownEndpoint): Html {
  const text = html`<p class="utrecht-paragraph">${t(`endpoint.test-${kind}`)}</p>`;
  // Only its own program can test what is fetched.
  if (kind === "pull") return text;
  return html`${text}
<form method="post" action="/endpoints/${endpoint}/test" class="mp-form">
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("endpoint.test-button")}</button>
</form>`;
}

function resendForm({ t }: Page, { endpoint, wrongDays }: EndpointPageData): Html {
  const { endpoint: id, kind, state } = endpoint;
  if (kind === "pull") return nothing(t("endpoint.resend-pull"));
  if (state !== "active") return nothing(t("endpoint.resend-untested"));
  const { from, until } = wrongDays ?? { from: "", until: "" };
  return html`<p class="utrecht-paragraph">${t("endpoint.resend-text")}</p>
<form method="post" action="/endpoints/${id}/resend" class="mp-form">
${dayField({ id: "from", label: t("endpoint.resend-from"), value: from, required: true })}
${dayField({ id: "until", label: t("endpoint.resend-until"), hint: t("endpoint.resend-hint"), value: until, required: true })}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("endpoint.resend-button")}</button>
</form>`;
}

function rotateForm({ t }: Page, { endpoint }: ShownEndpoint): Html {
  return html`<p class="utrecht-paragraph">${t("endpoint.rotate-text")}</p>
<form method="post" action="/endpoints/${endpoint}/rotate" class="mp-form">
${choice(
  { id: "overlap", label: t("endpoint.overlap") },
  overlaps.map((hours) => [String(hours), t(`endpoint.overlap-${hours}`)]),
)}
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("endpoint.rotate-button")}</button>
</form>`;
}

function disableForm({ t }: Page, { endpoint }: ShownEndpoint): Html {
  return html`<p class="utrecht-paragraph">${t("endpoint.disable-text")}</p>
<form method="post" action="/endpoints/${endpoint}/disable" class="mp-form">
<button class="utrecht-button utrecht-button--secondary-action" type="submit">${t("endpoint.disable-button")}</button>
</form>`;
}
