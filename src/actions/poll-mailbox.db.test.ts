import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dovecotPath } from "../../test/abilities.ts";
import { type Dovecot, startDovecot } from "../../test/makers/dovecot.ts";
import { makeListeningHouse } from "../../test/makers/listening-house.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { makeAnswer, makeBounce } from "../../test/makers/returned-mail.ts";
import { readHeadEnvelope } from "../channels/mail/incoming/head-envelope.ts";
import { openImapMailbox } from "../channels/mail/incoming/imap-mailbox.ts";
import type { Mailbox } from "../domain/incoming/mailbox.ts";
import { heedMail } from "./heed-mail.ts";
import { pollMailbox } from "./poll-mailbox.ts";

const house = useOutgoingHouse();
const ears = makeListeningHouse(house);
const contact = "contact@meldpunt.example";
const authority = readFileSync(
  join(import.meta.dirname, "../../test/samples/certificates/authority.pem"),
  "utf8",
);

describe.skipIf(dovecotPath === null)("pollMailbox, at a real server", () => {
  let dovecot: Dovecot;

  beforeAll(async () => {
    dovecot = await startDovecot();
    await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  });
  beforeEach(() => dovecot.empty());
  afterAll(() => dovecot.stop());

  const mailboxOf = (more = ""): Mailbox => openImapMailbox(`${dovecot.url}${more}`);
  const poll = (mailbox: Mailbox) =>
    pollMailbox({ context: { ...ears.context, mailbox, readHeadEnvelope } });
  const answer = (id: string, text = "Wat is dit?"): Buffer =>
    makeAnswer({ from: "jan@uni.example", to: contact, id, text });

  it("takes in what lies there, marks it as read, and takes nothing twice", async () => {
    await dovecot.deliver(answer("1"));
    await dovecot.deliver(answer("2"));
    expect(await poll(mailboxOf())).toEqual({ outcome: "polled", taken: 2, known: 0, tooLarge: 0 });
    expect(await dovecot.count("INBOX")).toEqual({ mails: 2, read: 2 });
    expect(await poll(mailboxOf())).toMatchObject({ taken: 0, known: 0 });
    await dovecot.deliver(answer("3"));
    expect(await poll(mailboxOf())).toMatchObject({ taken: 1 });
  });

  it("moves what was taken in where the settings say so", async () => {
    await dovecot.deliver(answer("1"));
    expect(await poll(mailboxOf("?move=Meldpunt"))).toMatchObject({ taken: 1 });
    expect(await dovecot.count("INBOX")).toEqual({ mails: 0, read: 0 });
    expect(await dovecot.count("Meldpunt")).toEqual({ mails: 1, read: 1 });
    await dovecot.deliver(answer("2"));
    expect(await poll(mailboxOf("?move=Meldpunt"))).toMatchObject({ taken: 1 });
  });

  it("knows everything again when the server numbers anew", async () => {
    await dovecot.deliver(answer("1"));
    await poll(mailboxOf());
    await dovecot.renumber();
    expect(await poll(mailboxOf())).toMatchObject({ taken: 0, known: 1 });
  });

  it("goes on where it was killed between keeping and writing down the place", async () => {
    for (const id of ["1", "2", "3"]) await dovecot.deliver(answer(id));
    const real = mailboxOf();
    const dying: Mailbox = {
      name: real.name,
      open: (work) =>
        real.open((open) =>
          work({
            ...open,
            putAway: async (uid) => {
              if (uid === 2) throw new Error("killed");
              await open.putAway(uid);
            },
          }),
        ),
    };
    await expect(poll(dying)).rejects.toThrow("killed");
    expect(await poll(real)).toMatchObject({ taken: 1, known: 1 });
    await heedMail({ context: ears.context });
    expect(await ears.received()).toHaveLength(3);
  });

  it("is at one mailbox once at a time", async () => {
    const real = mailboxOf();
    const nested: Mailbox = {
      name: real.name,
      open: async (work) => {
        expect(await poll(real)).toEqual({ outcome: "busy" });
        return real.open(work);
      },
    };
    expect(await poll(nested)).toMatchObject({ outcome: "polled" });
  });

  it("draws what follows from a bounce that lies there, by the address of its envelope", async () => {
    await house.submit({
      csv: "ip,port,timestamp,type\n192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak",
    });
    await house.run();
    const to = ears.returnPathOf("findings@uni.example");
    const bounce = makeBounce({
      to: "undisclosed-recipients:;",
      recipient: "findings@uni.example",
    });
    const head = Buffer.from(`Return-Path: <>\r\nDelivered-To: ${to}\r\n`);
    await dovecot.deliver(Buffer.concat([head, bounce]));
    await poll(mailboxOf());
    expect(await heedMail({ context: ears.context })).toEqual({ bounce: 1 });
    expect(await ears.received()).toMatchObject([{ effects: ["address-dead", "next-rung"] }]);
  });

  it("records a mail that is too large, and fetches none of it", async () => {
    await dovecot.deliver(answer("1", "x".repeat(70).concat("\r\n").repeat(150_000)));
    expect(await poll(mailboxOf())).toMatchObject({ taken: 0, tooLarge: 1 });
    const { rows } = await house.context.sql.query(
      "select m.class, m.state, m.content from received_mails m",
    );
    expect(rows).toEqual([{ class: "too-large", state: "waiting", content: null }]);
  });

  it("reads over TLS where the certificate is right, and not where it is another's", async () => {
    await dovecot.deliver(answer("1"));
    const secure = new URL(dovecot.url.replace("imap:", "imaps:"));
    secure.port = String(dovecot.securePort);
    const trusted = { ca: authority, servername: "voorbeeld.example" };
    expect(await poll(openImapMailbox(secure.href, trusted))).toMatchObject({ taken: 1 });
    await expect(poll(openImapMailbox(secure.href))).rejects.toMatchObject({
      code: "lookup-failed",
    });
    const { ca } = trusted;
    const elsewhere = openImapMailbox(secure.href, { ca, servername: "elders.example" });
    await expect(poll(elsewhere)).rejects.toMatchObject({ code: "lookup-failed" });
  });

  it("says that the login was refused, and nothing of the password", async () => {
    const wrong = new URL(dovecot.url);
    wrong.password = "verkeerd";
    const failure = await poll(openImapMailbox(wrong.href)).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "lookup-failed",
      message: expect.stringContaining("login was refused"),
    });
    expect(JSON.stringify(failure)).not.toContain("verkeerd");
    const { rows } = await house.context.sql.query<{ failure: string }>(
      "select p.failure from mailbox_positions p",
    );
    expect(rows[0]?.failure).toContain("login was refused");
  });
});
