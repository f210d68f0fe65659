import MessageComposer from "nodemailer/lib/mail-composer";
import type { TellOperators } from "../../domain/feed/tell-operators.ts";
import type { DeliveryId } from "../../domain/ids.ts";
import type { Instance } from "../../domain/instance.ts";
import type { MailTransport } from "../../domain/notification/mail-transport.ts";
import { classifyAttempt } from "../../domain/notification/reply-class.ts";
import { AppError } from "../../platform/errors.ts";
import { newUuid } from "../../platform/uuid.ts";

/** Mails operators at the address of the instance's contact, outside the outbox: it is about this installation only. */
export function makeOperatorMail(transport: MailTransport, instance: Instance): TellOperators {
  return async ({ subject, text }) => {
    const id = newUuid() as DeliveryId;
    const to = instance.contact.email;
    const message = new MessageComposer({
      from: { name: instance.sender.name, address: instance.sender.address },
      to,
      subject,
      messageId: `<${id}@${instance.sender.returnPathDomain}>`,
      text,
      headers: {
        // RFC 3834: nobody's machine is to answer this.
        "Auto-Submitted": "auto-generated",
      },
      disableFileAccess: true,
      disableUrlAccess: true,
      newline: "\r\n",
    }).compile();
    const bytes = await message.build();
    const result = await transport.send({ deliveryId: id, to, bytes }, async () => undefined);
    const answer = classifyAttempt(result);
    if (answer === "accepted") return;
    throw new AppError("unexpected", `The mail to the operators was not taken (${answer}).`, {
      remedy: "Check SMTP_URL and the contact address of the instance file.",
    });
  };
}
