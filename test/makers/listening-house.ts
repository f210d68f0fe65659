import { heedMail } from "../../src/actions/heed-mail.ts";
import { takeMail } from "../../src/actions/take-mail.ts";
import { makeAuthorCheck, type ResolveTxt } from "../../src/channels/mail/incoming/check-author.ts";
import {
  listHouseAddresses,
  makeOwnAddresses,
} from "../../src/channels/mail/incoming/own-addresses.ts";
import { readIncomingMail } from "../../src/channels/mail/incoming/read-incoming-mail.ts";
import { toReplyAddress } from "../../src/channels/mail/reply-address.ts";
import type { NotificationId } from "../../src/domain/ids.ts";
import type { ArrivedMail } from "../../src/domain/incoming/received-mail.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import { deriveKey } from "../../src/platform/master-key.ts";
import type { OutgoingHouse } from "./outgoing-house.ts";

type Context = Parameters<typeof heedMail>[0]["context"];

/** What hears, beside a house that mails. */
export type ListeningHouse = {
  readonly context: Context;
  /** Hands a mail in as a server would. */
  receive(mail: Partial<ArrivedMail> & Pick<ArrivedMail, "bytes">): Promise<boolean>;
  /** Looks into what was handed in. */
  heed(): ReturnType<typeof heedMail>;
  /** Both. */
  hear(mail: Partial<ArrivedMail> & Pick<ArrivedMail, "bytes">): ReturnType<typeof heedMail>;
  /** The return path under which the server took the last mail for an address. */
  returnPathOf(address: string): string;
  /** Where answers to the last notification of an address go. */
  replyAddressOf(address: string): Promise<string>;
  /** What was received, as it is recorded, the first first. */
  received(): Promise<ReceivedRow[]>;
};

export type ReceivedRow = {
  readonly class: string;
  readonly state: string;
  readonly effects: string[];
  readonly meaning: string | null;
  readonly ticket: string | null;
  readonly suggestion: string | null;
};

/** Ears for a house; what name servers say can be told. */
export function makeListeningHouse(
  house: OutgoingHouse,
  options: { readonly resolve?: ResolveTxt } = {},
): ListeningHouse {
  const { instance, masterKey, sql, clock, log, catalogue, readBasis } = house.context;
  const key = deriveKey(masterKey, "return path");
  const context: Context = {
    ...{ instance, masterKey, sql, clock, log, catalogue, readBasis },
    readMail: readIncomingMail,
    readAddress: makeOwnAddresses(instance, key),
    houseAddresses: listHouseAddresses(instance),
    checkAuthor: makeAuthorCheck({
      clock,
      freeMail: new Set(),
      resolve:
        options.resolve ??
        (async () => {
          throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
        }),
    }),
  };
  const receive: ListeningHouse["receive"] = ({
    bytes,
    sender = null,
    recipients = [],
    via = "lmtp",
  }) => takeMail({ context, input: { via, sender, recipients, bytes } });
  return {
    context,
    receive,
    heed: () => heedMail({ context }),
    async hear(mail) {
      await receive(mail);
      return heedMail({ context });
    },
    returnPathOf(address) {
      const mail = house.server.kept.findLast(({ to }) => to === address);
      if (mail === undefined) throw new Error(`nothing was sent to ${address}`);
      return mail.from;
    },
    async replyAddressOf(address) {
      const { rows } = await sql.query<{ id: NotificationId }>(
        "select n.id from notifications n where n.address = $1 order by n.composed_at desc, n.id desc limit 1",
        [address as EmailAddress],
      );
      const [row] = rows;
      if (row === undefined) throw new Error(`nothing was written to ${address}`);
      return toReplyAddress(key, row.id, instance.sender.returnPathDomain);
    },
    async received() {
      const { rows } = await sql.query<ReceivedRow>(
        `select m.class, m.state, m.effects, m.meaning, m.ticket, m.suggestion from received_mails m order by m.id`,
      );
      return rows;
    },
  };
}
