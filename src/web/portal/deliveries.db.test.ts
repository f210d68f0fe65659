import { beforeEach, describe, expect, it } from "vitest";
import { loseMails } from "../../../test/makers/lost-mails.ts";
import { signInAs, signInAsHouse, toWords } from "../../../test/makers/portal-reader.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import { listDoubtfulDeliveries } from "../../store/views/doubtful-deliveries.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

beforeEach(() => loseMails(house));

const words = async (answer: Response): Promise<string> => toWords(await answer.text());
const states = async (): Promise<string[]> =>
  (await sql.query<{ state: string }>("select state from deliveries order by state")).rows.map(
    ({ state }) => state,
  );

describe("deliveries in the portal", () => {
  it("shows what is in doubt, dead and slowed, with what to look for and what was said", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const page = await jan.get("/deliveries");
    const [doubtful] = await listDoubtfulDeliveries(sql);
    expect(page).toContain(`${doubtful?.number} findings@ beta.example`);
    expect(page).toContain(doubtful?.messageId.slice(1, -1));
    expect(page).toContain("550 5.1.1 No &lt;b&gt;such&lt;/b&gt; user");
    expect(page).toContain("of nothing yet");
    expect(page).toContain("slow.example 421 4.7.0 Too many");
    expect(await jan.get("/deliveries", "nl")).toContain("Aan een ander verteld");
    house.later(8 * 24 * 60);
    const later = await signInAsHouse(web, "Jan");
    expect(await later.get("/deliveries")).toContain("everything has arrived");
    expect(await later.get("/deliveries?days=30")).toContain("No &lt;b&gt;such&lt;/b&gt; user");
  });

  it.each([
    ["yes", "the mail has arrived", ["accepted", "failed"]],
    ["no", "the mail is sent again", ["failed", "queued"]],
  ])("settles what is in doubt (%s) once it has asked", async (arrived, said, expected) => {
    const jan = await signInAsHouse(web, "Jan");
    const [{ delivery } = { delivery: "" }] = await listDoubtfulDeliveries(sql);
    const asked = await jan.post("/deliveries/settle", { delivery, arrived });
    expect(await words(asked)).toContain("what became of it?");
    expect(await states()).toEqual(["failed", "unknown"]);
    const form = { delivery, arrived, confirmed: "yes" };
    expect(await words(await jan.post("/deliveries/settle", form))).toContain(said);
    expect(await states()).toEqual(expected);
    const again = await jan.post("/deliveries/settle", form);
    expect([again.status, await words(again)]).toEqual([
      409,
      expect.stringContaining("not in doubt any more"),
    ]);
    expect(await states()).toEqual(expected);
    expect((await jan.post("/deliveries/settle", { ...form, arrived: "toString" })).status).toBe(
      400,
    );
  });

  it("is the house's, and settling an operator's", async () => {
    const [{ delivery } = { delivery: "" }] = await listDoubtfulDeliveries(sql);
    const form = { delivery, arrived: "yes", confirmed: "yes" };
    const beta = await signInAs(web, "beta", "administrator");
    expect(await beta.get("/deliveries")).toContain("This page is not there");
    expect((await beta.post("/deliveries/settle", form)).status).toBe(404);
    const auditor = await signInAsHouse(web, "An", ["auditor"]);
    const page = await auditor.get("/deliveries");
    expect(page).toContain("In doubt");
    expect(page).not.toContain("What became of it?");
    expect((await auditor.post("/deliveries/settle", form)).status).toBe(403);
    expect(await states()).toEqual(["failed", "unknown"]);
  });
});
