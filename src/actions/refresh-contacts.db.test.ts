import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { makeMailboxes } from "../../test/makers/mailboxes.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import {
  answerRdap,
  answerStatus,
  answerText,
  type Stranger,
  serveStrangers,
} from "../../test/makers/strangers.ts";
import type { ContactLookups } from "../domain/contacts/contact-lookup.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { transaction } from "../platform/database.ts";
import { saveAddressEvents } from "../store/address-states.ts";
import { readFoundContacts } from "../store/found-contacts.ts";
import { currentSnapshot } from "../store/snapshots.ts";
import { expireContacts } from "./expire-contacts.ts";
import { explainObject } from "./explain-object.ts";
import { type RefreshedContact, refreshContacts } from "./refresh-contacts.ts";
import { showContacts } from "./show-contacts.ts";

const house = useOutgoingHouse();
const { context, setTime } = house;
const { sql } = context;
const site = "winkel.voorbeeld.example";

beforeEach(() => house.loadWorld({}));
afterEach(async () => {
  await emptyTables(sql, "contact_lookups, found_contacts");
});

const desk = (...emails: string[]) => ({
  roles: ["abuse"],
  vcardArray: ["vcard", emails.map((email) => ["email", {}, "text", email])],
});

const network = (...emails: string[]): Stranger =>
  answerRdap({
    objectClassName: "ip network",
    startAddress: "192.0.2.0",
    endAddress: "192.0.2.127",
    entities: [desk(...emails)],
  });

const securityTxt = (contact: string, expires = "2027-01-01T00:00:00Z"): Stranger =>
  answerText(
    `Contact: mailto:${contact}\nContact: mailto:second@shop.example\nExpires: ${expires}\n`,
  );

async function refresh(lookups: ContactLookups | null, objects: readonly string[] | null) {
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
  return answers.map(({ source, object, outcome }) => `${source} ${object} ${outcome}`).sort();
}

const strangers = (servers: Record<string, Stranger>) =>
  serveStrangers(servers, { now: context.clock });

async function who(object: string) {
  return (await explainObject({ context, input: { type: null, at: null } }))(object);
}

const list = (rows: readonly string[]) =>
  [
    "ip,host,port,timestamp,type",
    ...rows.map((row) => `${row},443,2026-07-01T08:00:00Z,divd-2020-00002`),
  ].join("\n");

