import { beforeEach, describe, expect, it } from "vitest";
import { operator } from "../../../test/makers/actors.ts";
import { holdEverything, listOf } from "../../../test/makers/held-things.ts";
import {
  type Reader,
  signInAs,
  signInAsHouse,
  toWords,
} from "../../../test/makers/portal-reader.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import { listBrakes } from "../../actions/list-brakes.ts";

const within = { months: 0, days: 3, ms: 0 };
const rule = { people: 2, bodies: 2, within };
const web = useWebHouse({
  "volume.approve": { ...rule, above: 30 },
  "report.release": { ...rule, above: 1 },
});
const { house } = web;
const { context } = house;

beforeEach(() => holdEverything(house));

const held = () => listBrakes({ context, input: { actor: operator } });
const words = async (answer: Response): Promise<string> => toWords(await answer.text());
const pending = async () => (await house.dispositions()).pending ?? 0;

describe("what is held, in the portal", () => {
  it("is shown with why, since when and what lifts it, in both languages", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const page = await jan.get("/brakes");
    for (const text of [
      "5 kill switches",
      "1 lane is stopped",
      "case DIVD-2026-00063 van &lt;b&gt;de lijst&lt;/b&gt; de verkeerde lijst is geladen",
      "Lane: today 550 5.7.26 not authenticated",
      "New: this finder reports this for the first time, and at once 4 rows. Up to 3 go by themselves. 4",
      "Universiteit Noorderhaven aan Zee findings@ alfa.example Round 1: 60 rows. Up to 50 go by themselves. 60",
      "1 of 1,200 hear first",
      "Nothing waits for approval.",
    ])
      expect(page).toContain(text);
    const report = (await held()).holds.find(({ kind }) => kind === "report")?.value ?? "";
    expect(page).toContain(`report ${report.slice(0, 8)}…${report.slice(-4)}`);
    const dutch = await jan.get("/brakes", "nl");
    expect(dutch).toContain("Nieuw: deze vinder meldt dit voor het eerst, en meteen 4 rijen.");
    expect(dutch).not.toContain("kill switch");
  });

  it("is nobody's business outside of the house, nor are its forms", async () => {
    const { volume } = await held();
    const administrator = await signInAs(web, "alfa", "administrator");
    for (const path of ["/brakes", "/brakes/switch"])
      expect(await administrator.get(path)).toContain("This page is not there");
    const posts: [string, Record<string, string>][] = [
      ["/brakes/lift", { kind: "volume", brake: volume[0]?.id ?? "", confirmed: "yes" }],
      ["/brakes/switch", { what: "lane:now", reason: "x", confirmed: "yes" }],
      ["/brakes/switch/lift", { what: "lane:week", confirmed: "yes" }],
      ["/brakes/resume", { lane: "day", confirmed: "yes" }],
    ];
    const before = await held();
    for (const [path, form] of posts)
      expect([path, (await administrator.post(path, form)).status]).toEqual([path, 404]);
    const auditor = await signInAsHouse(web, "An", ["auditor"]);
    const page = await auditor.get("/brakes");
    expect(page).toContain("Your role may look at this, not lift it.");
    expect(page).not.toContain("Lift the chosen brakes");
    expect(page).not.toContain("Throw a kill switch");
    for (const [path, form] of posts)
      expect([path, (await auditor.post(path, form)).status]).toEqual([path, 403]);
    expect(await held()).toEqual(before);
  });

  it("takes no form from the pages of others", async () => {
    const answer = await web.look("/brakes/resume", {
      method: "POST",
      headers: { "Sec-Fetch-Site": "cross-site" },
      body: new URLSearchParams({ lane: "day", confirmed: "yes" }),
    });
    expect(answer.status).toBe(403);
    expect((await held()).stops).toHaveLength(1);
  });
});

