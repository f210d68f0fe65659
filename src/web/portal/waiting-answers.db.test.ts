import { beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { operator } from "../../../test/makers/actors.ts";
import { sameOrigin, useWebHouse } from "../../../test/makers/web-house.ts";
import { listSuppressions } from "../../actions/list-suppressions.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { readWorld } from "../../store/worlds.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;
const uni = "findings@uni.example";
const shop = "security@shop.example";
const english = { "Accept-Language": "en" };

beforeEach(async () => {
  await emptyTables(
    sql,
    "episode_changes, contact_confirmations, register_changes, register_entries",
  );
  await house.loadWorld({
    organisations: {
      uni: { name: "Universiteit", claims: ["192.0.2.0/24"] },
      region: { serves: ["192.0.2.0/24"] },
    },
    securityTxt: [
      {
        of: "shop.example",
        contact: shop as EmailAddress,
        expiresAt: Date.parse("2027-01-01T00:00:00Z"),
      },
    ],
  });
});

async function report(row: string): Promise<void> {
  await house.submit({ csv: `ip,host,port,type,timestamp\n${row},2026-07-01T08:00:00Z\n` });
  await house.run();
}

const ofUni = (octet: number): string => `192.0.2.${octet},,443,open-rdp`;
const sentTo = (): string[] => house.server.kept.map(({ to }) => to);
const lastTo = (address: string): string =>
  house.server.kept
    .findLast(({ to }) => to === address)
    ?.bytes.toString()
    .replace(/=\r\n/g, "")
    .replace(/\r\n/g, " ") ?? "";

/** What the recipient of the last mail to an address answers on its page, all of it confirmed. */
async function answer(address: string, kind: string, fields: Record<string, string> = {}) {
  const path = /\/(?:answer|antwoord)\/[a-z2-7]{26}/.exec(lastTo(address))?.[0] ?? "";
  const app = web.makeApp();
  const post = async (to: string, body: Record<string, string>): Promise<string> => {
    const headers = { ...sameOrigin, ...english };
    const init = { method: "POST", headers, body: new URLSearchParams(body) };
    return (await app.request(to, init)).text();
  };
  const asked = await post(path, { answer: kind });
  const hidden = asked.matchAll(/type="hidden" name="(form|rows|answer)" value="([^"]*)"/g);
  const form = Object.fromEntries([...hidden].map(([, name = "", value = ""]) => [name, value]));
  expect(await post(`${path}/confirm`, { ...form, ...fields })).toContain("recorded for");
}

type Listed = {
  readonly id: string;
  readonly kind: string;
  readonly canBeDone: boolean;
  readonly needsCheck: boolean;
};

async function waiting(): Promise<readonly Listed[]> {
  const listed = await web.ask("/api/v1/responses?waiting=true");
  return ((await listed.json()) as { responses: readonly Listed[] }).responses;
}

/** Whether the first page leads to what waits, and what monitoring is told. */
async function seen(): Promise<readonly [boolean, string | undefined]> {
  const page = await (await web.look("/", { headers: english })).text();
  const headers = { Authorization: `Bearer ${web.token}` };
  const figures = await (await web.makeApp().request("/metrics", { headers })).text();
  return [page.includes("1 answer<"), /^meldpunt_responses_waiting .*$/m.exec(figures)?.[0]];
}

