import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { memberOf, operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { toShellActor } from "../domain/access/actor.ts";
import { listHolders } from "../domain/claim/claim-holders.ts";
import { findAsset } from "../domain/claim/claim-record.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { JudgeWords } from "../domain/proof/judge-words.ts";
import type { ProofChecks } from "../domain/proof/proof-checks.ts";
import { type ProofOutcome, type RefusalReason, refuse } from "../domain/proof/proof-outcome.ts";
import { findPublicSuffix } from "../registry/public-suffix.ts";
import type { ApprovalContext } from "./access/approval-ask.ts";
import { askClaim } from "./ask-claim.ts";
import { checkClaim } from "./check-claim.ts";
import { checkClaims } from "./check-claims.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import type { AskClaimInput } from "./claims/place-claim.ts";
import { confirmClaim } from "./confirm-claim.ts";
import { decideClaim } from "./decide-claim.ts";
import { doubtClaim } from "./doubt-claim.ts";
import { listClaims } from "./list-claims.ts";
import { withdrawClaim } from "./withdraw-claim.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const day = 24 * 60;

/** What stands at a place of the DNS, a web server or a registry; a reason where nobody can tell. */
const published = new Map<string, string | { readonly trouble: RefusalReason }>();
let nameServers = "ns1.dns.example";
let drawn = 0;

/** Other people's servers, with the real judge of what they say (real servers: `test/journeys/proof-check.test.ts`). */
function look(place: string, judge: JudgeWords): ProofOutcome {
  const found = published.get(place);
  if (typeof found === "object") return refuse("dns", found.trouble, {});
  const verdict = judge(found === undefined ? [] : [found.replace("meldpunt-proof=", "")]);
  const seen = [
    { server: `${nameServers} (203.0.113.53)`, role: "authoritative", says: verdict },
  ] as const;
  if (verdict !== "right") return refuse("dns", verdict, { seen });
  return {
    kind: "proved",
    method: "dns",
    reach: "name-and-below",
    use: "own",
    dnssec: "none",
    seen,
  };
}

const checks: ProofChecks = {
  checkName: async (name, judge) => look(`dns ${name}`, judge),
  checkHost: async (host, judge) => look(`web ${host}`, judge),
  checkRegistered: async (subject, judge) =>
    look(
      subject.kind === "asn" ? `registry AS${subject.asn}` : `registry ${subject.prefix.text}`,
      judge,
    ),
};

const context: ClaimContext & ApprovalContext = {
  sql,
  clock: house.context.clock,
  readBasis: house.context.readBasis,
  instance: house.context.instance,
  findSuffix: findPublicSuffix,
  checks,
  random: (bytes) => {
    drawn += 1;
    return new Uint8Array(bytes).fill(drawn);
  },
};

beforeEach(async () => {
  published.clear();
  nameServers = "ns1.dns.example";
  await emptyTables(sql, "claims, claim_changes, notices, register_changes, register_entries");
  await house.loadWorld({
    organisations: {
      alfa: {},
      beta: {},
      bank: { claims: ["bank.example", "198.51.100.0/24"] },
    },
  });
});

const ask = (organisation: string, object: string, more: Partial<AskClaimInput> = {}) =>
  askClaim({
    context,
    input: {
      actor: operator,
      organisation: organisation as OrganisationId,
      object,
      use: "own",
      method: "dns",
      ...more,
    },
  });
const check = (id: string) => checkClaim({ context, input: { actor: operator, id } });

/** Asks, publishes, is seen, waits its day, is seen again. */
async function prove(organisation: string, name: string): Promise<string> {
  const { id, record } = await ask(organisation, name);
  published.set(`dns ${name}`, record ?? "");
  await check(id);
  house.later(day);
  await check(id);
  return id;
}

async function ownersOf(object: string): Promise<readonly string[]> {
  const asset = findAsset(object);
  if (asset === null) throw new Error("no object");
  const { compiled } = await house.context.readBasis();
  return listHolders(compiled, asset, "own", house.context.clock().getTime());
}

async function told(): Promise<string[]> {
  const { rows } = await sql.query<{ line: string }>(
    `select kind || ' ' || coalesce(organisation, address) as line from notices order by queued_at, id`,
  );
  return rows.map(({ line }) => line);
}

describe("a claim", () => {
  it("holds nothing until its proof was seen for a day, and from then on", async () => {
    const { id, record } = await ask("alfa", "Alfa.example.");
    expect(await ownersOf("alfa.example")).toEqual([]);
    expect((await check(id)).footing).toMatchObject({ state: "pending", reason: "asked" });
    published.set("dns alfa.example", record ?? "");
    expect((await check(id)).footing).toMatchObject({ state: "pending", reason: "proof-seen" });
    expect(await ownersOf("alfa.example")).toEqual([]);
    house.later(day);
    expect(await checkClaims({ context })).toEqual({ checked: 1, moved: 1 });
    expect(await ownersOf("alfa.example")).toEqual(["alfa"]);
    expect(await told()).toEqual(["claim-asked alfa", "claim-active alfa"]);
    house.later(1);
    expect(await checkClaims({ context })).toEqual({ checked: 0, moved: 0 });
  });

  it("comes into force with others that are seen in the same run: one change of what decisions go by", async () => {
    const names = ["alfa.example", "b.example", "c.example", "d.example"];
    for (const name of names) {
      const { record } = await ask("alfa", name);
      published.set(`dns ${name}`, record ?? "");
    }
    const rival = await ask("beta", "d.example", { method: "well-known" });
    published.set("web d.example", rival.record ?? "");
    expect(await checkClaims({ context })).toEqual({ checked: 5, moved: 0 });
    const snapshots = async () =>
      (await sql.query<{ count: number }>("select count(*)::int as count from snapshots")).rows[0];
    await house.context.readBasis();
    const before = (await snapshots())?.count ?? 0;
    house.later(day);
    expect(await checkClaims({ context })).toEqual({ checked: 5, moved: 4 });
    for (const name of names) expect(await ownersOf(name)).toHaveLength(1);
    expect((await snapshots())?.count).toBe(before + 1);
    const waiting = await sql.query("select from claims where rival_since is not null");
    expect(waiting.rows).toHaveLength(1);
    expect((await told()).filter((line) => line.startsWith("claim-rival"))).toHaveLength(1);
    const history = await sql.query("select from claim_changes where state = 'active'");
    expect(history.rows).toHaveLength(4);
  });

  it("comes into force although another of the same run cannot be moved", async () => {
    for (const name of ["alfa.example", "b.example"]) {
      const { record } = await ask("alfa", name);
      published.set(`dns ${name}`, record ?? "");
    }
    await checkClaims({ context });
    house.later(day);
    await sql.query(
      `create function refuse_one() returns trigger language plpgsql as $$ begin raise exception 'not this one'; end $$;
       create trigger refuse_one before update of state on claims for each row when (new.asset = 'b.example')
         execute function refuse_one()`,
    );
    try {
      await expect(checkClaims({ context })).rejects.toThrow("not this one");
    } finally {
      await sql.query("drop trigger refuse_one on claims; drop function refuse_one()");
    }
    expect(await ownersOf("alfa.example")).toEqual(["alfa"]);
    expect(await ownersOf("b.example")).toEqual([]);
    house.later(10);
    expect(await checkClaims({ context })).toEqual({ checked: 1, moved: 1 });
    expect(await ownersOf("b.example")).toEqual(["alfa"]);
  });

  it("T8: by a file of a web server holds for that very host, and for no name below it", async () => {
    const { id, record } = await ask("alfa", "www.alfa.example", { method: "well-known" });
    published.set("web www.alfa.example", record ?? "");
    await check(id);
    house.later(day);
    expect((await check(id)).footing.state).toBe("active");
    expect(await ownersOf("www.alfa.example")).toEqual(["alfa"]);
    const below = await house.context.readBasis();
    expect(below.compiled.namesBelow.size).toBe(1);
    const { rows } = await sql.query(
      "select content ->> 'exact' as exact, content ->> 'basis' as basis from register_entries",
    );
    expect(rows).toEqual([{ exact: "true", basis: "vouched" }]);
  });

  it("gives no history: what was seen before it holds is not its organisation's", async () => {
    await prove("alfa", "alfa.example");
    const { rows } = await sql.query<{ since: number }>(
      "select (content ->> 'since')::bigint as since from register_entries where until_change is null",
    );
    expect(rows).toEqual([{ since: house.context.clock().getTime() }]);
  });

  it.each([
    ["co.uk", "dns", /public suffix/],
    ["github.io", "dns", /public suffix of the private section/],
    ["nl", "dns", /not a prefix/],
    ["10.0.0.0/8", "registry-object", /belongs to nobody/],
    ["203.0.113.0/24", "well-known", /cannot be proved by well-known/],
    ["AS64500", "dns", /cannot be proved by dns/],
    ["192.0.2.1/24", "dns", /not a prefix/],
    ["@alfa.example", "dns", /not a prefix/],
    ["0.0.0.0/0", "registry-object", /belongs to nobody/],
  ] as const)("T2: on %s by %s is refused", async (object, method, why) => {
    await expect(ask("alfa", object, { method })).rejects.toMatchObject({
      code: "input-refused",
      message: expect.stringMatching(why),
    });
  });

  it("is asked for once by one organisation", async () => {
    await ask("alfa", "alfa.example");
    await expect(ask("alfa", "alfa.example")).rejects.toMatchObject({ code: "conflict" });
  });

  it("ends when its token was not used in thirty days", async () => {
    const { id } = await ask("alfa", "alfa.example");
    house.later(30 * day);
    await checkClaims({ context });
    expect((await sql.query("select state, reason from claims where id = $1", [id])).rows).toEqual([
      { state: "revoked", reason: "never-proved" },
    ]);
  });
});

describe("a proof", () => {
  it.each([
    ["another token", "meldpunt-proof=mzxw6ytbojtg633cmfzgm33pmi", "wrong-token"],
    ["nothing", "something else", "wrong-token"],
  ])("that says %s proves nothing", async (_, text, outcome) => {
    const { id } = await ask("alfa", "alfa.example");
    published.set("dns alfa.example", text);
    expect((await check(id)).lastLook).toMatchObject({ outcome });
  });

  it("with the right token at the wrong name says so, and proves neither", async () => {
    const first = await ask("alfa", "alfa.example");
    const second = await ask("alfa", "other.example");
    published.set("dns other.example", first.record ?? "");
    expect((await check(second.id)).lastLook).toMatchObject({ outcome: "token-of-another-name" });
  });

  it("of one account proves nothing for another", async () => {
    const alfas = await ask("alfa", "shared.example");
    const betas = await ask("beta", "shared.example");
    published.set("dns shared.example", alfas.record ?? "");
    expect((await check(betas.id)).lastLook).toMatchObject({ outcome: "wrong-token" });
    expect((await check(alfas.id)).lastLook).toMatchObject({ outcome: "proved" });
  });

  it.each(["time-out", "server-failure", "unreachable", "malformed"] as const)(
    "that nobody could look for (%s) does not harm a claim that holds",
    async (trouble) => {
      const id = await prove("alfa", "alfa.example");
      published.set("dns alfa.example", { trouble });
      expect((await check(id)).footing.state).toBe("active");
    },
  );
});

describe("T4: a claim that lapses", () => {
  it("is stale while its organisation is told twice, then ends, and the next rung is asked", async () => {
    const id = await prove("alfa", "alfa.example");
    published.delete("dns alfa.example");
    house.later(day);
    await checkClaims({ context });
    expect((await check(id)).footing).toMatchObject({ state: "stale", reason: "proof-gone" });
    expect(await ownersOf("alfa.example")).toEqual(["alfa"]);
    house.later(4 * day);
    await checkClaims({ context });
    house.later(3 * day);
    await checkClaims({ context });
    expect(await ownersOf("alfa.example")).toEqual([]);
    expect((await told()).slice(2)).toEqual([
      "claim-stale alfa",
      "claim-reminder alfa",
      "claim-lapsed alfa",
    ]);
  });

  it("T11: goes stale at once when its name servers change, at tier 1, and recovers when it is seen there again", async () => {
    const id = await prove("alfa", "alfa.example");
    const basis = async () =>
      (
        await sql.query<{ basis: string }>(
          "select content ->> 'basis' as basis from register_entries where until_change is null",
        )
      ).rows;
    expect(await basis()).toEqual([{ basis: "proved" }]);
    nameServers = "ns1.elsewhere.example";
    expect((await check(id)).footing).toMatchObject({
      state: "stale",
      reason: "name-servers-changed",
    });
    expect(await basis()).toEqual([{ basis: "attested" }]);
    house.later(60);
    expect((await check(id)).footing.state).toBe("active");
    expect(await basis()).toEqual([{ basis: "proved" }]);
  });

  it("needs a new token once its registrant changed", async () => {
    const id = await prove("alfa", "alfa.example");
    await doubtClaim({ context, input: { actor: operator, id, signal: "registrant-changed" } });
    house.later(7 * day);
    expect((await check(id)).footing.state).toBe("lapsed");
  });
});

describe("golden 12, T1, T3: somebody asks for what is a bank's", () => {
  it("its proof fails, and the bank is told that somebody asked, not who", async () => {
    const { id } = await ask("alfa", "bank.example");
    expect((await check(id)).footing.state).toBe("pending");
    expect(await ownersOf("bank.example")).toEqual(["bank"]);
    expect(await told()).toEqual(["claim-asked alfa", "claim-rival bank"]);
    const { rows } = await sql.query<{ data: object }>(
      "select data from notices where organisation = 'bank'",
    );
    expect(JSON.stringify(rows)).not.toContain("alfa");
  });

  it.each(["login.bank.example", "198.51.100.7"])(
    "also for %s, inside of what is its own",
    async (object) => {
      await ask("alfa", object, { method: object.startsWith("1") ? "registry-object" : "dns" });
      expect(await told()).toContain("claim-rival bank");
    },
  );

  it("whoever proves the same waits for a person, the holder keeps receiving, and neither hears of the other", async () => {
    const { id, record } = await ask("alfa", "bank.example");
    published.set("dns bank.example", record ?? "");
    await check(id);
    house.later(day);
    const waiting = await check(id);
    expect(waiting.footing).toMatchObject({ state: "pending", reason: "proof-seen" });
    expect(await ownersOf("bank.example")).toEqual(["bank"]);
    const asHouse = await listClaims({
      context,
      input: { actor: operator, organisation: null, ended: false },
    });
    expect(asHouse.map(({ rivalSince }) => rivalSince)).not.toContain(null);
    const alfa = memberOf("alfa", "administrator");
    const [own] = await listClaims({
      context,
      input: { actor: alfa, organisation: null, ended: false },
    });
    expect(own?.rivalSince).toBeNull();
    await expect(
      decideClaim({ context, input: { actor: operator, id, accept: true, reason: "merger" } }),
    ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("world file") });
  });

  it("T13: the answers are the same whether somebody claims it or not", async () => {
    const claimed = await ask("alfa", "bank.example");
    const unclaimed = await ask("alfa", "nobody.example");
    const shape = ({ object: _, id: __, record: ___, ...rest }: typeof claimed) => rest;
    expect(shape(claimed)).toEqual(shape(unclaimed));
    const [one, two] = [await check(claimed.id), await check(unclaimed.id)];
    expect({ ...one.footing }).toEqual({ ...two.footing });
    expect(one.lastLook).toEqual(two.lastLook);
  });
});

