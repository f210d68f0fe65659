import type { Context } from "hono";
import { answerMail } from "../../../actions/answer-mail.ts";
import { listReceivedMails } from "../../../actions/list-received-mails.ts";
import { recordMailResponse } from "../../../actions/record-mail-response.ts";
import { mailVerdicts, settleReceivedMail } from "../../../actions/settle-received-mail.ts";
import { showReceivedMail } from "../../../actions/show-received-mail.ts";
import { may } from "../../../domain/access/may.ts";
import type { ReceivedMailId } from "../../../domain/incoming/received-mail.ts";
import { suggestions } from "../../../domain/incoming/suggest-response.ts";
import type { TypedResponse } from "../../../domain/response/read-response.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { receivedMailPage } from "../pages/received-mail-page.ts";
import { receivedMailsPage } from "../pages/received-mails-page.ts";
import { getUuid } from "../path-values.ts";

const pageSize = 50;
/** What stands on the page itself, where it can be mended. */
const shown = ["conflict", "wrong-usage", "input-refused"] as const;

/** Mail that came to us, and each with forms to answer and to settle it. */
export function addReceivedMailPages(portal: WebApp, context: WebContext): void {
  portal.get("/mails", async (c) => {
    const all = c.req.query("state") === "all";
    const after = c.req.query("after");
    const input = {
      actor: c.var.actor,
      state: all ? null : ("waiting" as const),
      class: null,
      after: after === undefined ? null : (getUuid(after) as ReceivedMailId),
      limit: pageSize + 1,
    };
    const found = await listReceivedMails({ context, input });
    const mails = found.slice(0, pageSize);
    const last = found.length > pageSize ? mails.at(-1) : undefined;
    const next = last === undefined ? null : `/mails?${all ? "state=all&" : ""}after=${last.id}`;
    return c.html(receivedMailsPage(toPage(context, c), mails, { all, next }));
  });
  portal.get("/mails/:id", (c) => showOne(context, c, toId(c), null));
  portal.post("/mails/:id", async (c) => {
    const id = toId(c);
    const { actor } = c.var;
    const form = await c.req.parseBody();
    try {
      if (form.do === "answer") {
        const text = typeof form.text === "string" ? form.text : "";
        await answerMail({ context, input: { actor, id, text } });
      } else if (form.do === "respond") {
        const typed = readTyped(form);
        await recordMailResponse({ context, input: { actor, id, typed } });
      } else {
        const verdict = mailVerdicts.find((name) => name === form.do);
        if (verdict === undefined) throw new AppError("wrong-usage", "There is no such verdict.");
        await settleReceivedMail({ context, input: { actor, id, verdict } });
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (!shown.some((code) => code === error.code)) throw error;
      return showOne(context, c, id, error.message);
    }
    return c.redirect(`/mails/${id}`, 303);
  });
}

/** What of an answer can be typed on the page. */
function readTyped(form: Record<string, unknown>): TypedResponse {
  const kind = suggestions.find((name) => name === form.kind);
  if (kind === undefined) throw new AppError("wrong-usage", "There is no such answer.");
  const text = (name: string): string | null => {
    const value = form[name];
    return typeof value === "string" && value.trim() !== "" ? value : null;
  };
  return { kind, because: "other", reason: text("reason"), address: text("address") };
}

function toId(c: Context<WebEnv>): ReceivedMailId {
  return getUuid(c.req.param("id") ?? "") as ReceivedMailId;
}

async function showOne(
  context: WebContext,
  c: Context<WebEnv>,
  id: ReceivedMailId,
  trouble: string | null,
): Promise<Response> {
  const { actor } = c.var;
  const mail = await showReceivedMail({ context, input: { actor, id } });
  const mayAnswer = may(actor, "mail.answer", "everybody");
  return c.html(
    receivedMailPage(toPage(context, c), mail, { mayAnswer, trouble }),
    trouble === null ? 200 : 409,
  );
}