describe("lifting a brake in the portal", () => {
  it("asks what, then once more, and lets it go", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const { reports } = await held();
    const none = await jan.post("/brakes/lift", { kind: "report" });
    expect([none.status, await words(none)]).toEqual([
      422,
      expect.stringContaining("Choose first what you want to lift."),
    ]);
    const chosen = { kind: "report", brake: reports[0]?.id ?? "" };
    expect(await words(await jan.post("/brakes/lift", chosen))).toContain(
      "This goes out when its turn comes: 4 findings of 1 report.",
    );
    expect((await held()).reports).toHaveLength(1);
    const done = await jan.post("/brakes/lift", { ...chosen, confirmed: "yes" });
    expect(await words(done)).toContain("The brake is lifted.");
    expect((await held()).reports).toEqual([]);
    const again = await jan.post("/brakes/lift", { ...chosen, confirmed: "yes" });
    expect(await words(again)).toContain("There was nothing left to lift: somebody was first.");
  });

  it("takes all at once, as they were when it asked", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const asked = await (await jan.post("/brakes/lift", { kind: "report", all: "yes" })).text();
    const [{ id } = { id: "" }] = (await held()).reports;
    expect(asked).toContain(`name="brake" value="${id}"`);
    expect(asked).not.toContain('name="all"');
  });

  it("takes a thousand at once, and no more than a form may hold", async () => {
    await context.sql.query(
      `insert into volume_brakes (id, address, round, row_count, limit_rows, held_at, finding_ids)
       select gen_random_uuid(), i || '@many.example', 1, 0, 50, $1, '{}' from generate_series(1, 1100) i`,
      [new Date("2026-07-01T08:00:00Z")],
    );
    const jan = await signInAsHouse(web, "Jan");
    expect(await jan.get("/brakes")).toContain("These are the oldest 1,000 of 1,101");
    const asked = await (await jan.post("/brakes/lift", { kind: "volume", all: "yes" })).text();
    const ids = [...asked.matchAll(/name="brake" value="([^"]+)"/g)].map(([, id = ""]) => id);
    const form = new URLSearchParams([...ids.map((id) => ["brake", id]), ["confirmed", "yes"]]);
    form.set("kind", "volume");
    const done = await jan.send("/brakes/lift", form);
    expect(await words(done)).toContain("1,000 brakes are lifted.");
    expect((await held()).volume).toHaveLength(101);
  });

  it("needs somebody else where the instance says so, and goes on with their approval", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const piet = await signInAsHouse(web, "Piet", ["operator"], "DIVD");
    const [{ id } = { id: "" }] = (await held()).volume;
    const form = { kind: "volume", brake: id, confirmed: "yes" };
    const refused = await jan.post("/brakes/lift", form);
    const text = await refused.text();
    expect(refused.status).toBe(409);
    expect(toWords(text)).toContain("nothing was done yet");
    const request = /\/approvals\/[0-9a-f-]{36}/.exec(text)?.[0] ?? "";
    expect(await jan.get("/brakes")).toContain("1 request waits for approval");
    expect((await held()).volume).toHaveLength(1);
    await piet.post(request, { answer: "approve", checked: "yes" });
    const before = await pending();
    expect(await words(await jan.post("/brakes/lift", form))).toContain("The brake is lifted.");
    expect((await held()).volume).toEqual([]);
    expect((await pending()) - before).toBe(60);
  });

  it("lets a lane go on that stopped by itself", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const asked = await jan.post("/brakes/resume", { lane: "day" });
    expect(await words(asked)).toContain("If the cause is still there, it stops anew.");
    expect((await held()).stops).toHaveLength(1);
    const done = await jan.post("/brakes/resume", { lane: "day", confirmed: "yes" });
    expect(await words(done)).toContain("Mail goes out again.");
    expect((await held()).stops).toEqual([]);
  });
});

