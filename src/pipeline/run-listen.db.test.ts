import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth/lib/dkim/sign.js";
import { describe, expect, it } from "vitest";
import { makeListeningHouse } from "../../test/makers/listening-house.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { makeAnswer, makeBounce } from "../../test/makers/returned-mail.ts";
import type { PlainWorld } from "../../test/properties/make-world.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { plainContact } from "../domain/world/world.ts";

const house = useOutgoingHouse();
const ears = makeListeningHouse(house);

const world: PlainWorld = {
  organisations: {
    uni: { claims: ["192.0.2.0/24"] },
    net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
  },
};
const uni = "findings@uni.example";
const net = "findings@net.example";

async function tellUni(...addresses: readonly string[]): Promise<string> {
  await house.loadWorld(world);
  const rows = (addresses.length === 0 ? ["192.0.2.1"] : addresses).map(
    (ip) => `${ip},443,2026-07-01T08:00:00Z,ssl-freak`,
  );
  await house.submit({ csv: ["ip,port,timestamp,type", ...rows].join("\n") });
  await house.run();
  return ears.returnPathOf(uni);
}

const toldTo = (): string[] => house.server.kept.map(({ to }) => to);

async function addressState(address: string): Promise<string | null> {
  const { rows } = await house.context.sql.query<{ state: string }>(
    "select p.state from present_address_states p where p.address = $1",
    [address],
  );
  return rows[0]?.state ?? null;
}

describe("mail that comes back", () => {
  it("asks the next rung when an address is dead after all, and tells nobody twice", async () => {
    const to = await tellUni();
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    await ears.hear({ recipients: [to], bytes: makeBounce({ to, recipient: uni }) });
    expect(await ears.received()).toMatchObject([
      { class: "bounce", state: "noted", meaning: "dead", effects: ["address-dead", "next-rung"] },
    ]);
    expect(await addressState(uni)).toBe("dead");
    house.later(30);
    await house.run();
    expect(toldTo()).toEqual([uni, net]);
    expect(await house.dispositions()).toEqual({ delivered: 1 });
  });

  it("changes nothing when the same note comes twice, over whichever way", async () => {
    const to = await tellUni();
    const bytes = makeBounce({ to, recipient: uni });
    await ears.hear({ recipients: [to], bytes });
    const again = Buffer.concat([
      Buffer.from("Delivered-To: bounces\r\nReceived: from mx\r\n"),
      bytes,
    ]);
    await ears.hear({ recipients: ["somebody@else.example", to], via: "imap", bytes: again });
    expect(await ears.received()).toHaveLength(1);
  });

  it("believes nothing without the signature", async () => {
    const to = await tellUni();
    const forged = to.replace(/.@/, (end) => (end === "0@" ? "1@" : "0@"));
    await ears.hear({ recipients: [forged], bytes: makeBounce({ to: forged, recipient: uni }) });
    const house = "contact@meldpunt.example";
    await ears.hear({
      recipients: [house],
      bytes: makeBounce({ to: house, recipient: uni, id: "2" }),
    });
    expect(await ears.received()).toMatchObject([
      { class: "bounce", state: "noted", effects: [] },
      { class: "bounce", state: "noted", effects: [] },
    ]);
    expect(await addressState(uni)).toBeNull();
  });

  it("only notes a delay, and leaves mail sent on by its recipient to a person", async () => {
    const to = await tellUni();
    await ears.hear({
      recipients: [to],
      bytes: makeBounce({ to, recipient: uni, action: "delayed", status: "4.4.1" }),
    });
    await ears.hear({
      recipients: [to],
      bytes: makeBounce({ to, recipient: "jan@elsewhere.example", original: uni, id: "2" }),
    });
    expect(await ears.received()).toMatchObject([
      { class: "delay", state: "noted", effects: [] },
      { class: "bounce", state: "waiting", effects: [] },
    ]);
    expect(await house.dispositions()).toEqual({ delivered: 1 });
  });

  it("counts what may pass, and takes the third for dead", async () => {
    for (const [i, ip] of ["192.0.2.1", "192.0.2.2", "192.0.2.3"].entries()) {
      const to = await tellUni(ip);
      await ears.hear({
        recipients: [to],
        bytes: makeBounce({
          to,
          recipient: uni,
          status: "5.2.2",
          diagnostic: "smtp; 552 5.2.2 full",
          id: `${i}`,
        }),
      });
      expect(await addressState(uni)).toBe(i < 2 ? "soft" : "dead");
      house.later(60);
    }
  });

  it("forgets that an address refused mail when that is long ago", async () => {
    const to = await tellUni();
    const bytes = makeBounce({ to, recipient: uni, status: "5.2.2", diagnostic: "smtp; 552 full" });
    await ears.hear({ recipients: [to], bytes });
    house.later(31 * 24 * 60);
    await house.run();
    expect(await addressState(uni)).toBe("ok");
  });

  it("leaves findings alone that somebody has answered for", async () => {
    const to = await tellUni();
    await house.context.sql.query("update findings set state = 2");
    await ears.hear({ recipients: [to], bytes: makeBounce({ to, recipient: uni }) });
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    expect(await ears.received()).toMatchObject([{ effects: ["address-dead"] }]);
  });
});

