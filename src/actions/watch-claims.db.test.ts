import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import {
  answerRdap,
  answerStatus,
  type Stranger,
  serveStrangers,
} from "../../test/makers/strangers.ts";
import { useRegistryLoader } from "../../test/registry-makers.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";
import { reviveOldAddresses } from "../store/address-states.ts";
import { findClaim } from "../store/claims.ts";
import { askClaim } from "./ask-claim.ts";
import { decideClaim } from "./decide-claim.ts";
import { watchClaims } from "./watch-claims.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const registry = useRegistryLoader(sql);
const week = 7 * 24 * 60;

const context = {
  sql,
  clock: house.context.clock,
  readBasis: house.context.readBasis,
  instance: house.context.instance,
  findSuffix: findPublicSuffix,
  checks: null,
  random: (bytes: number) => new Uint8Array(bytes).fill(7),
};

beforeEach(async () => {
  await emptyTables(
    sql,
    `claims, claim_changes, notices, register_changes, register_entries, address_states`,
  );
  await sql.query("delete from snapshots; delete from registry_versions");
  await house.loadWorld({ organisations: { alfa: {}, beta: {} } });
});

/** A claim in force. */
async function hold(object: string): Promise<string> {
  const { id } = await askClaim({
    context,
    input: {
      actor: operator,
      organisation: "alfa" as OrganisationId,
      object,
      use: "own",
      method: object.startsWith("AS") ? "registry-object" : "dns",
    },
  });
  await decideClaim({ context, input: { actor: operator, id, accept: true, reason: "deed seen" } });
  return id;
}

const footing = async (id: string) => {
  const claim = await findClaim(sql, id);
  return `${claim?.footing.state} ${claim?.footing.reason}`;
};

async function basisOf(id: string) {
  const { rows } = await sql.query<{ basis: string }>(
    "select content ->> 'basis' as basis from register_entries where id = $1 and until_change is null",
    [id],
  );
  return rows[0]?.basis;
}

/** Answers of registries, to be changed while they serve. */
async function serve(answers: Record<string, Stranger>) {
  const { lookups, questions } = await serveStrangers(answers, { now: context.clock });
  const watch = () => watchClaims({ context: { ...context, lookups } });
  return { watch, questions };
}

const party = (role: string, handle: string) => ({
  objectClassName: "entity",
  roles: [role],
  handle,
});

const domain = (registered: string, ...entities: object[]): Stranger =>
  answerRdap({
    objectClassName: "domain",
    ldhName: "ALFA.example",
    events: [
      { eventAction: "registration", eventDate: registered },
      { eventAction: "last changed", eventDate: "2026-06-30T00:00:00Z" },
    ],
    entities,
  });

const network = (last: string, ...entities: object[]): Stranger =>
  answerRdap({
    objectClassName: "ip network",
    startAddress: "192.0.2.0",
    endAddress: last,
    entities,
  });

describe("T4: a name that lapsed and was registered by another", () => {
  const first = domain("2001-02-03T00:00:00Z", party("registrar", "R1"), party("registrant", "A"));
  const place = "rdap-b/domain/alfa.example";

  it("makes the claim stale at the next weekly look, at tier 1, and its organisation is told", async () => {
    const answers = { [place]: first };
    const { watch, questions } = await serve(answers);
    const id = await hold("www.alfa.example");
    expect(await watch()).toEqual({ looked: 1, doubted: 0 });
    answers[place] = domain("2026-07-02T00:00:00Z", party("registrar", "R1"));
    house.later(week - 1);
    expect(await watch()).toEqual({ looked: 0, doubted: 0 });
    expect(await footing(id)).toBe("active decided");
    house.later(1);
    expect(await watch()).toEqual({ looked: 1, doubted: 1 });
    expect(await footing(id)).toBe("stale registrant-changed");
    expect(await basisOf(id)).toBe("attested");
    const { rows } = await sql.query(
      "select distinct kind from notices where kind = 'claim-stale'",
    );
    expect(rows).toHaveLength(1);
    expect(questions()).toEqual([place, place]);
  });

  it.each([
    ["another registrant", domain("2001-02-03T00:00:00Z", party("registrant", "B")), true],
    ["another registrar", domain("2001-02-03T00:00:00Z", party("registrar", "R2")), true],
    ["parties that are hidden now", domain("2001-02-03T00:00:00Z"), false],
    [
      "the same, written otherwise",
      domain("2001-02-03T01:00:00+01:00", party("registrant", "a")),
      false,
    ],
    ["a registry that is away", answerStatus(503), false],
    ["a registry that does not know it just now", answerStatus(404), false],
    ["another name", answerRdap({ objectClassName: "domain", ldhName: "beta.example" }), false],
  ])("%s", async (_, then, isDoubted) => {
    const answers = { [place]: first };
    const { watch } = await serve(answers);
    const id = await hold("alfa.example");
    await watch();
    answers[place] = then;
    house.later(week);
    await watch();
    expect(await footing(id)).toBe(isDoubted ? "stale registrant-changed" : "active decided");
  });

  it("what is hidden for a while is still remembered", async () => {
    const answers = { [place]: first };
    const { watch } = await serve(answers);
    const id = await hold("alfa.example");
    await watch();
    answers[place] = domain("2001-02-03T00:00:00Z");
    house.later(week);
    await watch();
    answers[place] = domain("2001-02-03T00:00:00Z", party("registrant", "B"));
    house.later(week);
    await watch();
    expect(await footing(id)).toBe("stale registrant-changed");
  });

  it("once a person decided, the new holder is the one that is remembered", async () => {
    const answers = { [place]: first };
    const { watch } = await serve(answers);
    const id = await hold("alfa.example");
    await watch();
    answers[place] = domain("2026-07-02T00:00:00Z");
    house.later(week);
    await watch();
    const decision = {
      actor: operator,
      id,
      accept: true,
      reason: "same company, new registration",
    };
    await decideClaim({ context, input: decision });
    house.later(week);
    expect(await watch()).toEqual({ looked: 1, doubted: 0 });
    expect(await footing(id)).toBe("active decided");
  });

  it("nobody is asked where this installation asks nobody", async () => {
    const id = await hold("alfa.example");
    await watchClaims({ context: { ...context, lookups: null } });
    const { rows } = await sql.query("select source from claim_holderships");
    expect(rows).toEqual([]);
    expect(await footing(id)).toBe("active decided");
  });
});

