import { html } from "hono/html";
import type { Disposition } from "../../../domain/finding/disposition.ts";
import type { Lane } from "../../../domain/finding/lane.ts";
import type { Severity } from "../../../domain/finding/severity.ts";
import type { NotificationDelivery } from "../../../store/views/notification-list.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

type Tone = "danger" | "warning" | "success" | "active" | "neutral" | "inactive";

/** A word with a tone; the word alone says everything. */
function badge(tone: Tone, text: string): Html {
  return html`<span class="utrecht-badge-status utrecht-badge-status--${tone}">${text}</span>`;
}

const severityTones: Readonly<Record<Severity, Tone>> = {
  critical: "danger",
  high: "warning",
  medium: "active",
  low: "neutral",
  info: "neutral",
};

export function severityBadge({ t }: Page, severity: Severity): Html {
  return badge(severityTones[severity], t(`severity.${severity}`));
}

const dispositionTones: Readonly<Record<Disposition, Tone>> = {
  pending: "active",
  delivered: "success",
  inCustody: "success",
  declined: "neutral",
  suppressed: "neutral",
  duplicate: "inactive",
  undeliverable: "danger",
  withdrawn: "neutral",
  outOfScope: "inactive",
  heldForPerson: "warning",
};

export function dispositionBadge({ t }: Page, disposition: Disposition): Html {
  return badge(dispositionTones[disposition], t(`disposition.${disposition}`));
}

const deliveryTones: Readonly<Record<NotificationDelivery["state"], Tone>> = {
  queued: "active",
  leased: "active",
  accepted: "success",
  unknown: "warning",
  failed: "danger",
  withdrawn: "neutral",
};

export function deliveryBadge(page: Page, delivery: NotificationDelivery | null): Html {
  if (delivery === null) return badge("neutral", page.t("delivery.none"));
  return deliveryStateBadge(page, delivery.state);
}

export function deliveryStateBadge({ t }: Page, state: NotificationDelivery["state"]): Html {
  return badge(deliveryTones[state], t(`delivery.${state}`));
}

export function laneText({ t }: Page, lane: Lane): Html {
  return html`<span class="mp-lane mp-lane--${lane}">${t(`lane.${lane}`)}</span>`;
}

export function noteBadge(tone: Tone, text: string): Html {
  return badge(tone, text);
}
