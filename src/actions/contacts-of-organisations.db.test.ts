import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { ProofChecks } from "../domain/proof/proof-checks.ts";
import type { Contact } from "../domain/world/world.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";
import { saveAddressEvents } from "../store/address-states.ts";
import { putConfirmations } from "../store/contact-confirmations.ts";
import { askClaim } from "./ask-claim.ts";
import { checkClaims } from "./check-claims.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { confirmContact } from "./confirm-contact.ts";
import { doubtBouncing } from "./doubt-bouncing.ts";
import { listUnconfirmed } from "./list-unconfirmed.ts";
import { mailContactCode } from "./mail-contact-code.ts";
import { remindContacts } from "./remind-contacts.ts";

const house = useOutgoingHouse();
const { sql, clock } = house.context;
const day = 24 * 60;
const alfa = "alfa" as OrganisationId;
let drawn = 0;

/** Every proof stands, all the time. */
const proved = {
  kind: "proved",
  method: "dns",
  reach: "name-and-below",
  use: "own",
  dnssec: "none",
  seen: [],
} as const;
const checks: ProofChecks = {
  checkName: async () => proved,
  checkHost: async () => proved,
  checkRegistered: async () => proved,
};

const context: ClaimContext = {
  sql,
  clock,
  instance: house.context.instance,
  readBasis: house.context.readBasis,
  findSuffix: findPublicSuffix,
  checks,
  random: (bytes) => {
    drawn += 1;
    return new Uint8Array(bytes).fill(drawn % 256);
  },
};

const toContacts = (...addresses: string[]): Contact[] =>
  addresses.map((email) => ({
    role: "findings",
    email: email as EmailAddress,
    language: "nl",
    pgp: null,
    reader: null,
    hours: null,
    format: null,
    digests: null,
  }));

beforeEach(async () => {
  await emptyTables(
    sql,
    "contact_confirmations, claims, claim_changes, register_changes, register_entries",
  );
  await house.loadWorld({
    organisations: { alfa: { contacts: toContacts("a@alfa.example", "b@alfa.example") } },
  });
});

async function setState(address: string, state: "dead" | "ok"): Promise<void> {
  const event = { address: address as EmailAddress, state, since: clock(), reason: "test" };
  await saveAddressEvents(sql, [{ ...event, deliveryId: null }]);
}

async function standing(): Promise<string> {
  const { rows } = await sql.query<{ text: string }>(
    "select state || ': ' || reason as text from claims",
  );
  return rows.map(({ text }) => text).join();
}

async function proveOne(): Promise<void> {
  const input = { organisation: alfa, object: "alfa.example", use: "own", method: "dns" } as const;
  await askClaim({ context, input: { ...input, actor: operator } });
  await checkClaims({ context });
  house.later(day);
  await checkClaims({ context });
}

describe("T5: an organisation whose contacts all bounce", () => {
  it("is doubted while all of them do, although its proof stands, and not a moment longer", async () => {
    await proveOne();
    await setState("a@alfa.example", "dead");
    expect(await doubtBouncing({ context })).toEqual({ doubted: 0, cleared: 0 });
    await setState("b@alfa.example", "dead");
    expect(await doubtBouncing({ context })).toEqual({ doubted: 1, cleared: 0 });
    expect(await standing()).toBe("stale: all-contacts-bounce");
    house.later(day);
    await checkClaims({ context });
    expect(await standing()).toBe("stale: all-contacts-bounce");
    expect(await doubtBouncing({ context })).toEqual({ doubted: 0, cleared: 0 });
    await setState("b@alfa.example", "ok");
    expect(await doubtBouncing({ context })).toEqual({ doubted: 0, cleared: 1 });
    expect(await standing()).toMatch(/^active: /);
  });

  it("loses what it claims when a week is over", async () => {
    await proveOne();
    for (const address of ["a@alfa.example", "b@alfa.example"]) await setState(address, "dead");
    await doubtBouncing({ context });
    for (let i = 0; i < 8; i += 1) {
      house.later(day);
      await checkClaims({ context });
    }
    expect(await standing()).toMatch(/^lapsed: /);
  });
});

describe("a contact", () => {
  const told = async () =>
    (
      await sql.query<{ line: string }>(
        "select kind || ' ' || address as line from notices order by queued_at, kind, address",
      )
    ).rows.map(({ line }) => line);

  beforeEach(async () => {
    const address = "a@alfa.example" as EmailAddress;
    await putConfirmations(sql, alfa, [{ address, code: null }], clock());
  });

  it("is asked after 90 days, then monthly, and then the others hear of it", async () => {
    house.later(90 * day - 1);
    expect(await remindContacts({ context })).toBe(0);
    house.later(1);
    expect(await remindContacts({ context })).toBe(1);
    expect(await remindContacts({ context })).toBe(0);
    expect(await told()).toEqual(["contact-reminder a@alfa.example"]);
    house.later(30 * day - 1);
    expect(await remindContacts({ context })).toBe(0);
    house.later(1);
    expect(await remindContacts({ context })).toBe(1);
    expect((await told()).slice(1)).toEqual([
      "contact-reminder a@alfa.example",
      "contact-unconfirmed b@alfa.example",
    ]);
    // Operators see it once it was in vain twice.
    expect(await listUnconfirmed({ context, input: { actor: operator } })).toMatchObject([
      { organisation: "alfa", address: "a@alfa.example", reminders: 2 },
    ]);
  });

  it("is left alone for 90 days more once its code was typed", async () => {
    house.later(90 * day);
    await remindContacts({ context });
    const { rows } = await sql.query<{ code: string }>(
      "select data ->> 'code' as code from notices",
    );
    const address = "a@alfa.example" as EmailAddress;
    const code = rows[0]?.code ?? "";
    await confirmContact({
      context,
      input: { actor: operator, organisation: alfa, address, code },
    });
    house.later(89 * day);
    expect(await remindContacts({ context })).toBe(0);
    house.later(day);
    expect(await remindContacts({ context })).toBe(1);
  });

  it("of the world file is mailed a code on demand, once a day, and then asked like the others", async () => {
    const address = "b@alfa.example" as EmailAddress;
    const mail = (to = address) =>
      mailContactCode({ context, input: { actor: operator, organisation: alfa, address: to } });
    await mail();
    await expect(mail()).rejects.toMatchObject({ code: "conflict" });
    house.later(day);
    await mail();
    expect(await told()).toEqual(["contact-code b@alfa.example", "contact-code b@alfa.example"]);
    await expect(mail("x@elsewhere.example" as EmailAddress)).rejects.toMatchObject({
      code: "not-found",
    });
    house.later(90 * day);
    expect(await remindContacts({ context })).toBe(2);
  });

  it("that is none any more is forgotten", async () => {
    await house.loadWorld({ organisations: { alfa: { contacts: toContacts("b@alfa.example") } } });
    house.later(90 * day);
    expect(await remindContacts({ context })).toBe(0);
    expect((await sql.query("select 1 from contact_confirmations")).rows).toEqual([]);
  });
});
