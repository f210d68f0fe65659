import { beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { sameOrigin, useWebHouse } from "../../../test/makers/web-house.ts";
import { episodeStates } from "../../domain/finding/episode-state.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

beforeEach(async () => {
  await emptyTables(sql, "registrations, episode_changes, false_positives");
  await house.loadWorld({
    organisations: {
      uni: { name: "Universiteit", claims: ["192.0.2.0/24"] },
      cert: { serves: ["192.0.2.0/24"] },
    },
  });
});

async function tell(csv = rowsAt(1, 2, 3)): Promise<string> {
  await house.submit({ csv });
  await house.run();
  return linkOf(house.server.kept.length - 1);
}

function rowsAt(...octets: readonly number[]): string {
  const rows = octets.map((octet) => `192.0.2.${octet},open-rdp,2026-07-01T08:00:00Z\n`);
  return `ip,type,timestamp\n${rows.join("")}`;
}

/** Path of the answer page that a mail names. */
function linkOf(mail: number): string {
  const text = house.server.kept[mail]?.bytes.toString().replace(/=\r\n/g, "") ?? "";
  const path = /\/(?:answer|antwoord)\/[a-z2-7]{26}/.exec(text)?.[0];
  if (path === undefined) throw new Error("the mail names no page to answer");
  return path;
}

const app = web.makeApp();
const english = { "Accept-Language": "en" };
const get = (path: string, init: RequestInit = {}) =>
  app.request(path, { ...init, headers: { ...english, ...init.headers } });
const post = (path: string, body: Record<string, string> | [string, string][]) =>
  app.request(path, {
    method: "POST",
    headers: { ...sameOrigin, ...english },
    body: new URLSearchParams(body),
  });

async function formOf(path: string, choice: [string, string][]): Promise<Record<string, string>> {
  const answer = await post(path, choice);
  const text = await answer.text();
  return Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="(form|rows|answer)" value="([^"]*)">/g)].map(
      ([, name = "", value = ""]) => [name, value],
    ),
  );
}

/** Chooses and confirms. */
async function say(
  path: string,
  kind: string,
  rows: readonly number[] = [],
  fields: Record<string, string> = {},
): Promise<string> {
  const ticks = rows.map((row): [string, string] => ["row", String(row)]);
  const form = await formOf(path, [["answer", kind], ...ticks]);
  const answer = await post(`${path}/confirm`, { ...form, ...fields });
  return answer.text();
}

async function states(): Promise<string[]> {
  const { rows } = await sql.query<{ state: number }>(
    "select state from findings order by address",
  );
  return rows.map(({ state }) => episodeStates[state] as string);
}

