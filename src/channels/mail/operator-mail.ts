import type { TellOperators } from "../../domain/feed/tell-operators.ts";
import type { DeliveryId } from "../../domain/ids.ts";
import type { Instance } from "../../domain/instance.ts";
import type { MailTransport } from "../../domain/notification/mail-transport.ts";
import { classifyAttempt } from "../../domain/notification/reply-class.ts";
import { AppError } from "../../platform/errors.ts";
import { newUuid } from "../../platform/uuid.ts";
import { writeMail } from "./mime/write-mail.ts";
import { encryptOnly } from "./protect/mail-protection.ts";
import type { ProtectMail } from "./protect/protect-mail.ts";

/** Mails operators at the address of the instance's contact, outside the outbox: it is about this installation only. */
export function makeOperatorMail(
  transport: MailTransport,
  instance: Instance,
  protect: ProtectMail = encryptOnly,
): TellOperators {
  return async ({ subject, text }) => {
    const id = newUuid() as DeliveryId;
    const to = instance.contact.email;
    const date = new Date();
    const mail = writeMail({
      id,
      from: { name: instance.sender.name, address: instance.sender.address },
      to,
      subject,
      messageId: `<${id}@${instance.sender.returnPathDomain}>`,
      date,
      text,
      headers: {
        // RFC 3834: nobody's machine is to answer this.
        "Auto-Submitted": "auto-generated",
      },
    });
    const bytes = await protect(mail, { at: date, key: null, secret: false });
    const result = await transport.send({ deliveryId: id, to, bytes }, async () => undefined);
    const answer = classifyAttempt(result);
    if (answer === "accepted") return;
    throw new AppError("unexpected", `The mail to the operators was not taken (${answer}).`, {
      remedy: "Check SMTP_URL and the contact address of the instance file.",
    });
  };
}
