import { html } from "hono/html";
import type { DoubtfulDelivery } from "../../../store/views/doubtful-deliveries.ts";
import { confirmForm } from "../components/confirm-form.ts";
import { facts } from "../components/facts.ts";
import { layout } from "../components/layout.ts";
import { mailbox } from "../components/recipient.ts";
import { card, link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Where settling a delivery stands: asked about once more, done, or nothing is in doubt any more. */
export type SettleStep =
  | { readonly kind: "confirm"; readonly delivery: DoubtfulDelivery; readonly arrived: boolean }
  | { readonly kind: "done"; readonly delivery: DoubtfulDelivery; readonly arrived: boolean }
  | { readonly kind: "settled" };

/** Saying what became of a delivery in doubt, a step at a time. */
export function settlePage(page: Page, step: SettleStep): Html {
  const { t } = page;
  const title =
    step.kind === "settled"
      ? t("deliveries.doubtful")
      : t("deliveries.confirm-title", { number: step.delivery.number });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${card(showStep(page, step))}
<p class="utrecht-paragraph">${link("/deliveries", t("deliveries.back"))}</p>`;
  return layout(page, { title, body });
}

function showStep(page: Page, step: SettleStep): Html {
  const { t } = page;
  const said = (text: string): Html =>
    html`<p class="utrecht-paragraph" role="status"><strong>${text}</strong></p>`;
  if (step.kind === "settled") return said(t("deliveries.settled"));
  const { delivery, arrived } = step;
  const way = arrived ? "arrived" : "lost";
  if (step.kind === "done") return said(t(`deliveries.done-${way}`));
  return html`${facts([
    [t("sent.recipient"), mailbox(delivery.address)],
    [t("deliveries.message-id"), html`<code class="utrecht-code">${delivery.messageId}</code>`],
    [t("deliveries.tried"), delivery.startedAt === null ? null : page.instant(delivery.startedAt)],
  ])}
<p class="utrecht-paragraph">${t(`deliveries.confirm-${way}`)}</p>
${confirmForm({
  action: "/deliveries/settle",
  fields: [
    ["delivery", delivery.delivery],
    ["arrived", arrived ? "yes" : "no"],
  ],
  button: t("deliveries.confirm"),
})}`;
}
