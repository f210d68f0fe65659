import { html } from "hono/html";
import type { Approval } from "../../../actions/access/approval-view.ts";
import { actText, stateBadge } from "../components/approval.ts";
import { layout } from "../components/layout.ts";
import { card, link, nothing } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What waits for several people, and what became of the latest. */
export function approvalsPage(page: Page, approvals: readonly Approval[]): Html {
  const { t, instant } = page;
  const title = t("approvals.title");
  const list =
    approvals.length === 0
      ? nothing(t("approvals.none"))
      : table<Approval>({
          caption: t("approvals.caption"),
          columns: [
            {
              head: t("approvals.act"),
              names: true,
              cell: ({ id, act }) => link(`/approvals/${id}`, actText(page, act)),
            },
            { head: t("approvals.asked-by"), cell: ({ asker }) => asker.name },
            { head: t("approvals.asked"), cell: ({ askedAt }) => instant(askedAt) },
            { head: t("approvals.until"), cell: ({ expiresAt }) => instant(expiresAt) },
            { head: t("approvals.state"), cell: ({ state }) => stateBadge(page, state) },
          ],
          rows: approvals,
        });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("approvals.intro")}</p>
${card(list)}`;
  return layout(page, { title, body });
}
