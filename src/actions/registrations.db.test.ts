import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { TypedRegistration } from "../domain/registration/read-registration.ts";
import { deliverNotices } from "../pipeline/deliver-notices.ts";
import { readAgreement } from "../registry/agreements.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";
import { readWorld } from "../store/worlds.ts";
import { acceptRegistration } from "./accept-registration.ts";
import { answerRegistration } from "./answer-registration.ts";
import { askClaim } from "./ask-claim.ts";
import { authenticate } from "./authenticate.ts";
import { confirmContact } from "./confirm-contact.ts";
import { confirmRegistration } from "./confirm-registration.ts";
import { declineRegistration } from "./decline-registration.ts";
import { expireRegistrations } from "./expire-registrations.ts";
import { followRegistration } from "./follow-registration.ts";
import { listClaims } from "./list-claims.ts";
import { listRegistrations } from "./list-registrations.ts";
import { questionRegistration } from "./question-registration.ts";
import { registerOrganisation } from "./register-organisation.ts";
import type { RegistrationContext } from "./registrations/registration-context.ts";
import { withdrawClaim } from "./withdraw-claim.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const day = 24 * 60;
const agreement = readAgreement(join(import.meta.dirname, "../../data/agreements"));
let drawn = 0;

const context: RegistrationContext = {
  sql,
  clock: house.context.clock,
  readBasis: house.context.readBasis,
  instance: house.context.instance,
  findSuffix: findPublicSuffix,
  checks: null,
  agreement,
  random: (bytes) => {
    drawn += 1;
    return new Uint8Array(bytes).fill(drawn % 256);
  },
};

beforeEach(async () => {
  await emptyTables(
    sql,
    `registrations, organisation_agreements, contact_confirmations, claims, claim_changes,
     register_changes, register_entries`,
  );
  await house.loadWorld({ organisations: { alfa: { claims: ["alfa.example"] } } });
});

const typed: TypedRegistration = {
  name: "  Universiteit   X ",
  register: "kvk",
  number: "12 34 56 78",
  sector: "education",
  contacts: [
    { role: "findings", name: "CERT", email: "CERT@uni-x.example", language: "en" },
    { role: "emergency", name: "", email: "jan@uni-x.example", language: "nl" },
  ],
  assets: ["uni-x.example", "203.0.113.0/24", "co.uk"],
  remarks: "",
};

const register = (changes: Partial<TypedRegistration> = {}, email = "jan@uni-x.example") =>
  registerOrganisation({
    context,
    input: {
      typed: { ...typed, ...changes },
      email,
      language: "nl",
      agreed: { version: agreement.version, language: "nl" },
    },
  });

/** The code that stands in the last notice to an address that has one. */
async function codeFor(address: string, kind: string): Promise<string> {
  const { rows } = await sql.query<{ code: string }>(
    `select data ->> 'code' as code from notices where address = $1 and kind = $2 and data ? 'code'
      order by id desc limit 1`,
    [address, kind],
  );
  return rows[0]?.code ?? "none";
}

async function confirmed(changes: Partial<TypedRegistration> = {}) {
  const { registration: id } = await register(changes);
  const code = await codeFor("jan@uni-x.example", "registration-code");
  const { followUp } = await confirmRegistration({ context, input: { registration: id, code } });
  return { id, followUp };
}

const accept = (id: string, as = "uni-x", actor: Actor = operator) =>
  acceptRegistration({
    context,
    input: {
      actor,
      id,
      organisation: as as OrganisationId,
      roles: ["owner"],
      reason: "number seen",
    },
  });

const follow = (followUp: string) => followRegistration({ context, input: { followUp } });
const list = (all = false) => listRegistrations({ context, input: { actor: operator, all } });

