import { beforeEach, describe, expect, it } from "vitest";
import { listOf, loadHolders } from "../../../test/makers/held-things.ts";
import {
  type Reader,
  signInAs,
  signInAsHouse,
  toWords,
} from "../../../test/makers/portal-reader.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import {
  startWebhookReceiver,
  type WebhookReceiver,
} from "../../../test/makers/webhook-receiver.ts";

const web = useWebHouse();
const { house } = web;
const { sql } = house.context;

beforeEach(async () => {
  await loadHolders(house);
});

const words = async (answer: Response): Promise<string> => toWords(await answer.text());
const all = async (): Promise<{ id: string; state: string }[]> =>
  (await sql.query<{ id: string; state: string }>("select id, state from endpoints order by id"))
    .rows;
const secrets = async (): Promise<number> =>
  (await sql.query("select from endpoint_secrets")).rows.length;

/** A webhook of alfa that is there and was shown its secret, and the path of its page. */
async function makeWebhook(reader: Reader): Promise<{ path: string; receiver: WebhookReceiver }> {
  const receiver = await startWebhookReceiver();
  house.post(receiver.post);
  const made = await reader.post("/endpoints", { way: "webhook", url: receiver.url });
  const text = await made.text();
  expect(made.headers.get("Cache-Control")).toBe("no-store");
  receiver.trust({ secret: /whsec_[A-Za-z0-9+/=]+/.exec(text)?.[0] ?? "" });
  return { path: /\/endpoints\/[0-9a-f-]{36}/.exec(text)?.[0] ?? "", receiver };
}

async function tell(type: string): Promise<void> {
  await house.submit({ csv: listOf(type, "192.0.2", 2) });
  await house.run();
}