describe("mail that answers", () => {
  it("keeps the number of a ticket and waits for nobody", async () => {
    await tellUni();
    const to = await ears.replyAddressOf(uni);
    await ears.hear({
      sender: "cert@uni.example",
      recipients: [to],
      bytes: makeAnswer({
        from: "cert@uni.example",
        to,
        subject: "[uni.example #4711] AutoReply: NSM-XXXX",
        headers: ["Auto-Submitted: auto-replied"],
      }),
    });
    expect(await ears.received()).toMatchObject([
      {
        class: "acknowledgement",
        state: "noted",
        ticket: "[uni.example #4711]",
        effects: ["ticket-kept"],
      },
    ]);
  });

  it("puts what a person writes before a person, with a guess of what is meant", async () => {
    await tellUni();
    const to = await ears.replyAddressOf(uni);
    await ears.hear({
      sender: uni,
      recipients: [to],
      bytes: makeAnswer({ from: uni, to, text: "Dit is inmiddels opgelost." }),
    });
    expect(await ears.received()).toMatchObject([
      { class: "person", state: "waiting", suggestion: "fixed", effects: [] },
    ]);
  });

  it("takes no notice of its own mail, nor of a machine that goes on and on", async () => {
    await tellUni();
    const to = await ears.replyAddressOf(uni);
    await ears.hear({
      sender: null,
      recipients: [to],
      bytes: makeAnswer({ from: "meld@meldpunt.example", to }),
    });
    expect(await ears.received()).toMatchObject([{ class: "loop", state: "noted" }]);
    for (let i = 0; i < 25; i++) {
      await ears.hear({
        sender: uni,
        recipients: [to],
        bytes: makeAnswer({ from: uni, to, id: `loop ${i}`.replace(" ", "-") }),
      });
    }
    const classes = (await ears.received()).map((row) => row.class);
    expect(classes.filter((kind) => kind === "person")).toHaveLength(20);
    expect(classes.filter((kind) => kind === "loop")).toHaveLength(6);
    expect(house.server.kept).toHaveLength(1);
  });
});

const toContact = (email: string) => ({
  role: "findings" as const,
  email: email as EmailAddress,
  ...plainContact,
});

