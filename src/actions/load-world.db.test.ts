import { beforeAll, describe, expect, test } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { operator } from "../../test/makers/actors.ts";
import { readBasis } from "../pipeline/material/basis.ts";
import { AppError } from "../platform/errors.ts";
import { parseWorldFile } from "../registry/world-file/parse-world-file.ts";
import { currentSnapshot } from "../store/snapshots.ts";
import { findCurrentWorld, readWorld } from "../store/worlds.ts";
import { accountCoverage } from "./account-coverage.ts";
import { diffWorld } from "./diff-world.ts";
import { explainObject } from "./explain-object.ts";
import { type LoadWorldContext, loadWorld } from "./load-world.ts";

const sql = useDatabase();
const now = new Date("2026-07-01T00:00:00Z");
const context: LoadWorldContext = {
  sql,
  clock: () => now,
  readBasis: () => readBasis(sql, now, "NL", { bytes: Buffer.alloc(32) }),
  parseWorld: parseWorldFile,
  catalogue: { types: [], findType: () => null },
  instance: {
    homeCountry: "NL",
    approvals: {},
    brakes: { worldChangePercent: 10, decisions: { floor: 50, percent: 10 } },
  },
};

const organisation = (id: string, prefix: string, mailbox = id) => `
  - id: ${id}
    name: ${id}
    roles: [owner]
    contacts: [{role: findings, email: findings@${mailbox}.example}]
    claims: [{prefix: ${prefix}, basis: proved, since: 2026-01-01}]`;
const worldOf = (...organisations: string[]) =>
  `organisations: ${organisations.join("") || "[]"}\n`;
const load = (text: string, more: { force?: boolean } = {}) =>
  loadWorld({
    context,
    input: { text, fileName: "world.yaml", force: false, actor: operator, ...more },
  });
const diff = (text: string) =>
  diffWorld({ context, input: { actor: operator, text, fileName: "world.yaml" } });

async function refusalOf(loading: Promise<unknown>): Promise<AppError> {
  const error = await loading.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error("it was not refused");
}

/** 192.0.2.0/24 and 198.51.100.0/24 are Dutch, and so is one IPv6 block. */
beforeAll(async () => {
  const version = "01900000-0000-7000-8000-000000000001";
  await sql.query(
    `insert into registry_versions (id, layer, loaded_at, files, ranges, difference)
     values ($1, 'delegated', $2, '[]', 3, '{}')`,
    [version, now],
  );
  await sql.query(
    `insert into registry_ranges (version, first, last, country)
     values ($1, '192.0.2.0', '192.0.2.255', 'NL'), ($1, '198.51.100.0', '198.51.100.255', 'NL'),
            ($1, '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 'NL')`,
    [version],
  );
});

