import type { LinkedFile } from "../../domain/notification/linked-file.ts";
import { mannerOf, type Notification } from "../../domain/notification/notification.ts";
import { type MailView, toMailView, toSubject } from "./mail-text.ts";
import type { ShownRow } from "./shown-row.ts";
import type { TextMaterial } from "./text-material.ts";

/** Whether a recipient gets its mail as HTML too: it has to be registered, and to have chosen so. */
export function wantsHtml({ recipient }: Pick<Notification, "recipient">): boolean {
  return recipient.format === "html" && mannerOf(recipient.rung) === "registered";
}

/**
 * The mail as HTML: the same words and rows as the text. Everything is escaped; nothing is fetched and nothing is a link,
 * as in the text.
 *
 * @param all the rows of the notification
 * @param files what is fetched instead of being attached
 */
export function toMailHtml(
  notification: Notification,
  all: readonly ShownRow[],
  material: TextMaterial,
  files: readonly LinkedFile[],
): string {
  const view = toMailView(notification, all, material, files);
  const { language } = notification.recipient;
  return material.templates.renderHtml(language, {
    ...view,
    ...toParagraphs(view),
    language,
    subject: toSubject(notification, material),
    groups: view.groups.map((group) => ({ ...group, advice: paragraphsOf(group.advice) })),
    linked: view.linked && {
      ...view.linked,
      where: paragraphsOf(view.linked.where),
      check: paragraphsOf(view.linked.check),
    },
    forward: view.forward && { ...view.forward, intro: paragraphsOf(view.forward.intro) },
  });
}

type Paragraph = { readonly paragraph: string };

const running = [
  "lead",
  "why",
  "origin",
  "withheld",
  "omitted",
  "answer",
  "stop",
  "privacy",
] as const;

function toParagraphs(view: MailView): Record<string, readonly Paragraph[]> {
  return Object.fromEntries(running.map((name) => [name, paragraphsOf(view[name])]));
}

/** Running text in paragraphs; its lines were only broken for the width of a text. */
function paragraphsOf(text: string | false): Paragraph[] {
  if (text === false) return [];
  return text.split(/\n{2,}/).map((paragraph) => ({ paragraph: paragraph.replaceAll("\n", " ") }));
}
