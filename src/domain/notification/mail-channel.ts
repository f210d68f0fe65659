import type { EmailAddress } from "../network/email-address.ts";
import type { Channel, Doubt } from "./channel.ts";
import type { MailTransport } from "./mail-transport.ts";
import { classifyAttempt } from "./reply-class.ts";

function toDoubt(accepted: boolean | undefined): Doubt {
  if (accepted === undefined) return "nobody-knows";
  return accepted ? "arrived" : "not-arrived";
}

/** Mail as one channel among others. */
export function toMailChannel(transport: MailTransport): Channel<EmailAddress> {
  return {
    name: "mail",
    concurrency: transport.concurrency,
    send: async ({ deliveryId, to, bytes }, beforeContent) => {
      const result = await transport.send({ deliveryId, to, bytes }, beforeContent);
      const { reply, libraryCode, contentSent } = result;
      return {
        outcome: classifyAttempt(result),
        code: reply?.code ?? null,
        enhanced: reply?.enhanced ?? null,
        text: reply?.text ?? null,
        fault: libraryCode,
        notBefore: null,
        absent: reply === null && !contentSent,
      };
    },
    settleDoubts: async (messageIds) => {
      const accepted = await transport.findAccepted(messageIds);
      return new Map(messageIds.map((id) => [id, toDoubt(accepted.get(id))]));
    },
  };
}