describe("endpoints in the portal", () => {
  it("are made by an administrator, tested, and show what was taken and what failed", async () => {
    const anna = await signInAs(web, "alfa", "administrator");
    expect(await anna.get("/endpoints")).toContain("There is no endpoint");
    const { path, receiver } = await makeWebhook(anna);
    expect(await anna.get(path)).not.toContain("whsec_");
    expect(await anna.get(path)).toContain("not tested yet");
    expect(await words(await anna.post(`${path}/test`, {}))).toContain("The test passed");
    expect(await anna.get("/endpoints")).toMatch(
      /webhook https:\S+ counts nothing in 30 days none/,
    );
    await tell("open-rdp");
    expect(receiver.taken).toHaveLength(2);
    expect(await anna.get(path)).toContain("Last taken 1 Jul 2026, 11:00 Last failure none");
    receiver.misbehave((response) => void response.writeHead(503).end("<script>"));
    await tell("open-telnet");
    const list = await anna.get("/endpoints");
    expect(list).toContain("counts, but fails");
    expect(list).toMatch(/Since 1 Jul 2026, 11:00 : 503 &lt;script&gt;/);
    expect(await anna.get("/endpoints", "nl")).toContain("telt, maar faalt");
  });

  it("get another secret, shown once, only after it was asked about", async () => {
    const anna = await signInAs(web, "alfa", "administrator");
    const { path } = await makeWebhook(anna);
    const asked = await words(await anna.post(`${path}/rotate`, { overlap: "0" }));
    expect(asked).toContain("The old one ends now: it leaked.");
    expect(await secrets()).toBe(1);
    const given = await anna.post(`${path}/rotate`, { overlap: "24", confirmed: "yes" });
    expect(await words(given)).toMatch(/whsec_\S+ .* The old one holds until 2 Jul 2026, 11:00/);
    expect(await secrets()).toBe(2);
    expect((await anna.post(`${path}/rotate`, { overlap: "999", confirmed: "yes" })).status).toBe(
      400,
    );
    expect(await anna.get(path)).not.toContain("whsec_");
  });

  it("are disabled for good, and what waits is mailed", async () => {
    const anna = await signInAs(web, "alfa", "administrator");
    const { path, receiver } = await makeWebhook(anna);
    await anna.post(`${path}/test`, {});
    receiver.misbehave((response) => void response.writeHead(503).end());
    await tell("open-rdp");
    expect(await words(await anna.post(`${path}/disable`, {}))).toContain(
      "1 notification waits, which is mailed.",
    );
    expect((await all())[0]?.state).toBe("active");
    const done = await anna.post(`${path}/disable`, { confirmed: "yes" });
    expect(await words(done)).toContain("The endpoint is disabled; 1 notification is mailed.");
    expect(await anna.get("/endpoints")).toContain("on request");
    expect(await anna.get(path)).not.toContain("Disable the endpoint");
  });

  it("get again what the organisation got, by days", async () => {
    const anna = await signInAs(web, "alfa", "administrator");
    const { path, receiver } = await makeWebhook(anna);
    const days = { from: "2026-07-01", until: "2026-07-01" };
    expect(await anna.get(path)).toContain("This can be done once the endpoint counts.");
    await anna.post(`${path}/test`, {});
    await tell("open-rdp");
    const handler = await signInAs(web, "alfa", "handler");
    for (const wrong of [
      { from: "2026-07-02", until: "2026-07-01" },
      { from: "", until: "<b>" },
    ]) {
      const answer = await handler.post(`${path}/resend`, wrong);
      expect([answer.status, await words(answer)]).toEqual([
        422,
        expect.stringContaining("Give two days"),
      ]);
    }
    expect(await words(await handler.post(`${path}/resend`, days))).toContain(
      "1 notification goes again.",
    );
    const before = receiver.taken.length;
    await house.run();
    expect(receiver.taken.length - before).toBe(1);
  });

  it("ask before a test that would end the one that counts", async () => {
    const anna = await signInAs(web, "alfa", "administrator");
    const { path } = await makeWebhook(anna);
    await anna.post(`${path}/test`, {});
    const jan = await signInAsHouse(web, "Jan");
    const made = await jan.post("/endpoints", { organisation: "alfa", way: "folder-csv", url: "" });
    const folder = /\/endpoints\/[0-9a-f-]{36}/.exec(await made.text())?.[0] ?? "";
    expect(await words(await jan.post(`${folder}/test`, {}))).toContain(
      "the present one is disabled for good",
    );
    expect((await all()).map(({ state }) => state)).toEqual(["active", "untested"]);
    const done = await jan.post(`${folder}/test`, { confirmed: "yes" });
    expect(await words(done)).toContain("The test passed");
    expect((await all()).map(({ state }) => state)).toEqual(["disabled", "active"]);
    expect(await jan.get("/endpoints")).toContain("Universiteit Noorderhaven aan Zee");
  });

  it("say that nothing was done where it was too often or too late", async () => {
    const anna = await signInAs(web, "alfa", "administrator");
    const { path, receiver } = await makeWebhook(anna);
    receiver.trust(null);
    const answers: Response[] = [];
    for (let i = 0; i < 21; i += 1) answers.push(await anna.post(`${path}/test`, {}));
    expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(200), 429]);
    expect(await words(answers[20] as Response)).toContain("There were too many tests.");
    await anna.post(`${path}/disable`, { confirmed: "yes" });
    const late = await anna.post(`${path}/rotate`, { overlap: "0", confirmed: "yes" });
    expect([late.status, await words(late)]).toEqual([
      409,
      expect.stringContaining("This endpoint does not count"),
    ]);
    expect(await secrets()).toBe(1);
  });

  it("say what is wrong with what was typed", async () => {
    const jan = await signInAsHouse(web, "Jan");
    const anna = await signInAs(web, "alfa", "administrator");
    const wrong = [
      [
        { organisation: "alfa", way: "webhook", url: "http://inside.example/" },
        "cannot be a webhook",
      ],
      [{ organisation: "nobody", way: "pull", url: "" }, "We know no such organisation."],
      [{ organisation: "<b>", way: "pull", url: "" }, "We know no such organisation."],
      [{ organisation: "alfa", way: "post", url: "" }, "Choose how the program"],
    ] as const;
    for (const [form, text] of wrong) {
      const answer = await jan.post("/endpoints", form);
      expect([answer.status, await words(answer)]).toEqual([422, expect.stringContaining(text)]);
    }
    expect((await anna.post("/endpoints", { way: "folder-json" })).status).toBe(403);
    expect(await all()).toEqual([]);
    for (let i = 0; i < 10; i += 1) await anna.post("/endpoints", { way: "pull" });
    expect(await words(await anna.post("/endpoints", { way: "pull" }))).toContain(
      "There are ten endpoints already.",
    );
  });

  it("are nobody else's: strangers learn nothing, readers and auditors have no forms", async () => {
    const anna = await signInAs(web, "alfa", "administrator");
    const { path, receiver } = await makeWebhook(anna);
    await anna.post(`${path}/test`, {});
    const calls = receiver.calls();
    const before = [await all(), await secrets()];
    const posts: [string, Record<string, string>][] = [
      ["test", {}],
      ["rotate", { overlap: "0", confirmed: "yes" }],
      ["disable", { confirmed: "yes" }],
      ["resend", { from: "2026-07-01", until: "2026-07-01" }],
    ];
    const stranger = await signInAs(web, "beta", "administrator");
    const reader = await signInAs(web, "alfa", "reader");
    const auditor = await signInAsHouse(web, "An", ["auditor"]);
    for (const somebody of [stranger, reader, auditor])
      for (const [name, form] of posts)
        expect((await somebody.post(`${path}/${name}`, form)).status).toBe(404);
    const look = async (at: string): Promise<string> =>
      (await stranger.get(at)).replace(/[0-9a-f-]{36}/, "");
    expect(await look(path)).toBe(await look("/endpoints/01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"));
    expect(await stranger.get("/endpoints")).not.toContain("hook.voorbeeld.example");
    for (const somebody of [reader, auditor]) {
      const page = await somebody.get(path);
      expect(page).toContain("An administrator of the organisation can change an endpoint.");
      expect(page).not.toContain("Disable the endpoint");
      expect(await somebody.get("/endpoints")).not.toContain("Make the endpoint");
    }
    expect([await all(), await secrets()]).toEqual(before);
    expect(receiver.calls()).toBe(calls);
  });
});
