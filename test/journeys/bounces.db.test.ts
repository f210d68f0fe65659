import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { afterAll, describe, expect, it } from "vitest";
import { heedMail } from "../../src/actions/heed-mail.ts";
import { pollMailbox } from "../../src/actions/poll-mailbox.ts";
import { takeMail } from "../../src/actions/take-mail.ts";
import { readHeadEnvelope } from "../../src/channels/mail/incoming/head-envelope.ts";
import { openImapMailbox } from "../../src/channels/mail/incoming/imap-mailbox.ts";
import {
  type MailListener,
  startMailListener,
} from "../../src/channels/mail/incoming/start-mail-listener.ts";
import type { ArrivedMail } from "../../src/domain/incoming/received-mail.ts";
import { dovecotPath, isPostfixThere } from "../abilities.ts";
import { startDovecot } from "../makers/dovecot.ts";
import { makeListeningHouse } from "../makers/listening-house.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import { startPostfix } from "../makers/postfix.ts";
import { makeBounce } from "../makers/returned-mail.ts";

const folder = mkdtempSync(join(tmpdir(), "meldpunt-bounces-"));
let listener: MailListener | null = null;
/** What is done with a mail that comes back over LMTP. */
let receive: (mail: ArrivedMail) => Promise<unknown>;
/** Lets the test go on when something came back. */
let came: () => void = () => undefined;

/** A Postfix that brings our mail to its recipients, and what comes back to us. */
const house = useOutgoingHouse(
  isPostfixThere
    ? async (nextPort) => {
        const opened = await startMailListener({
          ...{ url: "lmtp://127.0.0.1:0", folder, clock: house.context.clock },
          log: house.context.log,
          readAddress: ears.context.readAddress,
          receive: async (mail) => {
            await receive(mail);
            came();
          },
        });
        listener = opened;
        const postfix = await startPostfix({
          nextPort,
          judge: async () => "DUNNO",
          returns: { domain: "bounces.meldpunt.example", port: opened.port },
        });
        return {
          url: `smtp://127.0.0.1:${postfix.port}`,
          logPath: postfix.logPath,
          close: async () => {
            await postfix.stop();
            await opened.close();
          },
        };
      }
    : undefined,
);
const ears = makeListeningHouse(house);

const uni = "findings@uni.example";
const net = "findings@net.example";
const csv = "ip,port,timestamp,type\n192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak";

/** Tells the university, whose server knows nobody of that name; answers when the note about it has come. */
async function tellUni(): Promise<void> {
  await house.loadWorld({
    organisations: {
      uni: { claims: ["192.0.2.0/24"] },
      net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
    },
  });
  house.server.behave(uni, { kind: "reply", at: "rcpt", code: 550, text: "5.1.1 No such user" });
  await house.submit({ csv });
  const back = new Promise<void>((resolve) => {
    came = resolve;
  });
  expect((await house.run()).delivered.accepted).toBe(1);
  await back;
}

const mailOf = async (address: string): Promise<number> => {
  while (house.server.kept.every(({ to }) => to !== address))
    await new Promise((resolve) => setImmediate(resolve));
  return house.server.kept.filter(({ to }) => to === address).length;
};

describe.skipIf(!isPostfixThere)("mail that bounces at a real server", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("comes back over LMTP, and the next rung is told", async () => {
    receive = (input) => takeMail({ context: ears.context, input });
    await tellUni();
    expect(await heedMail({ context: ears.context })).toEqual({ bounce: 1 });
    expect(await ears.received()).toMatchObject([
      { class: "bounce", meaning: "dead", effects: ["address-dead", "next-rung"] },
    ]);
    await house.run();
    expect(await mailOf(net)).toBe(1);
    expect(await house.dispositions()).toEqual({ delivered: 1 });
  });

  it.skipIf(dovecotPath === null)(
    "comes back into a mailbox, and the next rung is told",
    async () => {
      const dovecot = await startDovecot();
      try {
        receive = async ({ bytes, recipients }) =>
          dovecot.deliver(
            Buffer.concat([
              Buffer.from(`Return-Path: <>\r\nDelivered-To: ${recipients[0]}\r\n`),
              bytes,
            ]),
          );
        await tellUni();
        const mailbox = openImapMailbox(dovecot.url);
        const context = { ...ears.context, mailbox, readHeadEnvelope };
        expect(await pollMailbox({ context })).toMatchObject({ taken: 1 });
        expect(await heedMail({ context: ears.context })).toEqual({ bounce: 1 });
        await house.run();
        expect(await mailOf(net)).toBe(1);
      } finally {
        await dovecot.stop();
      }
    },
  );

  it("is not believed when it is forged, and mail for others or of 100 MB is not taken", async () => {
    receive = (input) => takeMail({ context: ears.context, input });
    const direct = createTransport({
      host: "127.0.0.1",
      port: listener?.port ?? 0,
      lmtp: true,
      ignoreTLS: true,
    });
    const id = "01931c2e7d5a7c349b6f2f6a3d1c8e90";
    const forged = `b+${id}.${"0".repeat(20)}@bounces.meldpunt.example`;
    const raw = makeBounce({ to: forged, recipient: uni });
    for (const to of [forged, "victim@elsewhere.example"]) {
      const sending = direct.sendMail({ envelope: { from: "", to: [to] }, raw });
      await expect(sending).rejects.toMatchObject({ responseCode: 550 });
    }
    const before = listener?.storedBytes() ?? 0;
    const large = direct.sendMail({
      envelope: { from: "", to: ["contact@meldpunt.example"], size: 100_000_000 },
      raw,
    });
    await expect(large).rejects.toMatchObject({ code: "EMESSAGE" });
    expect(await heedMail({ context: ears.context })).toEqual({});
    expect(listener?.storedBytes()).toBe(before);
    expect(await ears.received()).toEqual([]);
  });
});
