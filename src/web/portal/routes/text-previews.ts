import {
  listPreviewNames,
  type PreviewSubject,
  previewText,
} from "../../../actions/preview-text.ts";
import { rungs } from "../../../domain/decision/rung.ts";
import type { NotificationId } from "../../../domain/ids.ts";
import type { WebApp, WebContext } from "../../context.ts";
import { toPage } from "../page.ts";
import { type PreviewChoice, textPreviewPage } from "../pages/text-preview-page.ts";
import { getUuid } from "../path-values.ts";
import { readMail } from "../read-mail.ts";

/** Texts of mails as they would go out; looking sends nothing. */
export function addTextPreviews(portal: WebApp, context: WebContext): void {
  portal.get("/texts", async (c) => {
    const page = toPage(context, c);
    const names = listPreviewNames();
    const choice: PreviewChoice = {
      name: names.find((name) => name === c.req.query("name")) ?? "primary",
      language: c.req.query("language") === "en" ? "en" : "nl",
      rung: rungs.find((rung) => rung === c.req.query("rung")) ?? null,
      notification: c.req.query("notification")?.trim() || null,
    };
    const bytes = await previewText({
      context,
      input: { ...choice, actor: c.var.actor, subject: toSubject(choice), format: "text" },
    });
    return c.html(textPreviewPage(page, { choice, names, mail: await readMail(bytes) }));
  });
}

function toSubject({ notification }: PreviewChoice): PreviewSubject {
  if (notification === null) return { kind: "example" };
  return { kind: "notification", id: getUuid(notification) as NotificationId };
}
