import { describe, expect, it } from "vitest";
import { makeListeningHouse } from "../../test/makers/listening-house.ts";
import { makeAnswer, makeBounce } from "../../test/makers/returned-mail.ts";
import { sameOrigin, useWebHouse } from "../../test/makers/web-house.ts";

const { house, ask, look } = useWebHouse();
const ears = makeListeningHouse(house);
const uni = "findings@uni.example";

async function tellUni(): Promise<void> {
  await house.loadWorld({
    organisations: {
      uni: { claims: ["192.0.2.0/24"] },
      net: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
    },
  });
  await house.submit({
    csv: "ip,port,timestamp,type\n192.0.2.1,443,2026-07-01T08:00:00Z,ssl-freak",
  });
  await house.run();
}

async function hearPerson(text = "Dit is <b>verholpen</b>."): Promise<string> {
  const to = await ears.replyAddressOf(uni);
  await ears.hear({
    sender: uni,
    recipients: [to],
    bytes: makeAnswer({ from: uni, to, text, subject: "[uni.example #12] Re: melding" }),
  });
  return to;
}

const post = (path: string, body: unknown): Promise<Response> =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

type Listed = { readonly mails: readonly { readonly id: string; readonly notification: string }[] };

async function waiting(): Promise<Listed["mails"]> {
  return ((await (await ask("/api/v1/mails?state=waiting")).json()) as Listed).mails;
}