describe("loading a world", () => {
  const first = worldOf(organisation("a", "192.0.2.0/24"), organisation("b", "198.51.100.0/24"));

  test("a file with problems is refused with all of them, and nothing is changed", async () => {
    const refusal = await refusalOf(load(worldOf(organisation("A", "192.0.2.1/24"))));
    expect(refusal.code).toBe("input-refused");
    expect(refusal.message.split("\n")).toEqual([
      expect.stringMatching(/^world\.yaml:2:9: organisations\[0\]\.id: not a slug\. /),
      expect.stringMatching(/^world\.yaml:6:23: .*prefix: host bits are set\. /),
    ]);
    expect(refusal.details).toMatchObject({ problems: [{ line: 2 }, { line: 6 }] });
    expect(await findCurrentWorld(sql)).toBeNull();
  });

  test("the first world meets no brake", async () => {
    const answer = await load(first);
    expect(answer).toMatchObject({
      replaced: true,
      unchanged: false,
      organisations: 2,
      claims: 2,
      coverage: null,
      difference: { organisations: { added: ["a", "b"], removed: [], changed: [] } },
    });
    expect((await readWorld(sql)).organisations.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("the same world in another order makes no version and no snapshot", async () => {
    const [version, snapshot] = [await findCurrentWorld(sql), await currentSnapshot(sql, now)];
    const answer = await load(
      worldOf(organisation("b", "198.51.100.0/24"), organisation("a", "192.0.2.0/24")),
    );
    expect(answer).toMatchObject({ replaced: false, unchanged: true, version: version?.id });
    expect(answer.difference.organisations).toEqual({ added: [], removed: [], changed: [] });
    expect(await currentSnapshot(sql, now)).toEqual(snapshot);
  });

  test("a difference says what would change, and changes nothing", async () => {
    const before = await findCurrentWorld(sql);
    const answer = await diff(worldOf(organisation("a", "192.0.2.0/24")));
    expect(answer).toMatchObject({
      replaced: false,
      difference: { organisations: { removed: ["b"] }, claims: { added: 0, removed: 1 } },
      coverage: { v4: { addresses: 512, changed: 256 }, changedShare: 0.5 },
      decisions: { days: 7, findings: 0, moved: 0 },
      braked: ["addresses"],
    });
    expect(await findCurrentWorld(sql)).toEqual(before);
  });

  test("a change of more than a tenth of the home country's addresses waits for force", async () => {
    const moved = worldOf(
      organisation("a", "192.0.2.0/24", "elsewhere"),
      organisation("b", "198.51.100.0/24"),
    );
    const refusal = await refusalOf(load(moved));
    expect(refusal.code).toBe("brake");
    expect(refusal.message).toContain("50.0 % of the addresses of NL");
    expect(refusal.details).toMatchObject({
      coverage: {
        examples: [
          {
            range: "192.0.2.0/24",
            before: "owner: a findings@a.example",
            after: "owner: a findings@elsewhere.example",
          },
        ],
      },
    });
    expect((await load(moved, { force: true })).replaced).toBe(true);
  });

  test("a change that moves few addresses goes on", async () => {
    const answer = await load(
      worldOf(
        organisation("a", "192.0.2.0/24", "elsewhere"),
        organisation("b", "198.51.100.0/24"),
        organisation("c", "192.0.2.0/28"),
      ),
    );
    expect(answer).toMatchObject({
      replaced: true,
      coverage: { v4: { changed: 16 }, changedShare: 16 / 512 },
      difference: { organisations: { added: ["c"] }, claims: { added: 1, removed: 0 } },
    });
  });

  test("the brake looks at IPv6 too", async () => {
    const text = worldOf(organisation("a", "2001:db8::/32"));
    const refusal = await refusalOf(load(text));
    expect(refusal.message).toContain("100.0 %");
  });

  test("two who load at once: one is told to look again, or finds nothing left to do", async () => {
    const text = worldOf(
      organisation("a", "192.0.2.0/24", "elsewhere"),
      organisation("b", "198.51.100.0/24"),
      organisation("d", "192.0.2.16/28"),
    );
    const answers = await Promise.allSettled([load(text), load(text)]);
    const versions = await sql.query("select 1 from worlds where replaced_at is null");
    expect(versions.rowCount).toBe(1);
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason.code).toBe("conflict");
    }
    expect((await readWorld(sql)).organisations.map(({ id }) => id)).toEqual(["a", "b", "d"]);
  });
});

describe("asking about the present world", () => {
  test("explains one object after the other under the present snapshot", async () => {
    const explain = await explainObject({
      context,
      input: { type: null, at: null },
    });
    expect(explain("192.0.2.1")).toMatchObject({
      object: "192.0.2.1",
      owner: { id: "a" },
      snapshot: (await currentSnapshot(sql, now)).id,
    });
    expect(() => explain("nonsense!")).toThrow(/Not a network object/);
    const past = await explainObject({
      context,
      input: { type: null, at: new Date("2025-01-01T00:00:00Z") },
    });
    expect(past("192.0.2.1").owner).toBeNull();
  });

  test("refuses a type that nobody knows", async () => {
    const input = { type: "nonsense", at: null };
    const refusal = await refusalOf(explainObject({ context, input }));
    expect(refusal.code).toBe("wrong-usage");
  });

  test("accounts for every address of a country", async () => {
    const coverage = await accountCoverage({ context, input: { country: "NL" } });
    const { addresses, byRung } = coverage.v4;
    expect(addresses).toBe(512);
    expect(Object.values(byRung).reduce((sum, count) => sum + count, 0)).toBe(512);
    expect(byRung.owner).toBe(512);
    const refused = await refusalOf(accountCoverage({ context, input: { country: "BE" } }));
    expect(refused.code).toBe("not-found");
  });
});
