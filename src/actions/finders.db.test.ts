import { generateKey } from "openpgp";
import { beforeEach, describe, expect, test } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { operator } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { FinderActor, MemberActor } from "../domain/access/actor.ts";
import { strangerActor, toShellActor } from "../domain/access/actor.ts";
import type { FinderId, FindingId, OrganisationId } from "../domain/ids.ts";
import type { FinderPolicy } from "../domain/world/world.ts";
import { transaction } from "../platform/database.ts";
import { readWorld } from "../store/worlds.ts";
import { addFinderKey } from "./add-finder-key.ts";
import { askFinder } from "./ask-finder.ts";
import { confirmFinder } from "./confirm-finder.ts";
import { declineFinder } from "./decline-finder.ts";
import { judgeFalsePositive } from "./judge-false-positive.ts";
import { listFinders } from "./list-finders.ts";
import { refuseReport } from "./refuse-report.ts";
import { revokeFinderKey } from "./revoke-finder-key.ts";
import { sayFalsePositive } from "./say-false-positive.ts";
import { showFinder } from "./show-finder.ts";
import { suspendFinder } from "./suspend-finder.ts";
import { tellFinders } from "./tell-finders.ts";
import { vetFinder } from "./vet-finder.ts";

const house = useOutgoingHouse();
const { context } = house;
const { sql } = context;

beforeEach(async () => {
  await emptyTables(
    sql,
    `finders, finder_changes, finder_keys, false_positives, notices, register_entries,
     register_changes`,
  );
  await house.loadWorld({
    organisations: { alfa: { claims: ["192.0.2.0/24"] }, beta: { claims: ["198.51.100.0/24"] } },
    finders: { filed: [] },
  });
});

const cat = "cat" as FinderId;
const noLimit: FinderPolicy = {
  since: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
  recipients: null,
  government: true,
  countries: null,
  evidence: "shareable",
  embargoMs: null,
  embargoUntil: null,
};
const contact = "cat@finder.example";

function ask(
  finder = cat,
  actor: Parameters<typeof askFinder>[0]["input"]["actor"] = strangerActor,
) {
  return askFinder({
    context,
    input: { actor, finder, name: "Zwarte Kat", purpose: "scans", contact, language: "nl" },
  });
}

const vet = (terms: Partial<Parameters<typeof vetFinder>[0]["input"]> = {}) =>
  vetFinder({
    context,
    input: {
      actor: operator,
      finder: cat,
      trusted: true,
      vouchedBy: "alfa",
      tlp: null,
      grade: null,
      signed: false,
      policies: [],
      reason: "spoke to it",
      ...terms,
    },
  });

type NoticeRow = { kind: string; address: string; data: Record<string, string> };
const notices = async () =>
  (await sql.query<NoticeRow>("select kind, address, data from notices order by queued_at, id"))
    .rows;

async function confirm(): Promise<void> {
  const code = (await notices()).find(({ kind }) => kind === "finder-code")?.data.code ?? "none";
  await confirmFinder({ context, input: { finder: cat, code } });
}

const toCsv = (...octets: number[]): string =>
  `ip,type,timestamp\n${octets.map((octet) => `192.0.2.${octet},ssl-freak,2026-07-01T08:00:00Z\n`).join("")}`;

const member = (organisation: string, role: MemberActor["role"] = "handler"): MemberActor => ({
  kind: "member",
  name: organisation,
  organisation: organisation as OrganisationId,
  role,
  scopes: null,
});
const finderActor = (finder: FinderId): FinderActor => ({
  kind: "finder",
  name: finder,
  finder,
  scopes: null,
});

