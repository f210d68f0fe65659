import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../../test/makers/webhook-receiver.ts";
import { acknowledgeNotifications } from "../actions/acknowledge-notifications.ts";
import { fetchNotifications } from "../actions/fetch-notifications.ts";
import { liftSwitch } from "../actions/lift-switch.ts";
import { previewRecall } from "../actions/preview-recall.ts";
import { recallReports } from "../actions/recall-reports.ts";
import { registerEndpoint } from "../actions/register-endpoint.ts";
import { testEndpoint } from "../actions/test-endpoint.ts";
import { throwSwitch } from "../actions/throw-switch.ts";
import type { EndpointWay } from "../domain/endpoint/endpoint.ts";
import type { FinderId, OrganisationId, ReportId } from "../domain/ids.ts";
import type { HoldTarget } from "../domain/notification/hold-target.ts";

const house = useOutgoingHouse();
const { context } = house;
const organisation = "alfa" as OrganisationId;
const handler = memberOf("alfa", "handler");
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../docs/formats/notification.schema.json"), "utf8"),
);
const fits = new Ajv2020({ strict: false }).compile(schema);

/** What every channel has to do, whatever it is: the suite below knows no more of one than this. */
type Way = {
  /** Everything that came, as text, what came since the last look last; documents are checked against their schema. */
  came(): Promise<string[]>;
  /** Lets nothing through for now, or again everything. */
  block(isBlocked: boolean): void;
};

async function connect(way: EndpointWay): Promise<WebhookReceiver | null> {
  const input = { actor: operator, organisation, way };
  const { id, secret } = await registerEndpoint({ context, input });
  const receiver = way.kind === "webhook" ? await startWebhookReceiver() : null;
  if (receiver !== null) {
    house.post(receiver.post);
    receiver.trust(secret);
  }
  const trial = await testEndpoint({ context, input: { actor: operator, id } });
  if (trial.kind === "waits") {
    const test = await fetchNotifications({
      context,
      input: { actor: handler, what: "waiting", after: -1, limit: 10 },
    });
    expect(test).toMatchObject([{ cursor: "0", document: { type: "test" } }]);
    const acknowledged = await acknowledgeNotifications({
      context,
      input: { actor: handler, upTo: 0 },
    });
    expect(acknowledged).toEqual({ acknowledged: 0, tested: true });
  } else expect(trial).toEqual({ kind: "passed" });
  receiver?.taken.splice(0);
  return receiver;
}

function checked(text: string): string {
  expect(fits(JSON.parse(text)), JSON.stringify(fits.errors)).toBe(true);
  return text;
}

/** Mail about findings to an address, with its attachments, decoded. */
async function mailTo(address: string): Promise<string[]> {
  const kept = house.server.kept.filter(
    ({ to, messageId }) => to === address && !messageId.startsWith("<notice."),
  );
  return Promise.all(
    kept.map(async ({ bytes }) => {
      const mail = await PostalMime.parse(bytes);
      const attached = mail.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer));
      return [mail.subject, mail.text, ...attached.map((one) => one.toString())].join("\n");
    }),
  );
}

const address = "findings@alfa.example";

const ways: Readonly<Record<string, () => Promise<Way>>> = {
  mail: async () => ({
    came: () => mailTo(address),
    block: (isBlocked) =>
      isBlocked
        ? house.server.behave(address, {
            kind: "reply",
            at: "rcpt",
            code: 451,
            text: "4.3.0 later",
          })
        : house.server.forget(),
  }),
  webhook: async () => {
    const receiver = await connect({ kind: "webhook", url: "https://hook.voorbeeld.example/" });
    return {
      came: async () => (receiver?.taken ?? []).map(({ body }) => checked(body)),
      block: (isBlocked) =>
        receiver?.misbehave(isBlocked ? (response) => void response.writeHead(503).end() : null),
    };
  },
  pull: async () => {
    await connect({ kind: "pull" });
    const had: string[] = [];
    let blocked = false;
    return {
      came: async () => {
        if (blocked) return had;
        const input = { actor: handler, what: "waiting", after: -1, limit: 100 } as const;
        const page = await fetchNotifications({ context, input });
        had.push(...page.map(({ document }) => checked(JSON.stringify(document))));
        const upTo = Number(page.at(-1)?.cursor ?? 0);
        await acknowledgeNotifications({ context, input: { actor: handler, upTo } });
        return had;
      },
      block: (isBlocked) => {
        blocked = isBlocked;
      },
    };
  },
  "folder, JSON": () => useFolder("json"),
  "folder, CSV": () => useFolder("csv"),
};

