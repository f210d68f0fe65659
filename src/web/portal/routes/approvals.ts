import type { Context } from "hono";
import { approveRequest } from "../../../actions/approve-request.ts";
import { listApprovals } from "../../../actions/list-approvals.ts";
import { refuseRequest } from "../../../actions/refuse-request.ts";
import { showApproval } from "../../../actions/show-approval.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { type ApprovalTrouble, approvalPage } from "../pages/approval-page.ts";
import { approvalsPage } from "../pages/approvals-page.ts";
import { getUuid } from "../path-values.ts";

const shown = 100;

/** What waits for several people, and each with forms to approve or refuse it. */
export function addApprovalPages(portal: WebApp, context: WebContext): void {
  portal.get("/approvals", async (c) => {
    const input = { actor: c.var.actor, open: false, limit: shown };
    const approvals = await listApprovals({ context, input });
    return c.html(approvalsPage(toPage(context, c), approvals));
  });
  portal.get("/approvals/:id", (c) => showOne(context, c, null));
  portal.post("/approvals/:id", async (c) => {
    const id = getUuid(c.req.param("id"));
    const { answer, checked, reason } = await c.req.parseBody();
    const input = { actor: c.var.actor, id };
    const trouble = await tell(async () => {
      if (answer === "approve") {
        // The browser asks for the tick too; this is for those that do not.
        if (checked !== "yes") return "unchecked";
        await approveRequest({ context, input });
      } else {
        const text = typeof reason === "string" ? reason : "";
        if (text.trim() === "") return "no-reason";
        await refuseRequest({ context, input: { ...input, reason: text } });
      }
      return null;
    });
    return trouble === null ? c.redirect(`/approvals/${id}`, 303) : showOne(context, c, trouble);
  });
}

/** What stands in the way, for the page; a request that changed meanwhile is no failure. */
async function tell(
  answering: () => Promise<ApprovalTrouble | null>,
): Promise<ApprovalTrouble | null> {
  try {
    return await answering();
  } catch (error) {
    if (error instanceof AppError && error.code === "conflict") return "closed";
    if (error instanceof AppError && error.code === "wrong-usage") return "no-reason";
    throw error;
  }
}

async function showOne(
  context: WebContext,
  c: Context<WebEnv>,
  trouble: ApprovalTrouble | null,
): Promise<Response> {
  const { actor } = c.var;
  const id = getUuid(c.req.param("id") ?? "");
  const approval = await showApproval({ context, input: { actor, id } });
  const status = trouble === null ? 200 : trouble === "closed" ? 409 : 422;
  return c.html(approvalPage(toPage(context, c), { approval, actor, trouble }), status);
}