const act = (path: string, body: unknown = {}) =>
  web.ask(`/api/v1/responses/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
const press = (id: string, body: Record<string, string>) =>
  web.look(`/responses/${id}`, {
    method: "POST",
    headers: english,
    body: new URLSearchParams(body),
  });
const silenced = async (address: string) => {
  const filters = { all: false, after: null, limit: 10 };
  const input = { actor: operator, address: address as EmailAddress, ...filters };
  return listSuppressions({ context: web.context, input });
};

describe("no more messages to this address, of an organisation", () => {
  test("is one button for an operator, after which others are asked and whoever asked is told", async () => {
    await report(ofUni(1));
    await answer(uni, "stop", { reason: "ask the region" });
    expect(await silenced(uni)).toEqual([]);
    const [one] = await waiting();
    expect(one).toMatchObject({ kind: "stop", canBeDone: true });
    expect(await seen()).toEqual([true, "meldpunt_responses_waiting 1"]);
    const page = await (await web.look("/responses", { headers: english })).text();
    expect(page).toContain("No more messages to this address");
    const id = one?.id ?? "";
    expect((await press(id, { do: "carry-out" })).status).toBe(303);
    expect(await silenced(uni)).toMatchObject([
      { source: "answer", reason: "ask the region", kind: null, digestsOnly: false },
    ]);
    const again = await press(id, { do: "carry-out" });
    expect([again.status, await again.text()]).toMatchObject([
      409,
      expect.stringContaining("waits for nobody any more"),
    ]);
    expect([await waiting(), await seen()]).toEqual([[], [false, "meldpunt_responses_waiting 0"]]);
    await house.run();
    expect(lastTo(uni)).toMatch(/vroeg om geen berichten meer\s+aan uw adres/);
    // Nothing is lost: the next rung hears what comes after.
    await report(ofUni(2));
    expect(sentTo().filter((to) => to === uni)).toHaveLength(2);
    expect(sentTo().at(-1)).toBe("findings@region.example");
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    const after = await (await web.look("/responses", { headers: english })).text();
    expect(after).toContain("Done, whoever asked was told");
  });

  test("waits on, whole, where it is not done to the end", async () => {
    await report(ofUni(1));
    await answer(uni, "stop");
    const [one] = await waiting();
    await sql.query(`create function die() returns trigger language plpgsql as 'begin raise exception $$dead$$; end';
      create trigger die before insert on notices for each row execute function die()`);
    try {
      expect((await act(`${one?.id}/carry-out`)).status).toBe(500);
    } finally {
      await sql.query("drop trigger die on notices; drop function die()");
    }
    expect([await silenced(uni), (await waiting()).length]).toEqual([[], 1]);
    expect((await act(`${one?.id}/carry-out`)).status).toBe(200);
  });

  test("can be refused, with a reason for whoever asked", async () => {
    await report(ofUni(1));
    await answer(uni, "stop");
    const [one] = await waiting();
    expect((await press(one?.id ?? "", { do: "refuse", note: " " })).status).toBe(422);
    const refused = await press(one?.id ?? "", { do: "refuse", note: "your head of IT says no" });
    expect(refused.status).toBe(303);
    expect([await waiting(), await silenced(uni)]).toEqual([[], []]);
    await house.run();
    expect(lastTo(uni)).toContain("your head of IT says no");
  });
});

describe("another contact", () => {
  test("of an organisation is replaced in the register by one act, and every contact hears of it", async () => {
    await report(ofUni(1));
    await answer(uni, "other-contact", { address: "soc@uni.example", language: "en" });
    const [one] = await waiting();
    expect(one).toMatchObject({ kind: "other-contact", canBeDone: true });
    const done = await act(`${one?.id}/carry-out`);
    expect([done.status, await done.json()]).toEqual([200, { addresses: ["soc@uni.example"] }]);
    const found = (await readWorld(sql)).organisations.find(({ id }) => id === "uni");
    expect(found?.contacts).toMatchObject([{ email: "soc@uni.example", language: "en" }]);
    await house.run();
    expect(lastTo(uni)).toContain("soc@uni.example");
    const { rows } = await sql.query("select kind, address from notices order by kind, address");
    expect(rows).toEqual([
      { kind: "contact-code", address: "soc@uni.example" },
      { kind: "organisation-changed", address: uni },
      { kind: "organisation-changed", address: "soc@uni.example" },
      { kind: "response-done", address: uni },
    ]);
    await report(ofUni(2));
    expect(sentTo().at(-1)).toBe("soc@uni.example");
    expect(lastTo("soc@uni.example")).toContain("Content-Language: en");
    expect((await act(`${one?.id}/carry-out`)).status).toBe(409);
  });

  test("at another mail domain takes a word how a person checked it: a link may have been sent on", async () => {
    await report(ofUni(1));
    await answer(uni, "other-contact", { address: "soc@elsewhere.example" });
    const [one] = await waiting();
    const id = one?.id ?? "";
    expect(one).toMatchObject({ canBeDone: true, needsCheck: true });
    const page = await (await web.look("/responses", { headers: english })).text();
    expect(page).toContain("Other mail domain");
    expect((await press(id, { do: "carry-out", note: " " })).status).toBe(409);
    expect((await act(`${id}/carry-out`)).status).toBe(409);
    expect(await waiting()).toHaveLength(1);
    const checked = { do: "carry-out", note: "called their service desk" };
    expect((await press(id, checked)).status).toBe(303);
    const after = await (await web.look("/responses", { headers: english })).text();
    expect([await waiting(), after.includes("called their service desk")]).toEqual([[], true]);
  });

  test("of who is not registered cannot be done by an act, and is refused with what to do instead", async () => {
    await report("198.51.100.9,shop.example,443,cross-site-scripting");
    await answer(shop, "other-contact", { address: "it@shop.example" });
    const [one] = await waiting();
    expect(one).toMatchObject({ kind: "other-contact", canBeDone: false });
    expect((await act(`${one?.id}/carry-out`)).status).toBe(409);
    expect(await waiting()).toHaveLength(1);
    const reason = "Put it into your security.txt.";
    expect((await act(`${one?.id}/refuse`, { reason })).status).toBe(200);
    await house.run();
    expect(lastTo(shop)).toContain(reason);
  });

  test("that says something else is settled as before, and tells nobody", async () => {
    await report(ofUni(1));
    await answer(uni, "contact-us", { message: "please call" });
    const [one] = await waiting();
    expect((await act(`${one?.id}/carry-out`)).status).toBe(409);
    expect((await act(`${one?.id}/refuse`, { reason: "no" })).status).toBe(409);
    expect((await act(`${one?.id}/settle`, { note: "called" })).status).toBe(200);
    const { rows } = await sql.query("select from notices");
    expect([await waiting(), rows]).toEqual([[], []]);
  });
});
