import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { signInAs, toWords } from "../../../test/makers/portal-reader.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

/** An owner with two addresses that goes through its intermediary, which was told of both. */
beforeEach(async () => {
  await emptyTables(sql, "custodies, notices, decisions");
  await house.loadWorld({
    organisations: {
      cert: { roles: ["intermediary"] },
      uni: { claims: ["192.0.2.0/24"], memberOf: ["cert"] },
      other: {},
    },
  });
  const rows = ["192.0.2.1", "192.0.2.2"].map(
    (address) => `${address},ssl-freak,2026-07-01T08:00:00Z`,
  );
  await house.submit({ csv: `ip,type,timestamp\n${rows.join("\n")}\n` });
  await house.run();
});

const signIn = (organisation: string, role: "reader" | "handler" = "handler") =>
  signInAs(web, organisation, role);

async function mail(): Promise<{ readonly path: string; readonly number: string }> {
  const { rows } = await sql.query<{ id: string; number: string }>(
    "select id, public_number as number from notifications where organisation = 'cert'",
  );
  return { path: `/notifications/${rows[0]?.id}`, number: rows[0]?.number ?? "" };
}

const states = async () =>
  (await sql.query<{ state: string }>("select state from custodies order by finding_id")).rows.map(
    ({ state }) => state,
  );

describe("custody in the portal", () => {
  it("is answered by a form that asks once more, and changes nothing before", async () => {
    const cert = await signIn("cert");
    const { path, number } = await mail();
    expect(await cert.get("/custody")).toMatch(
      new RegExp(`${number} cert .* waits for an answer 2`),
    );
    expect(await cert.get(path)).toContain("we take it into custody");
    const asked = await cert.post(`${path}/custody`, { answer: "acknowledge", reason: "" });
    expect(toWords(await asked.text())).toContain(
      "You take all of this notification into custody.",
    );
    expect(await states()).toEqual(["asked", "asked"]);
    const done = await cert.post(`${path}/custody`, {
      answer: "acknowledge",
      reason: "",
      confirmed: "yes",
    });
    expect(toWords(await done.text())).toContain("2 findings updated, 0 go to the next.");
    expect(await states()).toEqual(["held", "held"]);
    const page = await cert.get(path);
    expect(page).toContain("in custody 2");
    expect(page).not.toContain("we do not take it");
  });

  it("is declined with a reason only", async () => {
    const cert = await signIn("cert");
    const { path } = await mail();
    const bare = await cert.post(`${path}/custody`, {
      answer: "decline",
      reason: " ",
      confirmed: "yes",
    });
    expect([bare.status, toWords(await bare.text())]).toEqual([
      422,
      expect.stringContaining("Say why"),
    ]);
    const said = { answer: "decline", reason: "not <b>ours</b>", confirmed: "yes" };
    const done = await (await cert.post(`${path}/custody`, said)).text();
    expect(toWords(done)).toContain("2 findings updated, 2 go to the next.");
    expect(await states()).toEqual(["declined", "declined"]);
    expect(await cert.get(path)).toContain("declined 2");
    expect(await cert.get(path)).toContain("not &lt;b&gt;ours&lt;/b&gt;");
  });

  it("too late, is answered with what has happened since", async () => {
    const { path } = await mail();
    house.later(6 * 24 * 60);
    await house.run();
    const cert = await signIn("cert");
    expect(await states()).toEqual(["silent", "silent"]);
    const said = { answer: "acknowledge", reason: "", confirmed: "yes" };
    const text = toWords(await (await cert.post(`${path}/custody`, said)).text());
    expect(text).toContain("2 findings came too late");
    expect(text).toContain("no answer in time");
    expect(await cert.get(path)).toContain(
      "What was declined, given back or too late we have asked of the next.",
    );
  });

  it("shows an owner who holds what about it, and lets nobody else answer", async () => {
    const { path } = await mail();
    const uni = await signIn("uni");
    expect(await uni.get("/custody")).toContain("notification to somebody else cert");
    const other = await signIn("other");
    expect(await other.get("/custody")).toContain("Nobody was asked to hold anything.");
    const said = { answer: "acknowledge", reason: "", confirmed: "yes" };
    const readers = [uni, other, await signIn("cert", "reader")];
    for (const reader of readers)
      expect((await reader.post(`${path}/custody`, said)).status).toBe(404);
    expect(await states()).toEqual(["asked", "asked"]);
  });

  it("is there for the house, in Dutch", async () => {
    const { path, number } = await mail();
    const answer = await web.look("/custody", { headers: { "Accept-Language": "nl" } });
    expect(toWords(await answer.text())).toContain(number);
    const page = await web.look(path, { headers: { "Accept-Language": "nl" } });
    expect(toWords(await page.text())).toContain("wij nemen het over");
  });
});