describe("the answer page", () => {
  test("shows what its mail said, and no more, out of caches, referrers and search engines", async () => {
    const page = await get(await tell());
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain("192.0.2.1");
    expect(text).toContain("Remote Desktop");
    expect(text).not.toContain("192.0.2.9");
    expect(text).toContain("Times on this page: Europe/Amsterdam.");
    expect(Object.fromEntries(page.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
    });
    expect(page.headers.get("Set-Cookie")).toBeNull();
  });

  test("takes an answer about all rows once it is confirmed, and not before", async () => {
    const path = await tell();
    const asked = await post(path, { answer: "fixed" });
    expect(await asked.text()).toContain("all 3 open findings");
    expect(await states()).toEqual(["notified", "notified", "notified"]);
    expect(await say(path, "fixed")).toContain("Fixed: recorded for 3 findings");
    expect(await states()).toEqual(["claimed-fixed", "claimed-fixed", "claimed-fixed"]);
    expect(await (await get(path)).text()).toContain("You said: Fixed");
  });

  test("takes one about some rows: ticked, or by number", async () => {
    const path = await tell();
    await say(path, "working", [2], { until: "2026-08-01" });
    expect(await states()).toEqual(["notified", "acknowledged", "notified"]);
    const form = await formOf(path, [
      ["answer", "fixed"],
      ["numbers", "2-3"],
    ]);
    expect(form.rows).toBe("2-3");
    await post(`${path}/confirm`, form);
    expect(await states()).toEqual(["notified", "claimed-fixed", "claimed-fixed"]);
    const wrong = await post(path, { answer: "fixed", numbers: "9" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("There are no such rows");
  });

  test("asks again for what is missing, with what was typed", async () => {
    const path = await tell();
    const text = await say(path, "false-positive", [], { because: "intended", reason: " " });
    expect(text).toContain("This is missing or not right: Explanation");
    expect(await states()).toEqual(["notified", "notified", "notified"]);
    const fields = { because: "intended", reason: '<script>alert("x")</script>' };
    expect(await say(path, "false-positive", [], fields)).toContain("There is nothing wrong");
    const listed = await (await web.look("/responses")).text();
    expect(listed).toContain("&lt;script&gt;");
    expect(listed).not.toContain("<script>alert");
  });

  test("not ours asks the next party, and the page ends for what is not asked any more", async () => {
    const path = await tell();
    expect(await say(path, "not-ours", [1])).toContain("Not ours: recorded for 1 finding");
    await house.run();
    expect(house.server.kept.map(({ to }) => to)).toEqual([
      "findings@uni.example",
      "findings@cert.example",
    ]);
    expect(await (await get(path)).text()).toContain(
      "You are not asked anything about this any more",
    );
    expect(await say(path, "fixed")).toContain("Fixed: recorded for 2 findings");
    await say(path, "not-ours");
    const over = await get(path);
    expect(over.status).toBe(404);
  });

  test("lets only an owner by proof accept a risk, and shows it to no other", async () => {
    const path = await tell();
    expect(await (await get(path)).text()).toContain("We accept the risk");
    const fields = { until: "2026-10-01", reason: "replaced in September" };
    expect(await say(path, "accepted", [1], fields)).toContain("We accept the risk: recorded");
    expect(await states()).toEqual(["accepted", "notified", "notified"]);
    await say(path, "not-ours", [2]);
    await house.run();
    const cert = linkOf(house.server.kept.length - 1);
    expect(await (await get(cert)).text()).not.toContain("We accept the risk");
    expect(await say(cert, "accepted", [], fields)).toContain("This is not possible for 1 finding");
  });

  test("golden 5: once somebody else is the owner the old link is dead, as one that never was", async () => {
    const path = await tell();
    await house.loadWorld({ organisations: { heir: { claims: ["192.0.2.0/24"] } } });
    await house.run();
    const dead = await get(path);
    const none = await get(`/answer/${"a".repeat(26)}`);
    expect([dead.status, none.status]).toEqual([404, 404]);
    const bare = (text: string) => text.replace(/nonce="[^"]*"|value="[^"]*"/g, "");
    expect(bare(await dead.text())).toBe(bare(await none.text()));
    expect((await post(`${path}/confirm`, { answer: "fixed", rows: "all" })).status).toBe(404);
    expect(await states()).toEqual(["notified", "notified", "notified"]);
    expect(linkOf(house.server.kept.length - 1)).not.toBe(path);
  });

  test("is over after 90 days, and when it is revoked", async () => {
    const path = await tell();
    house.setTime("2026-09-29T08:59:00Z");
    expect((await get(path)).status).toBe(200);
    house.setTime("2026-09-29T09:01:00Z");
    expect((await get(path)).status).toBe(404);
    house.setTime("2026-07-02T09:00:00Z");
    await sql.query("update answer_links set revoked_at = '2026-07-02', revoked_by = 'test'");
    expect((await get(path)).status).toBe(404);
  });

  test("its word is kept nowhere: not in the database, not in the audit log", async () => {
    const word = (await tell()).split("/").at(-1) ?? "";
    await get(`/answer/${word}`);
    for (const table of ["answer_links", "notifications", "audit_entries", "responses"]) {
      const { rows } = await sql.query(`select * from ${table}`);
      expect(JSON.stringify(rows)).not.toContain(word);
    }
    const { rows } = await sql.query(
      "select from answer_links where octet_length(token_hash) = 32",
    );
    expect(rows).toHaveLength(1);
  });

  test("takes no form of other pages, and none without the page's own mark", async () => {
    const path = await tell();
    const elsewhere = await app.request(`${path}/confirm`, {
      method: "POST",
      headers: { "Sec-Fetch-Site": "cross-site" },
      body: new URLSearchParams({ answer: "fixed", rows: "all" }),
    });
    expect(elsewhere.status).toBe(403);
    const unmarked = await post(`${path}/confirm`, { answer: "fixed", rows: "all", form: "0" });
    expect(unmarked.status).toBe(422);
    expect(await unmarked.text()).toContain("That form was too old");
    expect(await states()).toEqual(["notified", "notified", "notified"]);
  });

  test("slows down whoever tries words, and never who has the right one", async () => {
    const path = await tell();
    const tries = Array.from(
      { length: 12 },
      (_, i) => `/answer/${"abcdefghijkl"[i]}${"a".repeat(25)}`,
    );
    const answered: number[] = [];
    const fresh = web.makeApp();
    for (const other of tries) answered.push((await fresh.request(other)).status);
    expect(answered).toEqual([...Array(10).fill(404), 429, 429]);
    expect((await fresh.request(path)).status).toBe(200);
  });
});

describe("a supplier's link", () => {
  async function handOff(path: string, rows: readonly number[], days = "7"): Promise<string> {
    const ticks = rows.map((row): [string, string] => ["row", String(row)]);
    const form = await formOf(path, [["answer", "hand-off"], ...ticks]);
    const answer = await post(`${path}/hand-off`, { ...form, days });
    const text = await answer.text();
    return /\/answer\/[a-z2-7]{26}|\/antwoord\/[a-z2-7]{26}/.exec(
      text.split("mp-wrap")[1] ?? "",
    )?.[0] as string;
  }

  test("shows the chosen rows, takes fixed and working, and nothing else", async () => {
    const path = await tell();
    const supplier = await handOff(path, [2]);
    const text = await (await get(supplier)).text();
    expect(text).toContain("192.0.2.2");
    expect(text).not.toContain("192.0.2.1<");
    expect(text).not.toContain("Not ours");
    expect(text).not.toContain("Register these systems");
    expect(await say(supplier, "fixed")).toContain("Fixed: recorded for 1 finding");
    expect(await states()).toEqual(["notified", "claimed-fixed", "notified"]);
    expect(await say(supplier, "not-ours")).toContain("This link cannot do that");
    const further = await post(`${supplier}/hand-off`, { rows: "all", days: "3", form: "x" });
    expect(further.status).toBe(422);
  });

  test("is made so often and no more, however many are asked for at once", async () => {
    const path = await tell();
    const form = await formOf(path, [["answer", "hand-off"]]);
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => post(`${path}/hand-off`, { ...form, days: "3" })),
    );
    const made = answers.map(({ status }) => status).filter((status) => status === 200);
    expect(made).toHaveLength(20);
    const { rows } = await sql.query("select from answer_links where parent_id is not null");
    expect(rows).toHaveLength(20);
  });

  test("ends with its days, when it is ended, and with the link it was made by", async () => {
    const path = await tell();
    const [short, ended, kept] = [
      await handOff(path, [1], "1"),
      await handOff(path, [2], "14"),
      await handOff(path, [3], "30"),
    ];
    house.later(25 * 60);
    expect((await get(short)).status).toBe(404);
    const page = await (await get(path)).text();
    const form = /name="form" value="([^"]*)"/.exec(page)?.[1] ?? "";
    const ids = [...page.matchAll(/name="handOff" value="([^"]*)"/g)].map(([, id]) => id ?? "");
    expect(ids).toHaveLength(2);
    const row2 = page.slice(0, page.indexOf("link for rows 2")).lastIndexOf('name="handOff"');
    const id = /value="([^"]*)"/.exec(page.slice(row2))?.[1] ?? "";
    expect((await post(`${path}/end`, { form, handOff: id })).status).toBe(303);
    expect((await get(ended)).status).toBe(404);
    expect((await get(kept)).status).toBe(200);
    await sql.query(
      "update answer_links set revoked_at = now(), revoked_by = 'test' where parent_id is null",
    );
    expect((await get(kept)).status).toBe(404);
  });

  test("is not made for what its label keeps in the house", async () => {
    await house.submit({ csv: rowsAt(1), tlp: "AMBER+STRICT" });
    await house.run();
    const path = linkOf(house.server.kept.length - 1);
    const form = await formOf(path, [["answer", "hand-off"]]);
    const answer = await post(`${path}/hand-off`, { ...form, days: "7" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("may be shared with a supplier");
  });
});