describe("two organisations that prove the same", () => {
  it("never both hold it, however their proofs come and go; a person decides between them", async () => {
    const first = await prove("alfa", "shared.example");
    const { id: second, record } = await ask("beta", "shared.example");
    const both = `${published.get("dns shared.example")}`;
    published.set("dns shared.example", record ?? "");
    await check(second);
    house.later(day);
    expect((await check(second)).footing.state).toBe("pending");
    expect(await ownersOf("shared.example")).toEqual(["alfa"]);
    const decide = (named: string, asks: typeof context) =>
      decideClaim({
        context: asks,
        input: { actor: toShellActor(named), id: second, accept: true, reason: "deed seen" },
      });
    const rule = { people: 2, bodies: 1, within: { months: 0, days: 1, ms: 0 }, above: null };
    const strict = {
      ...context,
      instance: { ...context.instance, approvals: { "claim.decide": rule } },
    };
    await expect(decide("jan", strict)).rejects.toMatchObject({ code: "approval-needed" });
    expect(await ownersOf("shared.example")).toEqual(["alfa"]);
    await decide("jan", context);
    expect(await ownersOf("shared.example")).toEqual(["beta"]);
    published.set("dns shared.example", both);
    expect((await check(first)).footing.state).toBe("revoked");
    expect(await ownersOf("shared.example")).toEqual(["beta"]);
  });
});

