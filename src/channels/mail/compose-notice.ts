import type { Language } from "../../domain/finding/finding-type.ts";
import type { NoticeKind } from "../../domain/notice/notice.ts";
import type { ComposeNotice, OutgoingNotice } from "../../domain/notice/notice-composer.ts";
import { toSafeText } from "../../domain/notification/safe-text.ts";
import { toInstantText } from "./day-text.ts";
import { type WrittenMail, writeMail } from "./mime/write-mail.ts";
import type { NoticeTemplates } from "./notice-templates.ts";
import { encryptOnly } from "./protect/mail-protection.ts";
import type { ProtectMail } from "./protect/protect-mail.ts";
import type { MailInstance } from "./text-material.ts";
import { toTyped } from "./to-typed.ts";
import { wrapText } from "./wrap-text.ts";

export type NoticeMaterial = {
  readonly templates: NoticeTemplates;
  readonly instance: MailInstance;
  /** Public address of the portal. */
  readonly publicUrl: string;
};

const columns = 72;
/** More than any name; a reason or a question of a person may be longer. */
const longestValue = 1000;

/** Makes the composer of notices: plain text, nothing to click, nothing to fetch, no attachment; signed by `protect`. */
export function makeNoticeComposer(
  material: NoticeMaterial,
  protect: ProtectMail = encryptOnly,
): ComposeNotice {
  return async (notice, key) => {
    const { instance } = material;
    const wanted = { at: notice.queuedAt, key, secret: key !== null };
    if (notice.kind === "thread-answer")
      return protect(writeThreadAnswer(notice, material), wanted);
    const { subject, text } = toNoticeText(notice, material);
    const mail = writeMail({
      id: notice.id,
      from: { name: instance.sender.name, address: instance.sender.address },
      to: notice.address,
      replyTo: instance.contact.email,
      subject,
      messageId: notice.messageId,
      date: notice.queuedAt,
      text,
      headers: {
        // RFC 3834: nobody's machine is to answer this; Exchange needs telling in its own way.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": notice.language,
      },
    });
    return protect(mail, wanted);
  };
}

/**
 * What a person of ours writes in a thread: no frame around it, since it may be about findings, and no mark of a machine, since
 * none wrote it.
 */
function writeThreadAnswer(
  { id, address, language, data, messageId, queuedAt }: OutgoingNotice,
  { templates, instance }: NoticeMaterial,
): WrittenMail {
  const { subject, text } = templates.render(language, "thread-answer", {
    ...data,
    name: instance.name,
    verifyPage: toTyped(instance.contact.verifyPage),
  });
  const answers = (data.answers ?? "").split(" ").filter((one) => one !== "");
  const nearest = answers.at(-1);
  return writeMail({
    id,
    from: { name: instance.sender.name, address: instance.sender.address },
    to: address,
    replyTo: data.replyTo || instance.contact.email,
    subject,
    messageId,
    date: queuedAt,
    text: `${wrapText(text, columns).trim()}\n`,
    headers: {
      "Content-Language": language,
      ...(nearest === undefined ? {} : { "In-Reply-To": nearest, References: answers.join(" ") }),
    },
  });
}

function toNoticeText(
  { kind, language, data }: OutgoingNotice,
  { templates, instance, publicUrl }: NoticeMaterial,
): { readonly subject: string; readonly text: string } {
  const view = Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      toShown(kind, name, value, language, (key) => templates.message(language, key)),
    ]),
  );
  const own = { ...view, portal: toTyped(publicUrl) };
  const { subject, text } = templates.render(language, kind, own);
  const whole = templates.frame(language, {
    text: text.trim(),
    name: instance.name,
    sender: instance.sender.name,
    contactEmail: instance.contact.email,
    contactPage: toTyped(instance.contact.page),
    privacyPage: toTyped(instance.contact.privacyPage),
  });
  const wrapped = wrapText(whole, columns).replace(/\n{3,}/g, "\n\n");
  return { subject: `${instance.name}: ${subject}`, text: `${wrapped.trim()}\n` };
}

/** What people read: of a claim its reason in words, of an instant minutes in UTC; everything else as harmless text. */
function toShown(
  kind: NoticeKind,
  name: string,
  value: string,
  language: Language,
  say: (key: string) => string,
): string {
  if (value === "") return "";
  if (name === "fields") {
    return value
      .split(", ")
      .map((field) => say(`field.${field}`))
      .join(", ");
  }
  if (name === "until") return toInstantText(new Date(value), language);
  if (name === "reason" && kind.startsWith("claim-")) return say(`reason.${value}`);
  if (kind === "relation-ended" && name === "reason") return say(`relation.${value}`);
  if (name === "reason" && kind === "custody-passed-on") return say(`custody.${value}`);
  if (name === "asked") return say(`asked.${value}`);
  if (name === "way" || name === "because") return say(`endpoint.${value}`);
  return toSafeText(value, longestValue);
}