describe("registering from the page", () => {
  test("begins with addresses and names filled in, and is counted from mail to member", async () => {
    const path = await tell(
      "ip,type,timestamp\n192.0.2.1,open-rdp,2026-07-01T08:00:00Z\n192.0.2.2,open-rdp,2026-07-01T08:00:00Z\n",
    );
    const form = await (await post(path, { answer: "register" })).text();
    expect(form).toContain("192.0.2.1\n192.0.2.2");
    expect(form).toContain('value="findings@uni.example"');
    const word = /name="answer" value="([^"]*)"/.exec(form)?.[1] ?? "";
    const registered = await post("/register", {
      answer: word,
      name: "Universiteit",
      "contact-findings": "soc@uni.example",
      email: "soc@uni.example",
      assets: "192.0.2.1\n192.0.2.2",
      version: web.context.agreement.version,
      agree: "yes",
    });
    expect(registered.status).toBe(200);
    await say(path, "working");
    house.later(1);
    const figures = await web.ask("/api/v1/responses/conversion");
    expect(await figures.json()).toMatchObject({ sent: 1, answered: 1, begun: 1, accepted: 0 });
    await sql.query("update registrations set notification_id = null");
    const none = (await (await web.ask("/api/v1/responses/conversion")).json()) as {
      begun: number;
    };
    expect(none.begun).toBe(0);
  });
});