describe("what is found", () => {
  test("serves as the rungs security-txt and abuse-contact", async () => {
    const { lookups } = await strangers({
      "winkel/.well-known/security.txt": securityTxt("security@shop.example"),
      "rdap-a/ip/192.0.2.7": network("abuse@net.example", "second@net.example"),
      "rdap-a/autnum/64500": answerRdap({
        objectClassName: "autnum",
        startAutnum: 64500,
        endAutnum: 64500,
        entities: [desk("abuse@as.example")],
      }),
    });
    expect(await refresh(lookups, [site, "192.0.2.7", "AS64500"])).toEqual([
      "rdap 192.0.2.7 found",
      "rdap AS64500 found",
      `rdap ${site} none`,
      `security-txt ${site} found`,
    ]);
    const contactFoundAt = "2026-07-01T09:00:00.000Z";
    expect(await who(site)).toMatchObject({
      primary: { rung: "security-txt", address: "security@shop.example", tier: 1 },
      contactFoundAt,
    });
    for (const object of ["192.0.2.7", "192.0.2.0/25"]) {
      expect(await who(object)).toMatchObject({
        primary: { rung: "abuse-contact", address: "abuse@net.example" },
        contactFoundAt,
      });
    }
    expect(await who("AS64500")).toMatchObject({ primary: { address: "abuse@as.example" } });
    // The rest of the /24 is another network, a name below another site.
    expect(await who("192.0.2.200")).toMatchObject({ primary: null });
    expect(await who(`www.${site}`)).toMatchObject({ primary: null });
  });

  test("does not go before what an operator wrote down", async () => {
    const stated = { of: site, contact: "stated@shop.example" as EmailAddress };
    const expiresAt = Date.parse("2026-07-02T00:00:00Z");
    await house.loadWorld({ securityTxt: [{ ...stated, expiresAt }] });
    const { lookups } = await strangers({
      "winkel/.well-known/security.txt": securityTxt("found@shop.example"),
    });
    await refresh(lookups, [site]);
    const answer = await who(site);
    expect(answer).toMatchObject({ primary: { address: "stated@shop.example" } });
    expect(answer).not.toHaveProperty("contactFoundAt");
    setTime("2026-07-02T00:00:00Z");
    expect(await who(site)).toMatchObject({ primary: { address: "found@shop.example" } });
  });

  test("revives no address that is dead or silenced", async () => {
    const { lookups } = await strangers({
      "rdap-a/ip/192.0.2.7": network("dead@net.example", "silenced@net.example"),
    });
    await transaction(sql, (inside) =>
      saveAddressEvents(inside, [
        {
          address: "dead@net.example" as EmailAddress,
          state: "dead",
          since: context.clock(),
          reason: "550",
          deliveryId: null,
        },
      ]),
    );
    await house.loadWorld({ suppressions: [{ of: "silenced@net.example" }] });
    await refresh(lookups, ["192.0.2.7"]);
    expect(await who("192.0.2.7")).toMatchObject({ primary: null, held: { reason: "stopped" } });
    const known = await showContacts({ context, input: { object: "192.0.2.7", actor: operator } });
    expect(known.found).toMatchObject([{ silent: ["dead@net.example", "silenced@net.example"] }]);
  });

  test("ends with the date in the file, though it is kept for longer", async () => {
    const { lookups } = await strangers({
      "winkel/.well-known/security.txt": securityTxt("a@shop.example", "2026-07-05T00:00:00Z"),
    });
    await refresh(lookups, [site]);
    setTime("2026-07-04T23:59:59Z");
    expect(await who(site)).toMatchObject({ primary: { address: "a@shop.example" } });
    setTime("2026-07-05T00:00:00Z");
    expect(await who(site)).toMatchObject({ primary: null });
  });

  test("of a name by RDAP is for people only", async () => {
    const { lookups } = await strangers({
      "rdap-b/domain/winkel.voorbeeld.example": answerRdap({
        objectClassName: "domain",
        ldhName: site,
        entities: [desk("abuse@registrar.example")],
      }),
    });
    await refresh(lookups, [site]);
    expect(await who(site)).toMatchObject({ primary: null });
    const known = await showContacts({ context, input: { object: site, actor: operator } });
    expect(known.found).toMatchObject([
      { source: "rdap", emails: ["abuse@registrar.example"], counts: false },
      { source: "security-txt", emails: [], outcome: "none" },
    ]);
  });

  test("holds no name and no telephone number anywhere", async () => {
    const { lookups } = await strangers({
      "rdap-a/ip/192.0.2.7": answerRdap({
        objectClassName: "ip network",
        startAddress: "192.0.2.0",
        endAddress: "192.0.2.127",
        entities: [
          {
            handle: "JV-RIPE",
            roles: ["abuse"],
            vcardArray: [
              "vcard",
              [
                ["fn", {}, "text", "Jan Voorbeeld"],
                ["tel", {}, "uri", "tel:+31-20-0000000"],
                ["email", {}, "text", "abuse@net.example"],
              ],
            ],
          },
        ],
      }),
    });
    await refresh(lookups, ["192.0.2.7"]);
    const { rows } = await sql.query<{ all: string }>(
      "select (select json_agg(l)::text from contact_lookups l) || (select json_agg(c)::text from found_contacts c) as all",
    );
    expect(rows[0]?.all).toContain("abuse@net.example");
    expect(rows[0]?.all).not.toMatch(/Jan|tel:|JV-RIPE/);
  });
});

