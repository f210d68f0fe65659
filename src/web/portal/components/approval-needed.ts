import { html } from "hono/html";
import type { Approval } from "../../../actions/access/approval-view.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { actText, stateBadge } from "./approval.ts";
import { facts } from "./facts.ts";
import { link } from "./section.ts";

/**
 * Says that somebody else is needed and where the request waits.
 *
 * @param again the form that does the same again
 */
export function approvalNeeded(page: Page, approval: Approval, again: Html): Html {
  const { t, instant } = page;
  return html`<p class="utrecht-paragraph">${t("brakes.needs-text")}</p>
${facts([
  [t("brakes.needs-link"), link(`/approvals/${approval.id}`, actText(page, approval.act))],
  [t("brakes.needs-missing"), stateBadge(page, approval.state)],
  [t("brakes.needs-until"), instant(approval.expiresAt)],
])}
${again}`;
}
