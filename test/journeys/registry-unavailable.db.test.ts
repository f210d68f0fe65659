import { afterEach, describe, expect, test } from "vitest";
import { expireContacts } from "../../src/actions/expire-contacts.ts";
import { explainObject } from "../../src/actions/explain-object.ts";
import { type RefreshedContact, refreshContacts } from "../../src/actions/refresh-contacts.ts";
import { showContacts } from "../../src/actions/show-contacts.ts";
import type { ContactLookups } from "../../src/domain/contacts/contact-lookup.ts";
import { emptyTables } from "../empty-tables.ts";
import { operator } from "../makers/actors.ts";
import { makeMailboxes } from "../makers/mailboxes.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import { answerRdap, answerStatus, type Stranger, serveStrangers } from "../makers/strangers.ts";

const house = useOutgoingHouse();
const { context, setTime } = house;
const { sql } = context;

afterEach(async () => {
  await emptyTables(sql, "contact_lookups, found_contacts");
});

const list = (...addresses: readonly string[]) =>
  [
    "ip,port,timestamp,type",
    ...addresses.map((ip) => `${ip},443,2026-07-01T08:00:00Z,ssl-freak`),
  ].join("\n");

const network = (email: string | null, last = "192.0.2.255"): Stranger =>
  answerRdap({
    objectClassName: "ip network",
    startAddress: "192.0.2.0",
    endAddress: last,
    entities:
      email === null
        ? []
        : [{ roles: ["abuse"], vcardArray: ["vcard", [["email", {}, "text", email]]] }],
  });

/** Looks up what open findings need, or these objects; answers each outcome. */
async function refresh(lookups: ContactLookups, objects: readonly string[] | null = null) {
  const answers: RefreshedContact[] = [];
  await refreshContacts({
    context: { ...context, lookups },
    input: {
      actor: operator,
      objects,
      limit: 100,
      onAnswer: (answer) => void answers.push(answer),
    },
  });
  return answers.map(({ source, object, outcome }) => `${source} ${object} ${outcome}`);
}

const strangers = (servers: Record<string, Stranger>) =>
  serveStrangers(servers, { now: context.clock });

const mailTo = () => [...makeMailboxes(house.server.kept).keys()];
const rowsTo = (email: string) =>
  (makeMailboxes(house.server.kept).get(email) ?? []).flatMap(({ rows }) => rows);

async function who(object: string) {
  return (await explainObject({ context, input: { type: null, at: null } }))(object);
}

describe("golden scenario 16: registry data is unavailable", () => {
  test("without a copy rows wait, and go to nobody", async () => {
    await house.loadWorld({});
    await house.submit({ csv: list("192.0.2.7") });
    const { lookups } = await strangers({ "rdap-a/ip/192.0.2.7": answerStatus(503) });
    expect(await refresh(lookups)).toEqual(["rdap 192.0.2.7 failed"]);
    await house.run();
    expect(mailTo()).toEqual([]);
    expect(await house.dispositions()).toEqual({ heldForPerson: 1 });
    expect(await who("192.0.2.7")).toMatchObject({ primary: null, held: { reason: "nobody" } });
    const known = await showContacts({ context, input: { object: "192.0.2.7", actor: operator } });
    expect(known).toMatchObject({
      stated: [],
      found: [{ outcome: "failed", emails: [], answeredAt: null, ageMs: null }],
    });
  });

  test("the copy is used, with its age shown, until its time is over", async () => {
    await house.loadWorld({});
    const up = await strangers({ "rdap-a/ip/192.0.2.7": network("abuse@net.example") });
    expect(await refresh(up.lookups, ["192.0.2.7"])).toEqual(["rdap 192.0.2.7 found"]);

    setTime("2026-07-11T09:00:00Z");
    const down = await strangers({ "rdap-a/ip/192.0.2.7": answerStatus(500) });
    expect(await refresh(down.lookups, ["192.0.2.7"])).toEqual(["rdap 192.0.2.7 failed"]);
    await house.submit({ csv: list("192.0.2.7", "192.0.2.9") });
    await house.run();
    expect(rowsTo("abuse@net.example")).toEqual(["192.0.2.7", "192.0.2.9"]);
    expect(await who("192.0.2.7")).toMatchObject({
      primary: { rung: "abuse-contact", address: "abuse@net.example", tier: 1 },
      contactFoundAt: "2026-07-01T09:00:00.000Z",
    });
    const known = await showContacts({ context, input: { object: "192.0.2.9", actor: operator } });
    expect(known.found).toMatchObject([
      {
        object: "192.0.2.7",
        range: "192.0.2.0 - 192.0.2.255",
        emails: ["abuse@net.example"],
        outcome: "failed",
        ageMs: 10 * 86_400_000,
        counts: true,
      },
    ]);

    setTime("2026-07-31T09:00:00Z");
    expect(await expireContacts({ context })).toBe(1);
    await house.submit({ csv: list("192.0.2.11") });
    await house.run();
    // Nobody can say any more whose these are: a person looks, and nobody else hears of them.
    expect(mailTo()).toEqual(["abuse@net.example"]);
    expect(rowsTo("abuse@net.example")).toHaveLength(2);
    expect(await house.dispositions()).toEqual({ heldForPerson: 3 });
    expect((await sql.query("select from found_contacts where emails <> '[]'")).rowCount).toBe(0);
    expect((await sql.query("select from contact_lookups")).rowCount).toBe(0);
    const { rows } = await sql.query<{ left: string }>(
      "select string_agg(c.object || coalesce(host(c.first), ''), ' ') as left from found_contacts c",
    );
    expect(rows[0]?.left).not.toContain("192.0.2");
  });

  test("what waited goes out once the registry answers", async () => {
    await house.loadWorld({});
    await house.submit({ csv: list("192.0.2.7", "192.0.2.8") });
    await house.run();
    expect(await house.dispositions()).toEqual({ heldForPerson: 2 });
    const { lookups, questions } = await strangers({
      "rdap-a/ip/192.0.2.7": network("abuse@net.example"),
    });
    expect(await refresh(lookups)).toEqual(["rdap 192.0.2.7 found"]);
    expect(questions()).toEqual(["rdap-a/ip/192.0.2.7"]);
    await house.run();
    expect(rowsTo("abuse@net.example")).toEqual(["192.0.2.7", "192.0.2.8"]);
    expect(await refresh(lookups)).toEqual([]);
    // While they are open their contact is confirmed, so that it stays beyond its 30 days.
    for (const day of ["2026-07-08", "2026-07-15", "2026-07-22", "2026-07-29", "2026-08-05"]) {
      setTime(`${day}T09:00:00Z`);
      expect(await refresh(lookups)).toEqual(["rdap 192.0.2.7 found"]);
      expect(await expireContacts({ context })).toBe(0);
      await house.run();
    }
    expect(await house.dispositions()).toEqual({ delivered: 2 });
    expect(house.server.kept).toHaveLength(1);
  });
});