describe("T5: the domain of a contact that was given up and registered by another", () => {
  const place = "rdap-b/domain/alfa.example";
  const first = domain("2001-02-03T00:00:00Z", party("registrar", "R1"), party("registrant", "A"));
  const deadAddresses = async () => {
    const { rows } = await sql.query<{ address: string }>(
      "select address from present_address_states where state = 'dead'",
    );
    return rows.map(({ address }) => address);
  };

  it.each([
    ["is registered anew", domain("2026-07-02T00:00:00Z"), ["findings@alfa.example"]],
    [
      "has another holder",
      domain("2001-02-03T00:00:00Z", party("registrant", "B")),
      ["findings@alfa.example"],
    ],
    [
      "only moved to another registrar",
      domain("2001-02-03T00:00:00Z", party("registrar", "R2")),
      [],
    ],
    ["cannot be asked about", answerStatus(503), []],
  ])("that %s", async (_, then, dead) => {
    const answers = { [place]: first };
    const { watch } = await serve(answers);
    await hold("192.0.2.0/24");
    await watch();
    expect(await deadAddresses()).toEqual([]);
    answers[place] = then;
    house.later(week);
    await watch();
    expect(await deadAddresses()).toEqual(dead);
    const { compiled } = await context.readBasis();
    const [contact] = compiled.organisations.get("alfa" as OrganisationId)?.addresses ?? [];
    expect(contact?.dead).toBe(dead.length > 0);
  });

  it("stays silent, also when old addresses are tried again", async () => {
    const answers = { [place]: first };
    const { watch } = await serve(answers);
    await hold("192.0.2.0/24");
    await watch();
    answers[place] = domain("2026-07-02T00:00:00Z");
    house.later(week);
    await watch();
    await transaction(sql, (sql) => reviveOldAddresses(sql, new Date("2027-01-01"), 30));
    expect(await deadAddresses()).toEqual([]);
    house.later(24 * 60);
    await watch();
    expect(await deadAddresses()).toEqual(["findings@alfa.example"]);
  });
});

describe("T4: a prefix that was transferred", () => {
  it.each([
    ["to another holder", network("192.0.2.255", party("registrant", "ORG-B")), true],
    ["to nobody that is named, in another shape", network("192.0.2.127"), true],
    ["within its holder's space", network("192.0.2.127", party("registrant", "ORG-A")), false],
  ])("%s", async (_, then, isDoubted) => {
    const place = "rdap-a/ip/192.0.2.0";
    const answers = { [place]: network("192.0.2.255", party("registrant", "ORG-A")) };
    const { watch } = await serve(answers);
    const id = await hold("192.0.2.0/24");
    await watch();
    answers[place] = then;
    house.later(week);
    await watch();
    expect(await footing(id)).toBe(isDoubted ? "stale prefix-transferred" : "active decided");
  });

  /** Loads the contacts of networks, as the registry publishes them. */
  const load = (networks: Readonly<Record<string, string>>) => {
    const objects = Object.entries(networks).map(
      ([range, mailbox], i) =>
        `inetnum: ${range}\nabuse-c: AR${i}-TEST\n\nrole: Desk\nnic-hdl: AR${i}-TEST\nabuse-mailbox: ${mailbox}\n`,
    );
    const path = registry.write(objects.join("\n"));
    return registry.load("contacts", [path], { force: true, now: context.clock() });
  };
  const alfas = "192.0.2.0 - 192.0.2.255";
  const others = "198.51.100.0 - 198.51.100.255";
  const watch = () => watchClaims({ context: { ...context, lookups: null } });

  it("by the layers that were loaded: at once, and only where another has it", async () => {
    await load({ [alfas]: "abuse@net-a.example", [others]: "abuse@net-a.example" });
    const moved = await hold("192.0.2.0/25");
    const stays = await hold("198.51.100.0/24");
    expect(await watch()).toEqual({ looked: 2, doubted: 0 });
    expect(await watch()).toEqual({ looked: 0, doubted: 0 });
    await load({ [alfas]: "desk@net-b.example", [others]: "other@net-a.example" });
    expect(await watch()).toEqual({ looked: 2, doubted: 1 });
    expect(await footing(moved)).toBe("stale prefix-transferred");
    expect(await footing(stays)).toBe("active decided");
    expect(await basisOf(moved)).toBe("attested");
  });

  it("what was seen before a claim came into force says nothing about its holder", async () => {
    await load({ [alfas]: "abuse@net-a.example" });
    const id = await hold("192.0.2.0/24");
    await watch();
    await sql.query("update claim_holderships set active_since = active_since - interval '1 day'");
    await load({ [alfas]: "abuse@net-b.example" });
    expect(await watch()).toEqual({ looked: 1, doubted: 0 });
    expect(await footing(id)).toBe("active decided");
  });
});
