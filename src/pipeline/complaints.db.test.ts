import { describe, expect, it } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { makeListeningHouse } from "../../test/makers/listening-house.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { makeComplaint } from "../../test/makers/returned-mail.ts";
import { liftBrakes } from "../actions/lift-brakes.ts";
import { listBrakes } from "../actions/list-brakes.ts";
import { listReceivedMails } from "../actions/list-received-mails.ts";
import { listSuppressions } from "../actions/list-suppressions.ts";
import { type MailVerdict, settleReceivedMail } from "../actions/settle-received-mail.ts";
import type { ReceivedMailId } from "../domain/incoming/received-mail.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";

const house = useOutgoingHouse();
const ears = makeListeningHouse(house);
const { context } = house;

const shop = (i: number): string => `security@shop${i}.example`;

/** Findings of organisations that never asked: one each. */
async function tellShops(count: number, type = "cross-site-scripting"): Promise<void> {
  await house.loadWorld({
    organisations: { uni: { claims: ["192.0.2.0/24"] } },
    securityTxt: Array.from({ length: count }, (_, i) => {
      const expiresAt = Date.parse("2027-01-01");
      return { of: `shop${i}.example`, contact: shop(i) as EmailAddress, expiresAt };
    }),
  });
  const rows = Array.from({ length: count }, (_, i) => rowOf(i, type));
  await house.submit({ csv: [head, ...rows].join("\n") });
  await house.run();
}

const head = "ip,host,port,timestamp,type";
const rowOf = (i: number, type: string): string =>
  `198.51.100.9,shop${i}.example,443,2026-07-01T08:00:00Z,${type}`;

/** The last mail that the server took for an address, as its provider saw it. */
function sentTo(address: string) {
  const mail = house.server.kept.findLast(({ to }) => to === address);
  if (mail === undefined) throw new Error(`nothing was sent to ${address}`);
  return { returnPath: mail.from, messageId: mail.messageId };
}

const hear = (complaint: Parameters<typeof makeComplaint>[0]) =>
  ears.hear({
    sender: "feedback@isp.example",
    recipients: [complaint.to ?? "abuse@bounces.meldpunt.example"],
    bytes: makeComplaint(complaint),
  });

const silenced = async (address: string) =>
  listSuppressions({
    context,
    input: {
      actor: operator,
      address: address as EmailAddress,
      all: false,
      after: null,
      limit: 10,
    },
  });
const brakes = async () => (await listBrakes({ context, input: { actor: operator } })).reports;
const complaints = () =>
  listReceivedMails({
    context,
    input: { actor: operator, state: null, class: "complaint", after: null, limit: 10 },
  });
const toldTo = (): string[] => house.server.kept.map(({ to }) => to);