describe("an organisation with a dead address", () => {
  const two: PlainWorld = {
    organisations: {
      uni: { claims: ["192.0.2.0/24"], contacts: [uni, "office@uni.example"].map(toContact) },
      net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
    },
  };

  it("is told so at another contact of its own, once", async () => {
    await house.loadWorld(two);
    await house.submit({
      csv: "ip,port,timestamp,type\n192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak",
    });
    await house.run();
    const to = ears.returnPathOf(uni);
    await ears.hear({ recipients: [to], bytes: makeBounce({ to, recipient: uni }) });
    expect(await ears.received()).toMatchObject([
      { effects: ["address-dead", "contact-told", "next-rung"] },
    ]);
    house.later(10);
    await house.run();
    expect(toldTo()).toEqual([uni, "office@uni.example", net]);
  });
});

describe("the number of a ticket", () => {
  it("stands in the subjects that follow in its thread", async () => {
    await house.loadWorld(world);
    const list = (ip: string): string =>
      `ip,port,timestamp,type\n${ip},443,2026-07-01T08:00:00Z,ssl-freak`;
    await house.submit({ csv: list("192.0.2.1"), caseName: "DIVD-2026-00001" });
    await house.run();
    const to = await ears.replyAddressOf(uni);
    await ears.hear({
      sender: uni,
      recipients: [to],
      bytes: makeAnswer({
        from: uni,
        to,
        subject: "[Ticket#2026070110000012] Wij hebben uw bericht ontvangen",
        headers: ["Auto-Submitted: auto-replied"],
      }),
    });
    await house.submit({ csv: list("192.0.2.2"), caseName: "DIVD-2026-00001", finder: "other" });
    house.later(60);
    await house.run();
    const subjects = house.server.kept.map(
      ({ bytes }) => /^Subject: (.*)$/m.exec(bytes.toString())?.[1],
    );
    expect(subjects[0]).not.toContain("Ticket#");
    expect(subjects[1]).toMatch(/^\[Ticket#2026070110000012\] \[NSM-/);
  });
});

describe("an answer that its domain signed", () => {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64");
  const signing = makeListeningHouse(house, {
    resolve: async () => [[`v=DKIM1; k=rsa; p=${key}`]],
  });
  const privateKey = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

  async function sign(mail: Buffer, domain: string): Promise<Buffer> {
    const signer = { signingDomain: domain, selector: "s1", privateKey };
    const { signatures } = await dkimSign(mail, {
      ...signer,
      signTime: new Date("2026-07-01T09:00:00Z"),
      signatureData: [signer],
    });
    return Buffer.concat([Buffer.from(signatures), mail]);
  }

  const states = async (): Promise<unknown[]> =>
    (await house.context.sql.query("select f.state from findings f")).rows;

  it.each<[string, string, string, number]>([
    ["acknowledges its findings", "cert@uni.example", "uni.example", 2],
    ["of another domain acknowledges nothing", "cert@evil.example", "evil.example", 1],
  ])("%s", async (_, from, domain, state) => {
    await tellUni();
    expect(await states()).toEqual([{ state: 1 }]);
    const to = await ears.replyAddressOf(uni);
    const bytes = await sign(makeAnswer({ from, to }), domain);
    await signing.hear({ sender: from, recipients: [to], bytes });
    expect(await states()).toEqual([{ state }]);
    expect(await ears.received()).toMatchObject([
      { class: "person", state: "waiting", effects: state === 2 ? ["acknowledged"] : [] },
    ]);
  });

  it("acknowledges nothing at an address that is not signed by us", async () => {
    await tellUni();
    const to = "contact@meldpunt.example";
    const [{ message_id: id } = { message_id: "" }] = (
      await house.context.sql.query<{ message_id: string }>(
        "select n.message_id from notifications n",
      )
    ).rows;
    const mail = makeAnswer({ from: uni, to, headers: [`In-Reply-To: ${id}`] });
    await signing.hear({ sender: uni, recipients: [to], bytes: await sign(mail, "uni.example") });
    expect(await states()).toEqual([{ state: 1 }]);
    const { rows } = await house.context.sql.query<{ notification_id: string | null }>(
      "select m.notification_id from received_mails m",
    );
    expect(rows[0]?.notification_id).not.toBeNull();
  });
});
