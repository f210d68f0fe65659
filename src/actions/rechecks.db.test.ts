import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { administrator, memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { PlainWorld } from "../../test/properties/make-world.ts";
import type { Actor, FinderActor } from "../domain/access/actor.ts";
import { type EpisodeState, episodeStates } from "../domain/finding/episode-state.ts";
import type { FinderId, FindingId, OrganisationId } from "../domain/ids.ts";
import type { RecheckOutcome } from "../domain/recheck/judge-rechecks.ts";
import { allowAlso, publicAddressesOnly } from "../lookups/guard/address-guard.ts";
import { makeHostPace } from "../lookups/host-pace.ts";
import { makeLookAgain } from "../lookups/recheck/make-look-again.ts";
import { moveEpisodes } from "../store/episodes.ts";
import { allowRechecks } from "./allow-rechecks.ts";
import { listRescans } from "./list-rescans.ts";
import { makeRechecks } from "./make-rechecks.ts";
import { showReportFates } from "./show-report-fates.ts";
import { submitRechecks } from "./submit-rechecks.ts";

const house = useOutgoingHouse();
const { context } = house;

const world: PlainWorld = {
  organisations: { uni: { claims: ["192.0.2.0/24"] } },
  finders: { first: [], second: [] },
};

const finderActor = (finder: string): FinderActor => ({
  kind: "finder",
  name: `finder ${finder}`,
  finder: finder as FinderId,
  scopes: null,
});

async function see(finder: string, day: string, ...hosts: readonly number[]) {
  const rows = hosts.map((host) => `192.0.2.${host},3389,${day}T08:00:00Z,open-rdp`);
  return house.submit({ csv: ["ip,port,timestamp,type", ...rows].join("\n"), finder });
}

async function rescans(finder: string, actor = finderActor(finder)): Promise<string[]> {
  const input = { actor, finder: finder as FinderId, after: 0, limit: 100 };
  return (await listRescans({ context, input })).rescans.map(({ address }) => address ?? "");
}

async function findingOf(host: number): Promise<{ id: FindingId; state: EpisodeState }> {
  const { rows } = await context.sql.query<{ id: FindingId; state: number }>(
    "select f.id, f.state from findings f where f.address = $1",
    [`192.0.2.${host}`],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no finding at ${host}`);
  return { id: row.id, state: episodeStates[row.state] as EpisodeState };
}

async function claim(host: number): Promise<void> {
  const { id } = await findingOf(host);
  const change = { changedAt: context.clock(), actor: "uni", reason: "test" };
  await moveEpisodes(context.sql, [id], "said-fixed", change);
}

async function look(finder: string, host: number, outcome: RecheckOutcome, at: string) {
  const { id } = await findingOf(host);
  return submitRechecks({
    context,
    input: {
      actor: finderActor(finder),
      finder: finder as FinderId,
      results: [{ finding: id, outcome, checkedAt: new Date(at) }],
    },
  });
}

beforeEach(() => house.loadWorld(world));

describe("what a finder is asked to scan again", () => {
  it("is its own: what was told and is said to be fixed, or was not seen for a week", async () => {
    await see("first", "2026-07-01", 1, 2);
    await see("second", "2026-07-01", 2, 3);
    expect(await rescans("first")).toEqual([]);
    await house.run();
    await house.followUp();
    expect(await rescans("first")).toEqual([]);
    await claim(2);
    expect(await rescans("first")).toEqual(["192.0.2.2"]);
    expect(await rescans("second")).toEqual(["192.0.2.2"]);
    house.setTime("2026-07-10T09:00:00Z");
    expect(await rescans("first")).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(await rescans("second")).toEqual(["192.0.2.2", "192.0.2.3"]);
    await see("first", "2026-07-10", 1);
    await house.followUp();
    expect(await rescans("first")).toEqual(["192.0.2.2"]);
  });

  it("is nobody else's", async () => {
    await expect(rescans("first", finderActor("second"))).rejects.toMatchObject({
      code: "not-permitted",
    });
  });
});

describe("what a finder found on looking again", () => {
  it("verifies what is gone, and refutes a claim about what is not", async () => {
    await see("first", "2026-07-01", 1, 2);
    await house.run();
    house.setTime("2026-07-02T09:00:00Z");
    await claim(1);
    await claim(2);
    house.setTime("2026-07-03T09:00:00Z");
    expect(await look("first", 1, "gone", "2026-07-03T08:00:00Z")).toEqual({
      kept: 1,
      leftOut: 0,
      verifiedFixed: 1,
      refuted: 0,
    });
    expect((await look("first", 2, "still-open", "2026-07-03T08:00:00Z")).refuted).toBe(1);
    expect((await findingOf(1)).state).toBe("verified-fixed");
    expect((await findingOf(2)).state).toBe("notified");
    // It has come and gone: once is not enough any more.
    house.setTime("2026-07-04T09:00:00Z");
    expect((await look("first", 2, "gone", "2026-07-04T01:00:00Z")).verifiedFixed).toBe(0);
    expect((await look("first", 2, "gone", "2026-07-04T08:00:00Z")).verifiedFixed).toBe(1);
    // Seen again after that, the next episode begins, with a first notice.
    const before = house.server.kept.length;
    await see("first", "2026-07-04", 1);
    await house.run();
    expect((await findingOf(1)).state).toBe("notified");
    expect(house.server.kept.length).toBe(before + 1);
  });

  it("counts less than what a report showed later", async () => {
    await see("first", "2026-07-01", 1);
    await house.run();
    house.setTime("2026-07-03T09:00:00Z");
    await see("second", "2026-07-03", 1);
    await house.followUp();
    expect((await look("first", 1, "gone", "2026-07-02T08:00:00Z")).verifiedFixed).toBe(0);
    expect((await findingOf(1)).state).toBe("notified");
  });

  it("is left out about findings of others, and is refused about the future", async () => {
    await see("first", "2026-07-01", 1);
    await house.run();
    expect(await look("second", 1, "gone", "2026-07-01T08:30:00Z")).toMatchObject({
      kept: 0,
      leftOut: 1,
    });
    await expect(look("first", 1, "gone", "2027-01-01T00:00:00Z")).rejects.toMatchObject({
      code: "wrong-usage",
    });
  });
});

describe("our own looks", () => {
  const look = makeLookAgain({
    guard: allowAlso(publicAddressesOnly, ["127.0.0.0/8"]),
    pace: makeHostPace(context.clock, async () => undefined, 0),
    timeoutMs: 60_000,
    userAgent: "Meldpunt test",
  });
  let server: Server | null = null;
  let greeting = "";
  let port = 0;
  const listen = async (): Promise<void> => {
    server = createServer((socket) => {
      socket.on("error", () => undefined);
      if (greeting !== "") socket.write(greeting);
    });
    await new Promise<void>((resolve) => server?.listen(port, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  };
  const close = () =>
    new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  afterEach(close);

  /** The finding's port, on loopback. */
  const run = () =>
    makeRechecks({
      context: { ...context, lookAgain: (target) => look({ ...target, address: "127.0.0.1" }) },
    });
  const allow = (allowed: boolean, actor: Actor = operator) =>
    allowRechecks({
      context,
      input: { actor, party: { organisation: "uni" as OrganisationId }, allowed },
    });

  it("are made where the owner allows it, and verify what refuses twice, hours apart", async () => {
    await listen();
    await house.submit({
      csv: `ip,port,protocol,timestamp,type\n192.0.2.1,${port},tcp,2026-07-01T08:00:00Z,open-rdp\n`,
      finder: "first",
    });
    await house.run();
    house.setTime("2026-07-02T09:00:00Z");
    await claim(1);
    expect((await run()).kept).toBe(0);
    expect(await allow(true, administrator("uni"))).toBe(true);
    expect(await allow(true)).toBe(false);
    house.setTime("2026-07-02T10:00:00Z");
    expect(await run()).toMatchObject({ kept: 1, refuted: 1 });
    expect((await findingOf(1)).state).toBe("notified");
    expect((await run()).kept).toBe(0);

    house.setTime("2026-07-03T09:00:00Z");
    await claim(1);
    await close();
    expect(await run()).toMatchObject({ kept: 1, verifiedFixed: 0 });
    house.later(60);
    expect((await run()).kept).toBe(0);
    house.later(8 * 60);
    expect(await run()).toMatchObject({ kept: 1, verifiedFixed: 1 });
    expect((await findingOf(1)).state).toBe("verified-fixed");
  });

  it("compare the version that a server names with the one that was seen", async () => {
    port = 0;
    greeting = "220 mx.uni.example ESMTP Exim 4.87\r\n";
    await listen();
    await house.submit({
      csv: `ip,port,protocol,timestamp,type,banner\n192.0.2.1,${port},tcp,2026-07-01T08:00:00Z,cve-2019-10149,${greeting.trim()}
`,
      finder: "first",
    });
    await house.run();
    await allow(true);
    house.setTime("2026-07-02T09:00:00Z");
    await claim(1);
    house.setTime("2026-07-02T10:00:00Z");
    expect(await run()).toMatchObject({ kept: 1, refuted: 1 });
    expect((await findingOf(1)).state).toBe("notified");

    house.setTime("2026-07-03T09:00:00Z");
    await claim(1);
    greeting = "220 mx.uni.example ESMTP Exim 4.98\r\n";
    expect(await run()).toMatchObject({ kept: 1, verifiedFixed: 0 });
    house.later(9 * 60);
    expect(await run()).toMatchObject({ kept: 1, verifiedFixed: 1 });
    const { rows } = await context.sql.query("select method, detail from rechecks order by id");
    expect(rows.map(({ detail }) => detail)).toEqual([
      "version 4.87, seen was 4.87",
      "version 4.98, seen was 4.87",
      "version 4.98, seen was 4.87",
    ]);
  });

  it("are not made once the owner forbids it, nor where this installation asks nobody", async () => {
    await see("first", "2026-07-01", 1);
    await house.run();
    await claim(1);
    await allow(true);
    expect((await makeRechecks({ context: { ...context, lookAgain: null } })).kept).toBe(0);
    expect(await allow(false)).toBe(true);
    expect((await run()).kept).toBe(0);
    await expect(allow(true, memberOf("uni", "handler"))).rejects.toMatchObject({
      code: "not-permitted",
    });
  });
});

it("a finder sees what became of its report, and not what few owners said", async () => {
  const { report } = await see("first", "2026-07-01", 1, 2, 3, 4, 5, 6, 7);
  await house.run();
  await claim(1);
  const fates = async (actor: Parameters<typeof showReportFates>[0]["input"]["actor"]) =>
    (await showReportFates({ context, input: { report, actor } })).fates;
  expect(await fates(finderActor("first"))).toEqual({ told: 7 });
  expect(await fates(operator)).toMatchObject({ delivered: 6, saidFixed: 1, fixed: 0 });
  await expect(fates(finderActor("second"))).rejects.toMatchObject({ code: "not-found" });
  house.setTime("2026-07-02T09:00:00Z");
  await look("first", 2, "gone", "2026-07-02T08:00:00Z");
  expect(await fates(finderActor("first"))).toEqual({ told: 6, fixed: 1 });
});