describe("a code that is mailed to the registry's contact", () => {
  it("is refused where the registry names none", async () => {
    await expect(ask("alfa", "192.0.2.0/24", { method: "registry-mail" })).rejects.toMatchObject({
      code: "input-refused",
      message: expect.stringContaining("no contact"),
    });
  });
});

describe("who may", () => {
  it.each([
    ["beta", "administrator"],
    ["alfa", "handler"],
    ["alfa", "reader"],
  ] as const)("not ask for alfa: %s's %s", async (organisation, role) => {
    await expect(
      ask("alfa", "alfa.example", { actor: memberOf(organisation, role) }),
    ).rejects.toMatchObject({
      code: "not-permitted",
    });
  });

  it("not see, check, confirm or withdraw the claim of another: it is not there", async () => {
    const { id } = await ask("alfa", "alfa.example");
    const actor = memberOf("beta", "administrator");
    for (const act of [
      () => checkClaim({ context, input: { actor, id } }),
      () => withdrawClaim({ context, input: { actor, id } }),
      () => confirmClaim({ context, input: { actor, id, code: "x" } }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "not-found" });
    }
    expect(
      await listClaims({ context, input: { actor, organisation: null, ended: true } }),
    ).toEqual([]);
  });

  it("withdraw its own, which ends it at once", async () => {
    const id = await prove("alfa", "alfa.example");
    await withdrawClaim({ context, input: { actor: memberOf("alfa", "administrator"), id } });
    expect(await ownersOf("alfa.example")).toEqual([]);
  });
});