describe("a registration", () => {
  it("waits for an operator once the code was typed that was mailed, and not before", async () => {
    const { registration: id } = await register();
    expect(await list()).toEqual([]);
    await expect(accept(id)).rejects.toMatchObject({ code: "conflict" });
    const code = await codeFor("jan@uni-x.example", "registration-code");
    const { followUp } = await confirmRegistration({ context, input: { registration: id, code } });
    expect(await list()).toMatchObject([
      { id, state: "confirmed", asked: { name: "Universiteit X", sector: "education" } },
    ]);
    expect(await follow(followUp)).toMatchObject({ state: "confirmed", name: "Universiteit X" });
  });

  it("is mailed a code that is not kept once it was sent", async () => {
    await register();
    await deliverNotices(house.context);
    expect(house.server.kept.map(({ to }) => to)).toEqual(["jan@uni-x.example"]);
    expect(await codeFor("jan@uni-x.example", "registration-code")).toBe("none");
  });

  it("is refused with every field that cannot be read", async () => {
    const wrong = register(
      {
        name: " ",
        number: "123",
        sector: "Hoger onderwijs",
        contacts: [{ role: "privacy", name: "", email: "nobody", language: "nl" }],
        assets: ["not an asset"],
      },
      "nowhere",
    );
    await expect(wrong).rejects.toMatchObject({
      code: "input-refused",
      details: {
        faults: [
          { field: "name", problem: "missing" },
          { field: "number", problem: "not-a-number", value: "123" },
          { field: "sector", problem: "not-a-sector" },
          { field: "contacts", problem: "not-an-address", value: "nobody" },
          { field: "contacts", problem: "missing" },
          { field: "assets", problem: "not-an-asset", value: "not an asset" },
          { field: "email", problem: "not-an-address" },
        ],
      },
    });
  });

  it("is refused under another agreement than the present one", async () => {
    const input = {
      typed,
      email: "jan@uni-x.example",
      language: "nl",
      agreed: { version: "2020-01", language: "nl" },
    } as const;
    await expect(registerOrganisation({ context, input })).rejects.toMatchObject({
      code: "input-refused",
      remedy: expect.stringContaining(agreement.version),
    });
  });

  it("is erased after thirty days without its code", async () => {
    const { registration: id } = await register();
    house.later(30 * day - 1);
    expect(await expireRegistrations({ context })).toBe(0);
    house.later(1);
    expect(await expireRegistrations({ context })).toBe(1);
    const code = await codeFor("jan@uni-x.example", "registration-code");
    await expect(
      confirmRegistration({ context, input: { registration: id, code } }),
    ).rejects.toMatchObject({ code: "input-refused" });
  });

  it("is asked something, answered, and decided", async () => {
    const { id, followUp } = await confirmed();
    await questionRegistration({
      context,
      input: { actor: operator, id, question: "Wie beslist?" },
    });
    expect(await follow(followUp)).toMatchObject({ state: "question", question: "Wie beslist?" });
    await answerRegistration({ context, input: { followUp, answer: "Het bestuur." } });
    expect(await list()).toMatchObject([{ state: "confirmed", answer: "Het bestuur." }]);
    const reason = "Dit nummer hoort bij een ander.";
    await declineRegistration({ context, input: { actor: operator, id, reason } });
    expect(await follow(followUp)).toMatchObject({ state: "declined", reason });
    await expect(accept(id)).rejects.toMatchObject({ code: "conflict" });
    await expect(
      answerRegistration({ context, input: { followUp, answer: "Toch wel." } }),
    ).rejects.toMatchObject({ code: "conflict" });
    const { rows } = await sql.query("select kind from notices order by id");
    expect(rows).toEqual([
      { kind: "registration-code" },
      { kind: "registration-question" },
      { kind: "registration-declined" },
    ]);
  });
});