describe("a complaint", () => {
  it("of who never asked, at the return path that its provider saw, stops digests and is put before a person", async () => {
    await tellShops(2);
    await hear({ returnPath: sentTo(shop(0)).returnPath });
    expect(await ears.received()).toMatchObject([
      { class: "complaint", state: "waiting", effects: ["complained", "digests-stopped"] },
    ]);
    expect(await silenced(shop(0))).toMatchObject([
      { source: "complaint", kind: "vulnerability", digestsOnly: true, until: null },
    ]);
    expect(await silenced(shop(1))).toEqual([]);
    // What goes at once goes on; others get all of it.
    house.later(60);
    const csv = [head, rowOf(0, "cve-2021-44228"), rowOf(1, "sql-injection")].join("\n");
    await house.submit({ csv });
    await house.run();
    expect(toldTo().slice(2).toSorted()).toEqual([shop(0), shop(1)]);
    house.later(60);
    await house.submit({ csv: [head, rowOf(0, "sql-injection")].join("\n") });
    await house.run();
    expect(toldTo()).toHaveLength(4);
    expect(await house.dispositions()).toEqual({ delivered: 4, suppressed: 1 });
  });

  it("that names our mail by its Message-ID counts, and silences nobody by itself", async () => {
    await tellShops(1);
    await hear({ messageId: sentTo(shop(0)).messageId });
    expect(await ears.received()).toMatchObject([
      { class: "complaint", state: "waiting", effects: ["complained"] },
    ]);
    expect(await silenced(shop(0))).toEqual([]);
  });

  it("of one of an organisation's people is for a person to look at", async () => {
    await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
    await house.submit({ csv: `${head}\n192.0.2.1,,443,2026-07-01T08:00:00Z,ssl-freak` });
    await house.run();
    await hear({ returnPath: sentTo("findings@uni.example").returnPath });
    expect(await ears.received()).toMatchObject([{ state: "waiting", effects: ["complained"] }]);
    expect(await silenced("findings@uni.example")).toEqual([]);
    const [mail] = await complaints();
    const settle = (verdict: MailVerdict) =>
      settleReceivedMail({
        context,
        input: { actor: operator, id: mail?.id as ReceivedMailId, verdict },
      });
    expect(await settle("stop-digests")).toEqual(["digests-stopped"]);
    expect(await silenced("findings@uni.example")).toMatchObject([{ digestsOnly: true }]);
    await expect(settle("nothing")).rejects.toThrow("does not wait");
  });

  it.each<[string, Forged]>([
    ["a signature that is not ours", { returnPath: "forged" }],
    ["a Message-ID that we never sent", { messageId: "<01a2.forged@meldpunt.example>" }],
    ["nothing that names a mail", {}],
    ["a mail that was sent on", { recipient: "jan@elsewhere.example", returnPath: "ours" }],
  ])("with %s changes nothing", async (_, { returnPath, ...rest }) => {
    await tellShops(1);
    const ours = sentTo(shop(0)).returnPath;
    const forged = ours.replace(/.@/, (end) => (end === "0@" ? "1@" : "0@"));
    const paths = { forged, ours, none: null };
    await hear({ returnPath: paths[returnPath ?? "none"], ...rest });
    expect(await ears.received()).toMatchObject([
      { class: "complaint", state: "waiting", effects: [] },
    ]);
    expect(await silenced(shop(0))).toEqual([]);
    const [mail] = await complaints();
    const verdict = "stop-digests" as const;
    const input = { actor: operator, id: mail?.id as ReceivedMailId, verdict };
    await expect(settleReceivedMail({ context, input })).rejects.toThrow("no complaint");
  });

  it("of another kind than abuse counts and stops nothing; that it is no spam is noted", async () => {
    await tellShops(1);
    const { returnPath } = sentTo(shop(0));
    await hear({ returnPath, type: "fraud" });
    await hear({ returnPath, type: "not-spam", id: "2" });
    expect(await ears.received()).toMatchObject([
      { state: "waiting", effects: ["complained"] },
      { state: "noted", effects: [] },
    ]);
    expect(await silenced(shop(0))).toEqual([]);
  });

  it("holds the rest of a report when there are too many of different mails, and is listed", async () => {
    house.keepBrakes({
      ...context.instance.brakes.reports,
      complaints: { floor: 2, percent: 1 },
    });
    // The last of them waits, and with it something of the report.
    house.server.behave(shop(2), { kind: "reply", at: "rcpt", code: 450, text: "4.2.1 Busy" });
    await tellShops(3);
    const { returnPath, messageId } = sentTo(shop(0));
    await hear({ returnPath });
    await hear({ returnPath, id: "2" });
    await hear({ messageId, id: "3" });
    await house.run();
    // However often one is complained of, it is one mail.
    expect(await brakes()).toEqual([]);
    await hear({ messageId: sentTo(shop(1)).messageId, id: "4" });
    await house.run();
    expect(await brakes()).toMatchObject([{ kind: "complaints", figure: 2, most: 0 }]);
    const listed = await complaints();
    expect(listed.map(({ effects }) => effects.includes("complained"))).toEqual(
      Array(4).fill(true),
    );
    const ids = (await brakes()).map(({ id }) => id);
    await liftBrakes({ context, input: { brakes: ids, actor: operator } });
    house.server.forget();
    house.later(60);
    await house.run();
    expect([toldTo().at(-1), await brakes()]).toEqual([shop(2), []]);
  });
});

type Forged = {
  readonly returnPath?: "forged" | "ours";
  readonly messageId?: string;
  readonly recipient?: string;
};