describe("snapshots", () => {
  test("the same answer again makes no new state, another one does, and the old one can be read", async () => {
    const empty = await currentSnapshot(sql, context.clock());
    expect(empty.foundContactId).toBe(0);
    const first = await strangers({ "rdap-a/ip/192.0.2.7": network("a@net.example") });
    await refresh(first.lookups, ["192.0.2.7"]);
    const before = await currentSnapshot(sql, context.clock());
    expect(before.id).not.toBe(empty.id);
    house.later(60);
    await refresh(first.lookups, ["192.0.2.7"]);
    expect((await currentSnapshot(sql, context.clock())).id).toBe(before.id);
    const second = await strangers({ "rdap-a/ip/192.0.2.7": network("b@net.example") });
    await refresh(second.lookups, ["192.0.2.7"]);
    const after = await currentSnapshot(sql, context.clock());
    expect(after.id).not.toBe(before.id);
    const emails = async (snapshot: typeof before) =>
      (await readFoundContacts(sql, snapshot)).ranges.map((range) => range.emails.join());
    expect(await emails(empty)).toEqual([]);
    expect(await emails(before)).toEqual(["a@net.example"]);
    expect(await emails(after)).toEqual(["b@net.example"]);
  });

  test("a failure, and a name that no rung asks, make none", async () => {
    const before = await currentSnapshot(sql, context.clock());
    const { lookups } = await strangers({
      "rdap-a/ip/192.0.2.7": answerStatus(500),
      "rdap-b/domain/winkel.voorbeeld.example": answerRdap({
        objectClassName: "domain",
        ldhName: site,
        entities: [desk("abuse@registrar.example")],
      }),
    });
    await refresh(lookups, ["192.0.2.7", site]);
    expect((await currentSnapshot(sql, context.clock())).id).toBe(before.id);
  });

  test("where there is just nothing, the contact stays until that is answered again", async () => {
    const place = "winkel/.well-known/security.txt";
    const there = await strangers({ [place]: securityTxt("a@shop.example") });
    await refresh(there.lookups, [site]);
    await house.submit({ csv: list([`,${site}`]) });
    house.later(7 * 24 * 60);
    const gone = await strangers({});
    expect(await refresh(gone.lookups, null)).toEqual([`security-txt ${site} none`]);
    expect(await who(site)).toMatchObject({
      primary: { address: "a@shop.example" },
      contactFoundAt: "2026-07-01T09:00:00.000Z",
    });
    house.later(24 * 60 - 1);
    expect(await refresh(gone.lookups, null)).toEqual([]);
    house.later(1);
    expect(await refresh(gone.lookups, null)).toEqual([`security-txt ${site} none`]);
    expect(await who(site)).toMatchObject({ primary: null });
    house.later(24 * 60);
    expect(await refresh(gone.lookups, null)).toEqual([]);
  });

  test("that there is none any more is a state; once forgotten, the old one is not read wrongly", async () => {
    const there = await strangers({ "rdap-a/ip/192.0.2.7": network("a@net.example") });
    await refresh(there.lookups, ["192.0.2.7"]);
    const before = await currentSnapshot(sql, context.clock());
    const gone = await strangers({ "rdap-a/ip/192.0.2.7": network() });
    expect(await refresh(gone.lookups, ["192.0.2.7"])).toEqual(["rdap 192.0.2.7 none"]);
    expect(await who("192.0.2.7")).toMatchObject({ primary: null });
    expect((await readFoundContacts(sql, before)).ranges).toHaveLength(1);
    setTime("2026-08-01T00:00:00Z");
    expect(await expireContacts({ context })).toBe(0);
    await expect(readFoundContacts(sql, before)).rejects.toMatchObject({ code: "not-found" });
    const present = await currentSnapshot(sql, context.clock());
    expect((await readFoundContacts(sql, present)).ranges).toEqual([]);
    await refresh(there.lookups, ["192.0.2.7"]);
    expect(await who("192.0.2.7")).toMatchObject({ primary: { address: "a@net.example" } });
    expect(await expireContacts({ context })).toBe(0);
    expect(await who("192.0.2.7")).toMatchObject({ primary: { address: "a@net.example" } });
  });
});

