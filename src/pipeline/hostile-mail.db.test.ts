import { describe, expect, it } from "vitest";
import { makeListeningHouse } from "../../test/makers/listening-house.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { makeAnswer, makeBounce } from "../../test/makers/returned-mail.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const ears = makeListeningHouse(house);
const uni = "findings@uni.example";
const contact = "contact@meldpunt.example";

async function tellUni(): Promise<void> {
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  await house.submit({
    csv: "ip,port,timestamp,type\n192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak",
  });
  await house.run();
}

describe("mail of somebody who wants us to stop listening", () => {
  it("costs no more for millions of line ends, wherever they stand", async () => {
    const lines = "\n".repeat(9_000_000);
    for (const body of [`${lines}x`, `x${lines}`, "x"]) {
      const bytes = Buffer.from(`From: a@mail.example\r\nSubject: x\r\n\r\n${body}`);
      await ears.hear({ sender: "a@mail.example", recipients: [contact], bytes });
    }
    // The last two are the same mail: how many line ends stand behind it differs from way to way.
    expect(await ears.received()).toMatchObject([{ class: "person" }, { class: "person" }]);
  });

  it("is left to a person when processes died of it, and takes no other with it", async () => {
    await tellUni();
    const to = ears.returnPathOf(uni);
    const receive = (bytes: Buffer, recipient: string): Promise<unknown> =>
      ears.receive({ recipients: [recipient], bytes });
    await receive(makeAnswer({ from: "a@mail.example", to: contact, id: "deadly" }), contact);
    await receive(makeBounce({ to, recipient: uni }), to);
    // Three processes leased it and were never heard of again; the bounce was beside it once.
    await sql.query(
      `update received_mails set leased_until = '2026-07-01T08:00:00Z',
              attempts = case when message_id is null and recipient = $1 then 3 else 1 end`,
      [contact],
    );
    expect(await ears.heed()).toEqual({ unreadable: 1, bounce: 1 });
    expect(await ears.received()).toMatchObject([
      { class: "unreadable", state: "waiting" },
      { class: "bounce", meaning: "dead" },
    ]);
  });

  it("with the return path of an old mail declares no address dead: a person looks", async () => {
    await tellUni();
    const to = ears.returnPathOf(uni);
    house.later(15 * 24 * 60);
    await ears.hear({ recipients: [to], bytes: makeBounce({ to, recipient: uni }) });
    expect(await ears.received()).toMatchObject([
      { class: "bounce", state: "waiting", meaning: "dead", effects: [] },
    ]);
    const { rows } = await sql.query("select from present_address_states where state <> 'ok'");
    expect(rows).toEqual([]);
  });

  it("under the name of who was told makes no loop of what that one answers", async () => {
    await tellUni();
    const { rows } = await sql.query<{ number: string }>(
      "select public_number as number from notifications",
    );
    const subject = `Re: ${rows[0]?.number}`;
    for (let i = 0; i < 25; i++) {
      const bytes = makeAnswer({ from: uni, to: contact, subject, id: `forged-${i}` });
      await ears.hear({ sender: uni, recipients: [contact], bytes });
    }
    const to = await ears.replyAddressOf(uni);
    const bytes = makeAnswer({ from: uni, to, id: "real" });
    await ears.hear({ sender: uni, recipients: [to], bytes });
    expect((await ears.received()).at(-1)).toMatchObject({ class: "person", state: "waiting" });
  });
});