describe("an accepted registration", () => {
  it("is an organisation of the register, with a token, its agreement and claims to prove", async () => {
    const { id, followUp } = await confirmed();
    const { token, claims } = await accept(id);
    const world = await readWorld(sql);
    expect(world.organisations.find((known) => known.id === "uni-x")).toMatchObject({
      name: "Universiteit X",
      kvk: "12345678",
      sector: "education",
      roles: ["owner"],
      claims: [],
      contacts: [
        { role: "findings", email: "cert@uni-x.example", language: "en" },
        { role: "emergency", email: "jan@uni-x.example", language: "nl" },
      ],
    });
    expect(
      await authenticate({
        context: { ...context, accessToken: "w".repeat(43) },
        input: { word: token.token },
      }),
    ).toMatchObject({
      kind: "member",
      organisation: "uni-x",
      role: "administrator",
    });
    expect(claims).toMatchObject([
      {
        object: "uni-x.example",
        method: "dns",
        record: expect.stringMatching(/^meldpunt-proof=/),
      },
      { object: "203.0.113.0/24", method: "registry-object" },
      { object: "co.uk", problem: expect.stringContaining("public suffix") },
    ]);
    expect((await sql.query("select * from organisation_agreements")).rows).toMatchObject([
      { organisation: "uni-x", version: agreement.version, language: "nl" },
    ]);
    expect(await follow(followUp)).toMatchObject({ state: "accepted", organisation: "uni-x" });
  });

  it("T1: owns nothing before it was proved, and all its contacts hear what was asked", async () => {
    const { id } = await confirmed({ assets: ["uni-x.example"] });
    await accept(id);
    const { world } = await house.context.readBasis();
    expect(world.organisations.find((known) => known.id === "uni-x")?.claims).toEqual([]);
    const input = { actor: operator, organisation: "uni-x" as OrganisationId, ended: false };
    expect(await listClaims({ context, input })).toMatchObject([{ state: "pending" }]);
    const { rows } = await sql.query(
      "select address from notices where kind = 'claim-asked' order by address",
    );
    expect(rows).toEqual([{ address: "cert@uni-x.example" }, { address: "jan@uni-x.example" }]);
  });

  it("T10: sees who claims in its name, and can end it, whoever holds the zone", async () => {
    const { id } = await confirmed({ assets: [] });
    await accept(id);
    const organisation = "uni-x" as OrganisationId;
    const of = (name: string): Actor => ({
      kind: "member",
      name,
      organisation,
      role: "administrator",
      scopes: null,
    });
    const asked = { organisation, object: "uni-x.example", use: "own", method: "dns" } as const;
    const claim = await askClaim({ context, input: { ...asked, actor: of("web agency") } });
    const [seen] = await listClaims({
      context,
      input: { actor: of("own administrator"), organisation, ended: false },
    });
    expect(seen).toMatchObject({ object: "uni-x.example", askedBy: "web agency" });
    await withdrawClaim({ context, input: { actor: of("own administrator"), id: claim.id } });
    const again = await askClaim({ context, input: { ...asked, actor: of("own administrator") } });
    // What the agency published proves nothing any more.
    expect(again.record).not.toBe(claim.record);
  });

  it("T13: looks the same to whoever asks, whatever others hold", async () => {
    const { id } = await confirmed({ assets: ["alfa.example", "free.example"] });
    const { claims } = await accept(id);
    const shapes = claims.map((claim) => Object.keys(claim).sort().join());
    expect(new Set(shapes).size).toBe(1);
  });

  it("has its asker's address confirmed, and mails the others a code that has to be typed", async () => {
    const { id } = await confirmed();
    await accept(id);
    const states = async () =>
      (
        await sql.query(
          "select address, confirmed_at is not null as confirmed from contact_confirmations order by address",
        )
      ).rows;
    expect(await states()).toEqual([
      { address: "cert@uni-x.example", confirmed: false },
      { address: "jan@uni-x.example", confirmed: true },
    ]);
    const address = "cert@uni-x.example" as EmailAddress;
    const code = await codeFor(address, "contact-code");
    const confirm = (typedCode: string, organisation = "uni-x") =>
      confirmContact({
        context,
        input: {
          actor: operator,
          organisation: organisation as OrganisationId,
          address,
          code: typedCode,
        },
      });
    await expect(confirm("abcdefghijklmnopqrstuvwxya")).rejects.toMatchObject({
      code: "input-refused",
    });
    await expect(confirm(code, "alfa")).rejects.toMatchObject({ code: "input-refused" });
    await confirm(code);
    expect((await states())[0]).toMatchObject({ confirmed: true });
    await expect(confirm(code)).rejects.toMatchObject({ code: "input-refused" });
  });

  it("does not take the id of another, nor one that means something", async () => {
    const { id } = await confirmed();
    await expect(accept(id, "alfa")).rejects.toMatchObject({ code: "conflict" });
    await expect(accept(id, "direct")).rejects.toMatchObject({ code: "wrong-usage" });
    await expect(accept(id, "Uni X")).rejects.toMatchObject({ code: "wrong-usage" });
    await accept(id);
    await expect(accept(id, "uni-y")).rejects.toMatchObject({ code: "conflict" });
  });

  it("is decided by nobody of an organisation", async () => {
    const { id } = await confirmed();
    const administrator = memberOf("alfa", "administrator");
    await expect(accept(id, "uni-x", administrator)).rejects.toMatchObject({
      code: "not-permitted",
    });
    await expect(
      listRegistrations({ context, input: { actor: administrator, all: true } }),
    ).rejects.toMatchObject({ code: "not-permitted" });
  });
});

describe("a stranger", () => {
  it("gets the same refusal for a wrong code as for a registration that is not there", async () => {
    const { registration } = await register();
    const code = "abcdefghijklmnopqrstuvwxya";
    const refusals = await Promise.all(
      [registration, "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"].map((id) =>
        confirmRegistration({ context, input: { registration: id, code } }).catch(
          (error: unknown) => `${(error as Error).message}`,
        ),
      ),
    );
    expect(refusals[0]).toBe(refusals[1]);
    expect(typeof refusals[0]).toBe("string");
  });

  it("cannot type the code after ten others", async () => {
    const { registration } = await register();
    const right = await codeFor("jan@uni-x.example", "registration-code");
    for (let i = 0; i < 10; i += 1) {
      await confirmRegistration({
        context,
        input: { registration, code: "abcdefghijklmnopqrstuvwxya" },
      }).catch(() => undefined);
    }
    await expect(
      confirmRegistration({ context, input: { registration, code: right } }),
    ).rejects.toMatchObject({ code: "input-refused" });
  });

  it("cannot have one address mailed more than three times a day, and is not told", async () => {
    const answers = [];
    for (let i = 0; i < 5; i += 1) answers.push(await register());
    expect(new Set(answers.map((answer) => Object.keys(answer).join())).size).toBe(1);
    expect((await sql.query("select count(*)::int as n from notices")).rows).toEqual([{ n: 3 }]);
    house.later(day);
    await register();
    expect((await sql.query("select count(*)::int as n from notices")).rows).toEqual([{ n: 4 }]);
  });

  it("is known by no other word than the one that it got", async () => {
    const { followUp } = await confirmed();
    await expect(follow(`${followUp.slice(0, -1)}q`)).rejects.toMatchObject({ code: "not-found" });
    await expect(follow("")).rejects.toMatchObject({ code: "not-found" });
  });
});