describe("the register of finders", () => {
  test("asked, confirmed, vetted: what it hands over goes by itself, by its terms", async () => {
    await ask();
    await confirm();
    expect((await house.submit({ csv: toCsv(1), finder: cat, release: false })).waitsBecause).toBe(
      "unknown-finder",
    );
    const policy: FinderPolicy = {
      ...noLimit,
      recipients: ["owner"],
      government: false,
      countries: ["NL"],
      evidence: "withheld",
    };
    await vet({ policies: [policy], tlp: "AMBER+STRICT" });
    expect((await readWorld(sql)).finders).toContainEqual({
      id: cat,
      name: "Zwarte Kat",
      trusted: true,
      tlp: "AMBER+STRICT",
      policies: [policy],
    });
    const summary = await house.submit({ csv: toCsv(2), finder: cat, release: false });
    expect(summary).toMatchObject({ waitsBecause: null, tlp: "AMBER+STRICT", trusted: true });
    expect((await notices()).map(({ kind }) => kind)).toEqual(["finder-code", "finder-vetted"]);
  });

  test("the answer to a stranger is the same where the id is taken, and nothing is kept or mailed", async () => {
    const first = await ask();
    expect(await ask()).toEqual(first);
    expect(await ask("filed" as FinderId)).toMatchObject({ until: first.until });
    expect(await notices()).toHaveLength(1);
    await expect(ask(cat, operator)).rejects.toMatchObject({ code: "conflict" });
  });

  test("one address gets three codes a day, whatever is asked", async () => {
    for (const id of ["a", "b", "c", "d", "e"]) await ask(id as FinderId);
    expect(await notices()).toHaveLength(3);
  });

  test("a wrong code, and one of another finder, are refused alike; ten are enough", async () => {
    await ask();
    const wrong = { finder: cat, code: "aaaaaaaaaaaaaaaaaaaaaaaaaa" };
    const refused = { code: "input-refused" };
    for (let i = 0; i < 10; i++) {
      await expect(confirmFinder({ context, input: wrong })).rejects.toMatchObject(refused);
    }
    await expect(confirm()).rejects.toMatchObject(refused);
    await expect(
      confirmFinder({ context, input: { ...wrong, finder: "nobody" as FinderId } }),
    ).rejects.toMatchObject(refused);
  });

  test("suspended, its reports wait again and its policy goes on to hold; history says who and why", async () => {
    await ask();
    await vet({ tlp: "RED" });
    const input = { actor: operator, finder: cat, reason: "cannot be reached" };
    await suspendFinder({ context, input });
    expect((await readWorld(sql)).finders).toContainEqual(
      expect.objectContaining({ id: cat, trusted: false, tlp: "RED" }),
    );
    expect((await house.submit({ csv: toCsv(1), finder: cat, release: false })).waitsBecause).toBe(
      "untrusted-finder",
    );
    const { history } = await showFinder({ context, input: { actor: operator, finder: cat } });
    expect(history?.map(({ state, trusted, reason }) => [state, trusted, reason])).toEqual([
      ["asked", false, "asked"],
      ["vetted", true, "spoke to it"],
      ["suspended", false, "cannot be reached"],
    ]);
    for (const text of ["delete from finder_changes", "update finder_changes set reason = 'x'"]) {
      await expect(sql.query(text)).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("a policy that could not be told from another's is refused, and nothing is changed", async () => {
    const policies = [{ ...noLimit, government: false }];
    await house.loadWorld({ finders: { f14: [{ government: false }] } });
    const f61 = "f61" as FinderId;
    await ask(f61);
    await expect(vet({ finder: f61, policies })).rejects.toMatchObject({ code: "conflict" });
    const { state } = await showFinder({ context, input: { actor: operator, finder: f61 } });
    expect(state).toBe("asked");
  });

  test("declined, it stays nobody, and is told why once its contact was confirmed", async () => {
    await ask();
    await confirm();
    const input = { actor: operator, finder: cat, reason: "nobody knows you" };
    await declineFinder({ context, input });
    expect((await notices()).at(-1)).toMatchObject({
      kind: "finder-declined",
      address: contact,
      data: { reason: "nobody knows you" },
    });
    await expect(suspendFinder({ context, input })).rejects.toMatchObject({ code: "conflict" });
    expect((await readWorld(sql)).finders.map(({ id }) => id)).toEqual(["filed"]);
  });

  test("only a vetter vets and gives keys; a finder ends a key of its own, and of nobody else", async () => {
    const onlyOperator = { ...toShellActor("o"), roles: ["operator"] as const };
    await ask();
    await expect(vet({ actor: onlyOperator })).rejects.toMatchObject({ code: "not-permitted" });
    const { publicKey: armored } = await generateKey({
      userIDs: [{ name: "Cat", email: contact }],
      date: new Date("2026-06-01T00:00:00Z"),
    });
    const added = { finder: cat, armored };
    for (const actor of [onlyOperator, finderActor(cat)]) {
      await expect(addFinderKey({ context, input: { ...added, actor } })).rejects.toMatchObject({
        code: "not-permitted",
      });
    }
    const { fingerprint } = await addFinderKey({ context, input: { ...added, actor: operator } });
    const revoked = { finder: cat, fingerprint };
    await expect(
      revokeFinderKey({ context, input: { ...revoked, actor: finderActor("dog" as FinderId) } }),
    ).rejects.toMatchObject({ code: "not-permitted" });
    await revokeFinderKey({ context, input: { ...revoked, actor: finderActor(cat) } });
    await expect(
      addFinderKey({ context, input: { ...added, actor: operator } }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("what a finder is told", () => {
  test("once a day what became of its reports, in numbers, and never at an address nobody confirmed", async () => {
    await ask();
    const { report } = await house.submit({ csv: toCsv(1, 2), finder: cat, release: false });
    const input = { report, reason: "nothing was found there", actor: operator };
    await refuseReport({ context, input });
    expect(await tellFinders({ context })).toBe(0);
    await confirm();
    expect(await tellFinders({ context })).toBe(1);
    const told = (await notices()).at(-1);
    expect(told).toMatchObject({ kind: "finder-outcome", address: contact });
    expect(told?.data.reports).toBe(`${report} geweigerd (nothing was found there): 2 ingetrokken`);
    expect(JSON.stringify(told)).not.toContain("192.0.2");
    const other = await house.submit({ csv: toCsv(3), finder: cat, release: false });
    await refuseReport({ context, input: { ...input, report: other.report } });
    expect(await tellFinders({ context })).toBe(0);
    house.later(24 * 60 + 1);
    expect(await tellFinders({ context })).toBe(1);
    expect(await tellFinders({ context })).toBe(0);
  });
});

describe("false positives", () => {
  async function submitFindings(finder: string, csv: string): Promise<FindingId[]> {
    await house.submit({ csv, finder });
    const { rows } = await sql.query<{ id: FindingId }>("select id from findings order by id");
    return rows.map(({ id }) => id);
  }
  const judge = (finding: FindingId, uphold = true) =>
    judgeFalsePositive({ context, input: { actor: operator, finding, uphold, reason: "seen" } });
  const stateOf = async (finding: FindingId) =>
    (await sql.query<{ state: number }>("select state from findings where id = $1", [finding]))
      .rows[0]?.state;

  test("a handler disputes what its organisation sees, and nobody disputes what is not theirs", async () => {
    const [finding] = await submitFindings("filed", toCsv(1));
    await house.run();
    const input = { finding: finding as FindingId, reason: "a honeypot" };
    const say = (actor: MemberActor) => sayFalsePositive({ context, input: { ...input, actor } });
    await expect(say(member("beta"))).rejects.toMatchObject({ code: "not-found" });
    await expect(say(member("alfa", "reader"))).rejects.toMatchObject({ code: "not-permitted" });
    await say(member("alfa"));
    expect(await stateOf(finding as FindingId)).toBe(6);
    await expect(say(member("alfa"))).rejects.toMatchObject({ code: "conflict" });
    expect(await judge(finding as FindingId, false)).toEqual({ upheld: false, distrusted: false });
    expect(await stateOf(finding as FindingId)).toBe(8);
  });

  test("upheld before it was told, it is withdrawn and goes to nobody", async () => {
    const [first, second] = await submitFindings("filed", toCsv(1, 2));
    expect(await judge(first as FindingId)).toEqual({ upheld: true, distrusted: false });
    expect(await house.dispositions()).toEqual({ pending: 1, withdrawn: 1 });
    await house.run();
    expect(house.server.kept[0]?.bytes.toString()).not.toMatch(/192\.0\.2\.1\b/);
    expect(await stateOf(second as FindingId)).not.toBe(7);
    await expect(judge(first as FindingId)).rejects.toMatchObject({ code: "conflict" });
  });

  test("two of a type within 90 days, and the finder is trusted no more, also one of the world file", async () => {
    const [first, second] = await submitFindings("filed", toCsv(1, 2));
    expect((await judge(first as FindingId)).distrusted).toBe(false);
    house.later(89 * 24 * 60);
    expect((await judge(second as FindingId)).distrusted).toBe(true);
    expect(
      (await house.submit({ csv: toCsv(3), finder: "filed", release: false })).waitsBecause,
    ).toBe("untrusted-finder");
    expect((await notices()).at(-1)).toMatchObject({
      kind: "finder-distrusted",
      address: "contact@meldpunt.example",
      data: { finder: "filed", type: "ssl-freak" },
    });
    const finder = "filed" as FinderId;
    const { history } = await showFinder({ context, input: { actor: operator, finder } });
    expect(history?.at(-1)).toMatchObject({ state: "vetted", trusted: false });
  });

  test("two that lie further apart cost nothing", async () => {
    const [first, second] = await submitFindings("filed", toCsv(1, 2));
    await judge(first as FindingId);
    house.later(90 * 24 * 60);
    expect((await judge(second as FindingId)).distrusted).toBe(false);
  });
});

describe("by raw SQL as each role", () => {
  async function asRole<Row>(role: string, party: string, text: string): Promise<Row[]> {
    return transaction(sql, async (sql) => {
      await sql.query(`set local role meldpunt_${role}`);
      const setting = role === "finder" ? "meldpunt.finder" : "meldpunt.organisation";
      await sql.query("select set_config($1, $2, true)", [setting, party]);
      return (await sql.query<Row>(text)).rows;
    });
  }

  test("a finder sees where it stands, and neither others nor what vetters write", async () => {
    await ask();
    await ask("dog" as FinderId);
    expect(await asRole("finder", "cat", "select id from finders")).toEqual([{ id: "cat" }]);
    expect(await asRole("finder", "", "select id from finders")).toEqual([]);
    for (const text of [
      "select * from finder_changes",
      "select code_hash from finders",
      "select * from false_positives",
      "select * from notices",
      "update finders set trusted = true",
      "insert into finder_keys values ('cat', repeat('a', 40), 'x', null, now(), 'x')",
    ]) {
      await expect(asRole("finder", "cat", text)).rejects.toMatchObject({ code: "42501" });
    }
    const mine = await listFinders({ context, input: { actor: finderActor(cat) } });
    expect(mine.map(({ id }) => id)).toEqual(["cat"]);
    expect(
      await showFinder({ context, input: { actor: finderActor(cat), finder: cat } }),
    ).toMatchObject({ history: null });
    const dog = "dog" as FinderId;
    await expect(
      showFinder({ context, input: { actor: finderActor(cat), finder: dog } }),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("an organisation sees what it disputed itself, and nothing of finders", async () => {
    await house.submit({ csv: toCsv(1), finder: "filed" });
    await house.run();
    const { rows } = await sql.query<{ id: FindingId }>("select id from findings");
    const finding = rows[0]?.id as FindingId;
    const input = { actor: member("alfa"), finding, reason: "a honeypot" };
    await sayFalsePositive({ context, input });
    const text = "select finding_id from false_positives";
    expect(await asRole("member", "alfa", text)).toEqual([{ finding_id: finding }]);
    expect(await asRole("member", "beta", text)).toEqual([]);
    for (const text of [
      "select finder from false_positives",
      "select * from finders",
      "select * from finder_keys",
      "select * from finder_changes",
    ]) {
      await expect(asRole("member", "alfa", text)).rejects.toMatchObject({ code: "42501" });
    }
  });
});
