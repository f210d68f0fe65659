import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { signInAs, toWords } from "../../../test/makers/portal-reader.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

beforeEach(async () => {
  await emptyTables(
    sql,
    `relations, relation_changes, claims, claim_changes, notices, register_changes,
     register_entries`,
  );
  await house.loadWorld({
    organisations: {
      cert: { roles: ["intermediary"], name: "<i>CERT</i>" },
      alfa: { roles: ["owner"] },
      beta: { roles: ["owner"], memberOf: ["cert"] },
      other: { roles: ["owner"] },
    },
  });
});

/** The intermediary asks by the API; answers where the page of it is. */
async function ask(member: string): Promise<string> {
  const answer = await web.ask("/api/v1/relations", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: "intermediary", member, intermediary: "cert", reference: "letter" }),
  });
  const { id } = (await answer.json()) as { id: string };
  return `/members/${id}`;
}

const stateOf = async () =>
  (await sql.query<{ state: string }>("select state from relations")).rows.map(
    ({ state }) => state,
  );

describe("members in the portal", () => {
  it("show an intermediary whom it serves, by when to confirm, and what it accepts", async () => {
    await ask("alfa");
    const cert = await signInAs(web, "cert", "reader");
    const text = await cert.get("/members");
    expect(text).toMatch(/Whom we serve .* alfa &lt;i&gt;CERT&lt;\/i&gt; waits for consent no /);
    expect(text).toMatch(/beta &lt;i&gt;CERT&lt;\/i&gt; by the world file/);
    expect(text).toMatch(/What we accept Kinds everything/);
  });

  it("show a member who serves it, and let its administrator consent and end it", async () => {
    const path = await ask("alfa");
    const alfa = await signInAs(web, "alfa", "administrator");
    expect(await alfa.get("/members")).toMatch(/Who serves us .* waits for consent/);
    const bare = await alfa.post(path, { word: "consent" });
    expect([bare.status, toWords(await bare.text())]).toEqual([
      422,
      expect.stringContaining("Tick the box"),
    ]);
    expect(await stateOf()).toEqual(["asked"]);
    expect((await alfa.post(path, { word: "consent", sure: "yes", informed: "yes" })).status).toBe(
      303,
    );
    expect(await stateOf()).toEqual(["active"]);
    const page = await alfa.get(path);
    expect(page).toContain("both consented");
    expect(page).toMatch(/alfa consented consented/);
    expect((await alfa.post(path, { word: "end", "sure-end": "yes" })).status).toBe(303);
    expect(await stateOf()).toEqual(["ended"]);
    expect(await alfa.get(path)).toContain("This is over.");
  });

  it("let nobody else speak, and show strangers nothing", async () => {
    const path = await ask("alfa");
    const said = { word: "consent", sure: "yes" };
    for (const [organisation, role] of [
      ["alfa", "handler"],
      ["other", "administrator"],
    ] as const) {
      const reader = await signInAs(web, organisation, role);
      expect((await reader.post(path, said)).status).toBe(404);
    }
    const other = await signInAs(web, "other", "administrator");
    expect(await other.get("/members")).not.toContain("alfa");
    const house = await web.look(path, { method: "POST", body: new URLSearchParams(said) });
    expect(house.status).toBe(404);
    expect(await stateOf()).toEqual(["asked"]);
  });
});
