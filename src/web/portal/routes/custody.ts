import type { Context } from "hono";
import { answerCustody } from "../../../actions/answer-custody.ts";
import { listCustodyMails } from "../../../actions/list-custody-mails.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { may } from "../../../domain/access/may.ts";
import { custodyAnswers } from "../../../domain/custody/custody.ts";
import type { NotificationId } from "../../../domain/ids.ts";
import { AppError } from "../../../platform/errors.ts";
import type { CustodyMail } from "../../../store/views/custody-mails.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { type AnswerStep, custodyAnswerPage } from "../pages/custody-answer-page.ts";
import { custodyPage } from "../pages/custody-page.ts";
import { getUuid } from "../path-values.ts";

const shown = 200;

/** What intermediaries hold, and their answers: typed, asked about once more, then done. */
export function addCustodyPages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/custody", async (c) => {
    const input = { actor: c.var.actor, notification: null, limit: shown };
    const mails = await listCustodyMails({ context, input });
    return c.html(custodyPage(toPage(context, c), mails, await readNames()));
  });
  portal.post("/notifications/:id/custody", async (c) => {
    const { actor } = c.var;
    const mail = await getMail(context, c);
    const form = await c.req.parseBody();
    const answer = custodyAnswers.find((name) => name === form.answer);
    const reason = typeof form.reason === "string" ? form.reason.trim().slice(0, 500) : "";
    if (answer === undefined || mail.number === null) {
      throw new AppError("wrong-usage", "There is no such answer.");
    }
    const needsReason = answer === "decline" || answer === "return";
    if (needsReason && reason === "") return show(context, c, mail, { kind: "no-reason" }, 422);
    if (form.confirmed !== "yes")
      return show(context, c, mail, { kind: "confirm", form: { answer, reason } }, 200);
    const { organisation, number } = mail;
    const said = { answer, reason: reason === "" ? null : reason };
    const input = { actor, organisation, about: { number }, ...said };
    const answered = await answerCustody({ context, input });
    return show(context, c, mail, { kind: "done", answered }, 200);
  });
}

/** The mail, for those that may answer; for others there is none. */
async function getMail(context: WebContext, c: Context<WebEnv>): Promise<CustodyMail> {
  const { actor } = c.var;
  const notification = getUuid(c.req.param("id") ?? "") as NotificationId;
  const [mail] = await listCustodyMails({ context, input: { actor, notification, limit: 1 } });
  if (mail !== undefined && may(actor, "custody.answer", { organisation: mail.organisation }))
    return mail;
  throw new AppError("not-found", "You were asked to hold nothing of that.");
}

function show(
  context: WebContext,
  c: Context<WebEnv>,
  mail: CustodyMail,
  step: AnswerStep,
  status: 200 | 422,
): Response | Promise<Response> {
  return c.html(custodyAnswerPage(toPage(context, c), mail, step), status);
}