describe("what is asked", () => {
  test("what open findings need: sites of their names, registries where nobody is registered", async () => {
    await house.submit({ csv: list([`203.0.113.9,${site}`, "192.0.2.7,"]) });
    const { lookups } = await strangers({
      "winkel/.well-known/security.txt": securityTxt("security@shop.example"),
      "rdap-a/ip/192.0.2.7": answerStatus(404),
      "rdap-b/ip/203.0.113.9": answerStatus(404),
    });
    expect(await refresh(lookups, null)).toEqual([
      "rdap 192.0.2.7 none",
      "rdap 203.0.113.9 none",
      `security-txt ${site} found`,
    ]);
    // Each answer is fresh, that there is none too.
    expect(await refresh(lookups, null)).toEqual([]);
    house.later(8 * 24 * 60);
    expect(await refresh(lookups, null)).toHaveLength(3);
  });

  test("nothing for findings that were told, or that somebody registered answers for", async () => {
    await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
    await house.submit({ csv: list(["192.0.2.7,"]) });
    const { lookups, questions } = await strangers({});
    expect(await refresh(lookups, null)).toEqual([]);
    expect(questions()).toEqual([]);
    await house.run();
    expect([...makeMailboxes(house.server.kept).keys()]).toEqual(["findings@uni.example"]);
  });

  test("nothing at all where look-ups are off, and nothing that cannot be asked about", async () => {
    await expect(refresh(null, ["192.0.2.7"])).rejects.toMatchObject({
      code: "not-permitted",
      remedy: expect.stringContaining("MELDPUNT_LOOKUPS=on"),
    });
    const { lookups, asked } = await strangers({});
    for (const object of ["192.0.2.0/24", "nonsense", "https://shop.example/"]) {
      await expect(refresh(lookups, [object])).rejects.toMatchObject({ code: "input-refused" });
    }
    expect(asked).toEqual([]);
  });

  test("by one process at a time, where nobody named the objects", async () => {
    await house.submit({ csv: list(["192.0.2.7,"]) });
    const { lookups, questions } = await strangers({
      "rdap-a/ip/192.0.2.7": network("a@net.example"),
    });
    const runs = await Promise.all([refresh(lookups, null), refresh(lookups, null)]);
    expect(runs.flat()).toEqual(["rdap 192.0.2.7 found"]);
    expect(questions()).toHaveLength(1);
  });

  test("by operators only, and the audit log says how much", async () => {
    const auditor = { ...operator, roles: ["auditor"] } as const;
    const { lookups } = await strangers({ "rdap-a/ip/192.0.2.7": network("a@net.example") });
    const input = { objects: ["192.0.2.7"], limit: 1, actor: auditor };
    await expect(
      refreshContacts({ context: { ...context, lookups }, input }),
    ).rejects.toMatchObject({ code: "not-permitted" });
    await refresh(lookups, ["192.0.2.7"]);
    const { rows } = await sql.query(
      "select act, content -> 'detail' as detail from audit_entries where act = 'contacts.refresh' order by id desc limit 1",
    );
    expect(rows).toEqual([{ act: "contacts.refresh", detail: { asked: 1, found: 1 } }]);
  });

  test("ends when it is stopped, and keeps what it has", async () => {
    const { lookups, questions } = await strangers({
      "rdap-a/ip/192.0.2.1": network("a@net.example"),
      "rdap-a/ip/192.0.2.2": network("a@net.example"),
    });
    const stopping = new AbortController();
    const counts = await refreshContacts({
      context: { ...context, lookups },
      input: {
        actor: operator,
        objects: Array.from({ length: 40 }, (_, i) => `192.0.2.${i + 1}`),
        limit: 100,
        signal: stopping.signal,
        onAnswer: () => stopping.abort(),
      },
    });
    expect(counts.found).toBeGreaterThan(0);
    expect(questions().length).toBeLessThan(20);
    expect((await sql.query("select from contact_lookups")).rowCount).toBe(questions().length);
  });
});