describe("the operators' list", () => {
  test("shows who said what, and takes what was done about it", async () => {
    const path = await tell();
    await say(path, "contact-us", [1], { message: "please call the helpdesk" });
    const listed = await (await web.look("/responses", { headers: english })).text();
    expect(listed).toContain("please call the helpdesk");
    const id = /action="\/responses\/([0-9a-f-]{36})"/.exec(listed)?.[1] ?? "";
    const empty = await web.look(`/responses/${id}`, {
      method: "POST",
      body: new URLSearchParams({ note: " " }),
    });
    expect(empty.status).toBe(422);
    const settled = await web.look(`/responses/${id}`, {
      method: "POST",
      body: new URLSearchParams({ note: "called them" }),
    });
    expect(settled.status).toBe(303);
    const after = await (await web.look("/responses", { headers: english })).text();
    expect(after).toContain("No answer waits for a person");
    expect(after).toContain("called them");
  });
});

describe("golden scenario 8, by an answer: an owner that nobody registered wants no more", () => {
  const shop = (finder: string, type: string, day: number) =>
    house.submit({
      finder,
      csv: `host,port,timestamp,type\nshop.example,443,2026-06-2${day}T08:00:00Z,${type}\n`,
    });
  const waiting = async (): Promise<number> => {
    const { rows } = await sql.query<{ count: number }>(
      "select count(*)::int as count from responses where waits and settled_at is null",
    );
    return rows[0]?.count ?? -1;
  };

  beforeEach(async () => {
    await emptyTables(sql, "suppressions");
    const expiresAt = Date.parse("2027-01-01T00:00:00Z");
    await house.loadWorld({ securityTxt: [{ of: "shop.example", expiresAt }] });
  });

  test("it is silenced at once, whatever a third finder reports, and each row has its end", async () => {
    await shop("first", "badsecrets", 0);
    await house.run();
    await say(linkOf(0), "stop");
    expect(await waiting()).toBe(0);
    const third = await shop("third", "exposed-git", 1);
    expect(third.dispositions).toEqual({ suppressed: 1 });
    await house.run();
    expect(house.server.kept).toHaveLength(1);
    expect(await house.dispositions()).toEqual({ delivered: 1, suppressed: 1 });
  });

  test("an organisation is not silenced by one of its people: somebody of the house sees to it", async () => {
    await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
    const path = await tell(rowsAt(1));
    await say(path, "stop");
    expect(await waiting()).toBe(1);
    await house.submit({ csv: rowsAt(2) });
    await house.run();
    expect(house.server.kept).toHaveLength(2);
  });
});
