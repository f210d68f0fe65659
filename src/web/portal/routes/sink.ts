import type { MailSink } from "../../../domain/notification/mail-sink.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { mailPage } from "../pages/mail-page.ts";
import { sinkPage } from "../pages/sink-page.ts";
import { getNumber, getUuid } from "../path-values.ts";
import { readMail } from "../read-mail.ts";

/** Mails of the sink, shown as text: what a finder wrote runs in no browser. */
export function addSinkPages(portal: WebApp, context: WebContext): void {
  portal.get("/sink", async (c) =>
    c.html(sinkPage(toPage(context, c), (await context.sink?.list(200)) ?? null)),
  );
  portal.get("/sink/:id", async (c) => {
    const id = getUuid(c.req.param("id"));
    const mail = await readMail(await getSink(context).read(id));
    return c.html(mailPage(toPage(context, c), id, mail));
  });
  portal.get("/sink/:id/attachments/:number", async (c) => {
    const mail = await readMail(await getSink(context).read(getUuid(c.req.param("id"))));
    const attachment = mail.attachments[getNumber(c.req.param("number")) - 1];
    if (attachment === undefined) throw new AppError("not-found", "There is no such attachment.");
    // Never by the type that the mail names: a browser is to keep it, not to open it.
    return c.body(new Uint8Array(attachment.content), 200, {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="${attachment.fileName}"`,
    });
  });
}

function getSink({ sink }: WebContext): MailSink {
  if (sink !== null) return sink;
  throw new AppError("not-found", "This installation has no sink.");
}