describe("the API of received mail", () => {
  it("shows what waits, in its thread, with a guess", async () => {
    await tellUni();
    await hearPerson();
    const [mail] = await waiting();
    expect(mail).toMatchObject({
      class: "person",
      state: "waiting",
      author: uni,
      suggestion: "fixed",
      ticket: "[uni.example #12]",
    });
    const shown = await (await ask(`/api/v1/mails/${mail?.id}`)).json();
    expect(shown).toMatchObject({
      text: expect.stringContaining("verholpen"),
      thread: [{ kind: "sent" }, { kind: "received", author: uni }],
    });
    const thread = await (await ask(`/api/v1/notifications/${mail?.notification}/thread`)).json();
    expect(thread).toMatchObject({ thread: [{ kind: "sent" }, { kind: "received" }] });
  });

  it("answers a person in the thread, once, with the mark of its ticket", async () => {
    await tellUni();
    const replyTo = await hearPerson();
    const [mail] = await waiting();
    const text = "Dank u.\n\nWij kijken het na.";
    const answer = await post(`/api/v1/mails/${mail?.id}/answer`, { text });
    expect([answer.status, await answer.json()]).toMatchObject([200, { address: uni }]);
    expect((await post(`/api/v1/mails/${mail?.id}/answer`, { text })).status).toBe(409);
    await house.run();
    await house.run();
    const sent = house.server.kept.slice(1);
    expect(sent).toHaveLength(1);
    const bytes = sent[0]?.bytes.toString() ?? "";
    expect(bytes).toMatch(/^Subject: Re: \[uni\.example #12\] Re: melding/m);
    expect(bytes).toContain("In-Reply-To: <answer.1@mail.example>");
    expect(bytes.replace(/\r\n[ \t]+/g, " ")).toContain(`Reply-To: ${replyTo}`);
    expect(bytes).not.toContain("Auto-Submitted");
    expect(bytes).toContain("Wij kijken het na.");
    const { rows } = await house.context.sql.query<{ data: object; content: Buffer }>(
      "select n.data, a.content from notices n join thread_answers a on a.id = n.id",
    );
    expect(Object.keys(rows[0]?.data ?? {})).not.toContain("text");
    expect(rows[0]?.content.toString("latin1")).not.toContain("Wij kijken");
    const shown = await (await ask(`/api/v1/mails/${mail?.id}`)).json();
    expect(shown).toMatchObject({
      mail: { state: "settled", effects: ["ticket-kept", "answered"] },
      thread: [{ kind: "sent" }, { kind: "received" }, { kind: "answered", state: "sent" }],
    });
  });

  it("takes a mail for an answer about its findings when a person says so, and may still be answered", async () => {
    await tellUni();
    await hearPerson("Die poort is dicht.");
    const [mail] = await waiting();
    expect(mail).toMatchObject({ suggestion: null, isProven: true });
    const states = async () =>
      (await house.context.sql.query<{ state: number }>("select f.state from findings f")).rows;
    const before = await states();
    const path = `/api/v1/mails/${mail?.id}`;
    expect((await post(`${path}/response`, { kind: "false-positive" })).status).toBe(422);
    expect(await states()).toEqual(before);
    const taken = await post(`${path}/response`, { kind: "fixed" });
    expect(await taken.json()).toMatchObject({ responses: [{ outcome: "taken" }] });
    expect(await states()).not.toEqual(before);
    expect((await post(`${path}/response`, { kind: "fixed" })).status).toBe(409);
    expect((await post(`${path}/answer`, { text: "Dank u." })).status).toBe(200);
    expect(await (await ask(path)).json()).toMatchObject({
      mail: { state: "settled", effects: ["ticket-kept", "response-recorded", "answered"] },
    });
  });

  it("never answers a program", async () => {
    await tellUni();
    const to = await ears.replyAddressOf(uni);
    await ears.hear({
      recipients: [to],
      bytes: makeAnswer({
        from: "robot@uni.example",
        to,
        subject: "Please confirm your message",
        text: "Confirm that you are not a robot.",
        headers: ["Auto-Submitted: auto-replied"],
      }),
    });
    const [mail] = await waiting();
    expect(mail).toMatchObject({ class: "challenge" });
    expect((await post(`/api/v1/mails/${mail?.id}/answer`, { text: "ja" })).status).toBe(409);
    await house.run();
    expect(house.server.kept).toHaveLength(1);
  });

  it("draws what follows when a person says that it is a bounce, but only of a delivery", async () => {
    await tellUni();
    const path = ears.returnPathOf(uni);
    await ears.hear({
      recipients: [path],
      bytes: makeBounce({ to: path, recipient: "jan@elders.example", original: uni }),
    });
    await hearPerson();
    const [person, bounce] = await waiting();
    expect((await post(`/api/v1/mails/${person?.id}/settle`, { verdict: "dead" })).status).toBe(
      409,
    );
    const settled = await post(`/api/v1/mails/${bounce?.id}/settle`, { verdict: "dead" });
    expect(await settled.json()).toEqual({ effects: ["address-dead", "next-rung"] });
    await house.run();
    expect(house.server.kept.map(({ to }) => to)).toEqual([uni, "findings@net.example"]);
    const { rows } = await house.context.sql.query(
      "select from audit_entries where act = 'mail.answer' and content ->> 'subject' = $1",
      [bounce?.id],
    );
    expect(rows).toHaveLength(1);
  });

  it("says what it cannot find", async () => {
    const nowhere = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";
    expect((await ask(`/api/v1/mails/${nowhere}`)).status).toBe(404);
    expect((await post(`/api/v1/mails/${nowhere}/settle`, { verdict: "nothing" })).status).toBe(
      409,
    );
  });
});

describe("the pages of received mail", () => {
  it("list what waits, show it as harmless text, and settle it by a form", async () => {
    await tellUni();
    await hearPerson();
    const list = await (await look("/mails", { headers: { "Accept-Language": "nl" } })).text();
    expect(list).toContain("van een mens");
    const [mail] = await waiting();
    const page = await (await look(`/mails/${mail?.id}`)).text();
    expect(page).toContain("&lt;b&gt;verholpen&lt;/b&gt;");
    expect(page).not.toContain("<b>verholpen");
    expect(page).toContain('<option value="fixed" selected>');
    const kindless = new URLSearchParams({ do: "respond", kind: "" });
    const refused = await look(`/mails/${mail?.id}`, {
      method: "POST",
      headers: sameOrigin,
      body: kindless,
    });
    expect(refused.status).toBe(409);
    const to = `/mails/${mail?.id}`;
    const body = new URLSearchParams({ do: "nothing" });
    const answer = await look(to, { method: "POST", headers: sameOrigin, body });
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, to]);
    expect(await waiting()).toEqual([]);
    const again = await look(to, { method: "POST", headers: sameOrigin, body });
    expect(again.status).toBe(409);
  });

  it("show the thread beside the notification", async () => {
    await tellUni();
    await hearPerson();
    const [mail] = await waiting();
    const page = await (await look(`/notifications/${mail?.notification}`)).text();
    expect(page).toContain(`/mails/${mail?.id}`);
  });
});