async function useFolder(format: "json" | "csv"): Promise<Way> {
  await connect({ kind: "folder", format });
  const folder = join(house.folders, "alfa");
  expect(statSync(join(folder, `test.${format}`)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  rmSync(join(folder, `test.${format}`));
  const seen = new Set<string>();
  return {
    came: async () => {
      for (const name of readdirSync(folder)) seen.add(name);
      return [...seen].map((name) => {
        const path = join(folder, name);
        expect(path).toMatch(/\/NSM-[0-9A-Z]{4}-[0-9A-Z]{4}\.(json|csv)$/);
        expect(statSync(path).mode & 0o777).toBe(0o600);
        const text = readFileSync(path, "utf8");
        return format === "json" ? checked(text) : text;
      });
    },
    block: (isBlocked) => {
      rmSync(folder, { recursive: true, force: true });
      // A file where the folder was: root writes into any folder.
      if (isBlocked) writeFileSync(folder, "");
      else mkdirSync(folder, { mode: 0o700 });
    },
  };
}

const loadWorld = (maxTier: 0 | 1 | 2 | 3 = 3) =>
  house.loadWorld({ organisations: { alfa: { claims: ["192.0.2.0/24"], maxTier } } });

const header = "ip,type,timestamp,password,serial";
/** Of a type that nothing of is shown above tier 1, unless told otherwise. */
const submit = (...addresses: readonly string[]) => submitOf("cve-2021-26855", addresses);
const submitOf = (type: string, addresses: readonly string[]) => {
  const rows = addresses.map(
    (ip) => `${ip},${type},2026-07-01T08:00:00Z,geheimwoord,serienummer-17`,
  );
  return house.submit({ csv: `${[header, ...rows].join("\n")}\n` });
};

/** What a mail shows above tier 1 that is not encrypted, since nobody gave a key. */
const reduced = { type: true, serial: false, password: false };

/** A type of which everything is shown to who may see it. */
const shownWhole = "divd-2020-00004";

const addressesIn = (text: string): string[] =>
  [...new Set(text.match(/\b192\.0\.2\.\d+/g) ?? [])].toSorted();

describe.each(Object.entries(ways))("by %s", (name, open) => {
  it("the recipient has all rows of the notification and no other, once", async () => {
    await loadWorld();
    const way = await open();
    await submit("192.0.2.7", "192.0.2.8", "192.0.2.9", "198.51.100.1");
    await house.run();
    const [text = "", ...more] = await way.came();
    expect(more).toEqual([]);
    expect(addressesIn(text)).toEqual(["192.0.2.7", "192.0.2.8", "192.0.2.9"]);
    expect(text).not.toContain("198.51.100.1");
    await house.run();
    house.later(24 * 60);
    await house.run();
    expect(await way.came()).toHaveLength(1);
    expect(await house.dispositions()).toMatchObject({ delivered: 3 });
  });

  it.each([
    [0, { type: false, serial: false, password: false }],
    [1, { type: true, serial: false, password: false }],
    [2, { type: true, serial: true, password: false }],
    [3, { type: true, serial: true, password: true }],
  ] as const)("it shows at tier %i what that tier may see", async (tier, sees) => {
    await loadWorld(tier);
    const way = await open();
    await submitOf(shownWhole, ["192.0.2.7"]);
    await house.run();
    const [text = ""] = await way.came();
    expect(addressesIn(text)).toEqual(["192.0.2.7"]);
    expect({
      type: text.includes("Mirai"),
      serial: text.includes("serienummer-17"),
      password: text.includes("geheimwoord"),
    }).toEqual(name === "mail" && tier > 1 ? reduced : sees);
  });

  it("what is not taken for now comes later, once", async () => {
    await loadWorld();
    const way = await open();
    await house.run();
    way.block(true);
    await submit("192.0.2.7");
    await house.run();
    expect(await house.dispositions()).toEqual({ pending: 1 });
    house.later(20);
    way.block(false);
    await house.run();
    expect((await way.came()).map(addressesIn)).toEqual([["192.0.2.7"]]);
    await house.run();
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    expect(await way.came()).toHaveLength(1);
  });

  it("whoever had the rows is told that they are void, by the same way", async () => {
    await loadWorld();
    const way = await open();
    const wrong = await submit("192.0.2.7");
    await submit("192.0.2.8");
    await house.run();
    const before = (await way.came()).length;
    await recall(wrong.report);
    await house.run();
    const after = await way.came();
    expect(after).toHaveLength(before + 1);
    expect(addressesIn(after.at(-1) ?? "")).toEqual(["192.0.2.7"]);
    expect(after.at(-1)).toContain("withdrawn");
    house.later(60);
    await house.run();
    expect(await way.came()).toHaveLength(before + 1);
  });
});

describe.each(Object.entries(ways).filter(([name]) => name !== "mail"))("by %s", (_, open) => {
  it("what is never taken is mailed to the same recipient, once", async () => {
    await loadWorld();
    const way = await open();
    await house.run();
    way.block(true);
    await submit("192.0.2.7");
    for (let minutes = 0; minutes <= 120; minutes += 15) {
      await house.run();
      house.later(15);
    }
    expect((await mailTo(address)).map(addressesIn)).toEqual([["192.0.2.7"]]);
    expect(await house.dispositions()).toEqual({ delivered: 1 });
    way.block(false);
    await house.run();
    expect((await way.came()).filter((text) => text.includes("192.0.2.7"))).toEqual([]);
    const { rows } = await context.sql.query(
      "select 1 from notification_findings where role = 'primary' and superseded_at is null",
    );
    expect(rows).toHaveLength(1);
  });
});

describe("fetching", () => {
  const fetch = (after = -1) =>
    fetchNotifications({
      context,
      input: { actor: handler, what: "waiting", after, limit: 100 },
    });

  it("shows an organisation its own and nothing else, and again until it acknowledges", async () => {
    await house.loadWorld({
      organisations: {
        alfa: { claims: ["192.0.2.0/24"] },
        beta: { claims: ["198.51.100.0/24"] },
      },
    });
    await connect({ kind: "pull" });
    await submit("192.0.2.7", "198.51.100.1");
    await house.run();
    const first = await fetch();
    expect(first.map(({ document }) => addressesIn(JSON.stringify(document)))).toEqual([
      ["192.0.2.7"],
    ]);
    expect(JSON.stringify(first)).not.toContain("198.51.100.1");
    expect(await fetch()).toEqual(first);
    const [{ cursor = "" } = {}] = first;
    expect(await fetch(Number(cursor))).toEqual([]);
    const beta = memberOf("beta", "handler");
    await expect(
      fetchNotifications({
        context,
        input: { actor: beta, what: "waiting", after: -1, limit: 10 },
      }),
    ).rejects.toMatchObject({ code: "not-found" });
    const upTo = Number(cursor);
    const input = { actor: beta, upTo: 1_000_000 };
    expect(await acknowledgeNotifications({ context, input })).toMatchObject({ acknowledged: 0 });
    expect(await house.dispositions()).toEqual({ delivered: 1, pending: 1 });
    await acknowledgeNotifications({ context, input: { actor: handler, upTo } });
    expect(await fetch()).toEqual([]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    const window = {
      from: new Date("2026-07-01T00:00:00Z"),
      until: new Date("2026-07-02T00:00:00Z"),
    };
    const again = await fetchNotifications({
      context,
      input: { actor: handler, what: window, after: -1, limit: 10 },
    });
    expect(again).toEqual(first);
  });

  it("acknowledges nothing that was never shown, whatever the cursor", async () => {
    await loadWorld();
    await connect({ kind: "pull" });
    await submit("192.0.2.7");
    await house.run();
    const input = { actor: handler, upTo: 1_000_000 };
    expect(await acknowledgeNotifications({ context, input })).toMatchObject({ acknowledged: 0 });
    expect(await fetch()).toHaveLength(1);
  });

  it("is not for readers of other organisations, nor for the house", async () => {
    const input = { actor: operator, what: "waiting", after: -1, limit: 10 } as const;
    await expect(fetchNotifications({ context, input })).rejects.toMatchObject({
      code: "not-permitted",
    });
  });

  it.each<[string, HoldTarget]>([
    ["channel", { kind: "channel", value: "pull" }],
    ["lane", { kind: "lane", value: "now" }],
  ])("shows nothing while its %s is held, and all of it afterwards", async (_, target) => {
    await loadWorld();
    await connect({ kind: "pull" });
    await submit("192.0.2.7");
    await house.run();
    await throwSwitch({ context, input: { actor: operator, target, reason: "wrong" } });
    expect(await fetch()).toEqual([]);
    await liftSwitch({ context, input: { actor: operator, target } });
    await house.run();
    expect(await fetch()).toHaveLength(1);
  });

  it("of what was taken back before it was acknowledged shows nothing more, and all of it anew when it may", async () => {
    await loadWorld();
    await connect({ kind: "pull" });
    await submit("192.0.2.7");
    await house.run();
    const [first] = await fetch();
    const target = { kind: "finder", value: "finder" as FinderId } as const;
    await throwSwitch({ context, input: { actor: operator, target, reason: "wrong" } });
    expect(await fetch()).toEqual([]);
    await liftSwitch({ context, input: { actor: operator, target } });
    expect(await fetch()).toEqual([]);
    house.later(2 * 60);
    await house.run();
    await house.run();
    const [second] = await fetch();
    expect(second?.cursor).not.toBe(first?.cursor);
    expect(addressesIn(JSON.stringify(second))).toEqual(["192.0.2.7"]);
    expect(await mailTo(address)).toEqual([]);
  });

  it("of what was taken back before anybody saw it shows nothing", async () => {
    await loadWorld();
    await connect({ kind: "pull" });
    const wrong = await submit("192.0.2.7");
    await house.run();
    await recall(wrong.report);
    await house.run();
    expect(await fetch()).toEqual([]);
  });
});

async function recall(report: ReportId): Promise<void> {
  const scope = { kind: "report", report } as const;
  const { digest } = await previewRecall({ context, input: { scope, actor: operator } });
  const texts = { nl: null, en: null };
  await recallReports({
    context,
    input: { scope, digest, reason: "the wrong list", texts, actor: operator },
  });
}
