import { beforeEach, describe, expect, it } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { memberOf } from "../../test/makers/actors.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { submitReport } from "../actions/submit-report.ts";
import type { FinderId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { readAs } from "./read-as.ts";

const house = useOutgoingHouse();
const { sql } = house.context;

/** Two owners, each with an address of its own and one weakness; a third without any. */
beforeEach(async () => {
  await emptyTables(sql, "decisions");
  await house.loadWorld({
    organisations: {
      alfa: { claims: ["192.0.2.0/24"] },
      beta: { claims: ["198.51.100.0/24"] },
      gamma: { claims: ["203.0.113.0/24"] },
    },
  });
  const csv = (address: string) => `ip,type,timestamp\n${address},ssl-freak,2026-07-01T08:00:00Z\n`;
  await house.submit({ csv: csv("192.0.2.1"), finder: "eerste" });
  await house.submit({ csv: csv("198.51.100.1"), finder: "tweede" });
  await house.run();
});

type Role = "meldpunt_member" | "meldpunt_finder" | "meldpunt_house";

/** Raw SQL as a role, with the settings of a party; rolled back afterwards. */
async function asRole<Row>(role: Role, party: string, text: string): Promise<Row[]> {
  return transaction(sql, async (sql) => {
    await sql.query(`set local role ${role}`);
    const setting = role === "meldpunt_finder" ? "meldpunt.finder" : "meldpunt.organisation";
    await sql.query("select set_config($1, $2, true)", [setting, party]);
    return (await sql.query<Row>(text)).rows;
  });
}

const tables = [
  "findings",
  "past_episodes",
  "decisions",
  "notifications",
  "notification_findings",
  "deliveries",
  "delivery_attempts",
] as const;

describe("an organisation, by raw SQL", () => {
  it.each(tables)("sees of %s exactly what is its own", async (table) => {
    const count = `select count(*)::int as n from ${table}`;
    const [all] = (await sql.query<{ n: number }>(count)).rows;
    const [alfa] = await asRole<{ n: number }>("meldpunt_member", "alfa", count);
    const [beta] = await asRole<{ n: number }>("meldpunt_member", "beta", count);
    const [gamma] = await asRole<{ n: number }>("meldpunt_member", "gamma", count);
    const expected = table === "past_episodes" ? 0 : 1;
    expect([all?.n, alfa?.n, beta?.n, gamma?.n]).toEqual([2 * expected, expected, expected, 0]);
  });

  it("sees nothing when nobody said for whom it works", async () => {
    for (const table of tables) {
      expect(await asRole("meldpunt_member", "", `select 1 from ${table}`)).toEqual([]);
    }
  });

  it("sees its address and nobody else's", async () => {
    const addresses = await asRole<{ a: string }>(
      "meldpunt_member",
      "alfa",
      "select host(address) as a from findings",
    );
    expect(addresses).toEqual([{ a: "192.0.2.1" }]);
  });

  it("sees what waits for a person only when it does not wait any more", async () => {
    await sql.query("update findings set disposition = 9");
    expect(await asRole("meldpunt_member", "alfa", "select 1 from findings")).toEqual([]);
    await sql.query("update findings set disposition = 3");
    expect(await asRole("meldpunt_member", "alfa", "select 1 from findings")).toHaveLength(1);
  });

  it("loses sight when another decision takes the place of its own", async () => {
    await sql.query(
      `update findings set decision_id = (select id from decisions where owner = 'beta')
        where host(address) = '192.0.2.1'`,
    );
    expect(await asRole("meldpunt_member", "alfa", "select 1 from findings")).toEqual([]);
    expect(
      await asRole(
        "meldpunt_member",
        "alfa",
        "select 1 from notification_findings nf join findings f on f.id = nf.finding_id",
      ),
    ).toEqual([]);
  });

  it("may not see how a report came in", async () => {
    await expect(
      asRole("meldpunt_member", "alfa", "select sha256 from reports"),
    ).rejects.toMatchObject({ code: "42501" });
  });

  it.each([
    "select * from kept_reports",
    "select * from secrets",
    "select sealed from endpoint_secrets",
    "update endpoints set url = 'https://elsewhere.example/'",
    "select * from access_tokens",
    "select * from audit_entries",
    "select * from portal_sessions",
    "select * from worlds",
    "select * from address_states",
    "select * from approval_requests",
    "update findings set state = 1",
    "delete from notifications",
    "insert into lane_stops values (0, now(), 'x')",
  ])("may not: %s", async (text) => {
    await expect(asRole("meldpunt_member", "alfa", text)).rejects.toMatchObject({ code: "42501" });
    await expect(asRole("meldpunt_finder", "eerste", text)).rejects.toMatchObject({
      code: "42501",
    });
  });
});

describe("a finder, by raw SQL", () => {
  it("sees its own reports and nothing of findings, decisions and mail", async () => {
    const own = await asRole<{ finder: string }>(
      "meldpunt_finder",
      "eerste",
      "select finder from reports",
    );
    expect(own).toEqual([{ finder: "eerste" }]);
    const chunks = await asRole("meldpunt_finder", "eerste", "select 1 from report_chunks");
    expect(chunks).toHaveLength(1);
    for (const table of tables) {
      await expect(
        asRole("meldpunt_finder", "eerste", `select 1 from ${table}`),
      ).rejects.toMatchObject({
        code: "42501",
      });
    }
  });
});

describe("somebody of the house, by raw SQL", () => {
  it("sees everything but secrets, and changes nothing", async () => {
    expect(await asRole("meldpunt_house", "", "select 1 from findings")).toHaveLength(2);
    for (const text of [
      "select * from secrets",
      "select sealed from endpoint_secrets",
      "update endpoints set url = 'https://elsewhere.example/'",
      "select * from kept_reports",
      "select * from access_tokens",
      "update findings set state = 1",
      "delete from audit_entries",
      "update audit_entries set act = 'x'",
    ]) {
      await expect(asRole("meldpunt_house", "", text)).rejects.toMatchObject({ code: "42501" });
    }
  });
});

it("no role of ours bypasses row-level security, nor owns a table", async () => {
  const { rows } = await sql.query(
    `select rolname from pg_roles where rolname like 'meldpunt\\_%' and (rolbypassrls or rolsuper or rolcanlogin)`,
  );
  expect(rows).toEqual([]);
  const { rows: owned } = await sql.query(
    "select relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'meldpunt\\_%'",
  );
  expect(owned).toEqual([]);
});

it("whoever reads as an organisation cannot write, not even with the rights of the service", async () => {
  const actor = memberOf("alfa", "reader");
  await expect(
    readAs(sql, actor, (sql) => sql.query("reset role; delete from findings")),
  ).rejects.toMatchObject({ code: "25006" });
});

it("a finder hands over for itself only", async () => {
  const input = {
    received: (async function* () {
      yield Buffer.from("ip,type\n");
    })(),
    handover: { finder: "tweede" as FinderId } as never,
    expectedBytes: null,
    release: false,
    actor: { kind: "finder", name: "f", finder: "eerste" as FinderId, scopes: null } as const,
  };
  await expect(submitReport({ context: house.context, input })).rejects.toMatchObject({
    code: "not-permitted",
  });
});
