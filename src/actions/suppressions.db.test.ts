import { describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { makeMailboxes } from "../../test/makers/mailboxes.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { PlainWorld } from "../../test/properties/make-world.ts";
import type { Actor } from "../domain/access/actor.ts";
import { findAsset } from "../domain/claim/claim-record.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { type SilenceScope, wholeScope } from "../domain/world/silence.ts";
import { listSuppressions } from "./list-suppressions.ts";
import { suppressAddresses } from "./suppress-addresses.ts";
import { withdrawSuppression } from "./withdraw-suppression.ts";

const house = useOutgoingHouse();
const { context } = house;

const world: PlainWorld = {
  organisations: {
    uni: { claims: ["192.0.2.0/24"] },
    region: { serves: ["192.0.2.0/24"] },
    net: { claims: [{ of: "198.51.100.0/24", use: "operate" }] },
  },
};

function list(type: string, ...addresses: readonly string[]): string {
  const rows = addresses.map((ip) => `${ip},443,2026-06-20T08:00:00Z,${type}`);
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

const rowsOf = (id: string): string[] =>
  (makeMailboxes(house.server.kept).get(`findings@${id}.example`) ?? []).flatMap(
    ({ rows }) => rows,
  );
const send = async (type: string, ...addresses: string[]): Promise<void> => {
  await house.submit({ csv: list(type, ...addresses) });
  await house.run();
};
const silence = (id: string, scope: Partial<SilenceScope> = {}, until: Date | null = null) => {
  const address = `findings@${id}.example` as EmailAddress;
  const entries = [{ address, scope: { ...wholeScope, ...scope }, until, reason: "asked" }];
  return suppressAddresses({ context, input: { actor: operator, source: "operator", entries } });
};
const onList = (all = false) =>
  listSuppressions({
    context,
    input: { actor: operator, address: null, all, after: null, limit: 10 },
  });

async function start(): Promise<void> {
  await emptyTables(context.sql, "suppressions");
  await house.loadWorld(world);
}

describe("the suppression list", () => {
  it("silences an address, and the walk goes on; whoever was told stays told", async () => {
    await start();
    await send("cryptominer", "192.0.2.1");
    await silence("uni");
    await send("cryptominer", "192.0.2.2");
    expect([rowsOf("uni"), rowsOf("region")]).toEqual([["192.0.2.1"], ["192.0.2.2"]]);
    expect(await house.dispositions()).toEqual({ delivered: 2 });
  });

  it("takes back what waits, for the next to be asked", async () => {
    await start();
    const busy = { kind: "reply", at: "rcpt", code: 451, text: "4.7.1 later" } as const;
    house.server.behave("findings@uni.example", busy);
    await send("cryptominer", "192.0.2.1");
    house.server.forget();
    expect(await silence("uni")).toMatchObject({ withdrawn: 1 });
    house.later(60);
    await house.run();
    expect([rowsOf("uni"), rowsOf("region")]).toEqual([[], ["192.0.2.1"]]);
  });

  it("records as suppressed what ends there, and needs no person", async () => {
    await start();
    await silence("uni");
    await silence("region");
    await send("cryptominer", "192.0.2.1");
    expect(await house.dispositions()).toEqual({ suppressed: 1 });
    const { rows } = await context.sql.query(
      "select d.held_reason, d.held_detail from findings f join decisions d on d.id = f.decision_id",
    );
    expect(rows).toMatchObject([
      { held_reason: "stopped", held_detail: expect.stringContaining("uni (owner)") },
    ]);
  });

  it.each<[string, Partial<SilenceScope>, string, string[], string[]]>([
    ["a kind", { kind: "misconfiguration" }, "anonymous-ftp", [], ["192.0.2.1", "192.0.2.129"]],
    ["another kind", { kind: "vulnerability" }, "cryptominer", ["192.0.2.1", "192.0.2.129"], []],
    ["a type", { type: "cryptominer" as never }, "cryptominer", [], ["192.0.2.1", "192.0.2.129"]],
    [
      "an object",
      { asset: findAsset("192.0.2.128/25") },
      "cryptominer",
      ["192.0.2.1"],
      ["192.0.2.129"],
    ],
    ["digests", { digestsOnly: true }, "cryptominer", [], ["192.0.2.1", "192.0.2.129"]],
    ["digests, not now", { digestsOnly: true }, "c2-server", ["192.0.2.1", "192.0.2.129"], []],
  ])("holds about %s only", async (_, scope, type, uni, region) => {
    await start();
    await silence("uni", scope);
    await send(type, "192.0.2.1", "192.0.2.129");
    expect([rowsOf("uni"), rowsOf("region")]).toEqual([uni, region]);
  });

  it("ends by its date, and by withdrawal", async () => {
    await start();
    await silence("uni", {}, new Date("2026-07-02T00:00:00Z"));
    await send("cryptominer", "192.0.2.1");
    house.setTime("2026-07-02T00:00:00Z");
    await send("cryptominer", "192.0.2.2");
    expect([rowsOf("uni"), rowsOf("region")]).toEqual([["192.0.2.2"], ["192.0.2.1"]]);
    const { ids } = await silence("uni");
    await send("cryptominer", "192.0.2.3");
    const input = { actor: operator, id: ids[0] ?? "", reason: "asked to be told again" };
    await withdrawSuppression({ context, input });
    await send("cryptominer", "192.0.2.4");
    expect(rowsOf("uni")).toEqual(["192.0.2.2", "192.0.2.4"]);
    // Who was told while it held stays told.
    expect(rowsOf("region")).toEqual(["192.0.2.1", "192.0.2.3"]);
    await expect(withdrawSuppression({ context, input })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("keeps no address, and one entry for what is said twice, with the later end", async () => {
    await start();
    const soon = new Date("2026-08-01T00:00:00Z");
    const late = new Date("2026-09-01T00:00:00Z");
    const first = await silence("uni", {}, late);
    expect((await silence("uni", {}, soon)).ids).toEqual(first.ids);
    expect(await onList()).toMatchObject([{ until: late, source: "operator", withdrawnAt: null }]);
    expect((await silence("uni")).ids).toEqual(first.ids);
    expect(await onList()).toMatchObject([{ until: null }]);
    const { rows } = await context.sql.query<{ text: string }>(
      "select s::text as text from suppressions s union all select e.content::text from audit_entries e",
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { text } of rows) expect(text).not.toMatch(/uni\.example/);
    const ask = (text: string) =>
      listSuppressions({
        context,
        input: {
          actor: operator,
          address: text as EmailAddress,
          all: false,
          after: null,
          limit: 9,
        },
      });
    expect(await ask("findings@uni.example")).toHaveLength(1);
    expect(await ask("findings@net.example")).toEqual([]);
  });

  it("holds for the digests of a desk that was told before", async () => {
    await start();
    await send("darknet-traffic", "198.51.100.1");
    expect(rowsOf("net")).toEqual(["198.51.100.1"]);
    await silence("net");
    const again = list("darknet-traffic", "198.51.100.1").replace("06-20", "06-21");
    await house.submit({ csv: again });
    await house.run();
    expect(rowsOf("net")).toEqual(["198.51.100.1"]);
    const { rows } = await context.sql.query("select from owed_observations");
    expect(rows).toEqual([]);
    expect((await house.run()).notified).toMatchObject({ notifications: 0 });
  });

  it("is an operator's to change, needs a reason and an end that is to come", async () => {
    const entry = { address: "a@b.example" as EmailAddress, scope: wholeScope, until: null };
    const put = (actor: Actor, reason: string, until: Date | null = null) =>
      suppressAddresses({
        context,
        input: { actor, source: "operator", entries: [{ ...entry, reason, until }] },
      });
    const auditor: Actor = { ...operator, roles: ["auditor"] } as Actor;
    await expect(put(auditor, "x")).rejects.toMatchObject({ code: "not-permitted" });
    await expect(put(operator, " ")).rejects.toMatchObject({ code: "wrong-usage" });
    await expect(put(operator, "x", new Date("2026-06-01"))).rejects.toMatchObject({
      code: "wrong-usage",
    });
  });
});