describe("a kill switch in the portal", () => {
  const put = (reader: Reader, form: Record<string, string>) => reader.post("/brakes/switch", form);
  const drop = (reader: Reader, form: Record<string, string>) =>
    reader.post("/brakes/switch/lift", form);

  it("says what it would stop, is thrown once asked about, and lifted again", async () => {
    const jan = await signInAsHouse(web, "Jan");
    await drop(jan, { what: "lane:week", confirmed: "yes" });
    await drop(jan, { what: "channel:webhook", confirmed: "yes" });
    house.server.behave("findings@beta.example", {
      kind: "reply",
      at: "rcpt",
      code: 451,
      text: "4.3.0 Later",
    });
    await house.submit({ csv: listOf("open-snmp", "203.0.113", 2), caseName: "C 1" });
    await house.run();
    const form = { what: "case", name: "C 1", reason: "not <i>these</i>" };
    const asked = await words(await put(jan, form));
    expect(asked).toContain("Reports now 1 Notifications that wait to be sent 1");
    expect(asked).toContain("not &lt;i&gt;these&lt;/i&gt;");
    const isHeld = async () => (await held()).holds.some(({ value }) => value === "C 1");
    expect(await isHeld()).toBe(false);
    expect(await words(await put(jan, { ...form, confirmed: "yes" }))).toContain(
      "1 notification was taken back before it left.",
    );
    expect(await isHeld()).toBe(true);
    expect(await words(await put(jan, { ...form, confirmed: "yes" }))).toContain(
      "This kill switch was thrown before.",
    );
    expect(await words(await drop(jan, { what: "case", name: "C 1" }))).toContain(
      "not &lt;i&gt;these&lt;/i&gt;",
    );
    expect(await isHeld()).toBe(true);
    expect(await words(await drop(jan, { ...form, confirmed: "yes" }))).toContain(
      "The kill switch is lifted",
    );
    expect(await isHeld()).toBe(false);
    expect(await words(await drop(jan, form))).toContain("not thrown any more");
  });

  it("warns of a name that nobody knows, and takes neither nonsense nor silence", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const unknown = await put(jan, { what: "case", name: "DIVD-2026-0001", reason: "wrong" });
    expect(await words(unknown)).toContain("We know no report of it.");
    const bad = [
      [{ what: "case", name: " ", reason: "x" }, "Choose what has to stop"],
      [{ what: "lane:never", name: "", reason: "x" }, "Choose what has to stop"],
      [{ what: "finder", name: "No Such!", reason: "x" }, "Choose what has to stop"],
      [
        { what: "report", name: "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90", reason: "x" },
        "There is no report of this number.",
      ],
      [{ what: "lane:now", name: "", reason: " " }, "Say why"],
      [{ what: "lane:now", name: "", reason: "x".repeat(501) }, "Say why"],
    ] as const;
    const before = await held();
    for (const [form, text] of bad) {
      const answer = await put(jan, { ...form, confirmed: "yes" });
      expect([answer.status, await words(answer)]).toEqual([422, expect.stringContaining(text)]);
    }
    expect(await held()).toEqual(before);
  });

  it("of a report is lifted by releasing it: with approval, and never unseen", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const piet = await signInAsHouse(web, "Piet", ["operator"], "DIVD");
    const report = (await held()).holds.find(({ kind }) => kind === "report")?.value ?? "";
    const form = { what: "report", name: report, confirmed: "yes" };
    const refused = await drop(jan, form);
    const text = await refused.text();
    expect(refused.status).toBe(409);
    const request = /\/approvals\/[0-9a-f-]{36}/.exec(text)?.[0] ?? "";
    await piet.post(request, { answer: "approve", checked: "yes" });
    expect(await words(await drop(jan, form))).toContain("The kill switch is lifted");

    const waiting = await house.submit({
      csv: listOf("open-ipmi", "203.0.113", 2),
      finder: "other",
      release: false,
    });
    const other = { what: "report", name: waiting.report, reason: "let us see", confirmed: "yes" };
    await put(jan, other);
    expect(await words(await drop(jan, other))).toContain("Nobody has released this report yet");
    expect((await held()).holds.some(({ value }) => value === waiting.report)).toBe(true);
  });
});
