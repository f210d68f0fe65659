import { expect, it } from "vitest";
import { useOutgoingHouse } from "../../../test/makers/outgoing-house.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { must } from "../../platform/errors.ts";
import { decideFact } from "./decide-fact.ts";
import { forgetUnlessDone, startDeciding, storeDecisions } from "./deciding.ts";

const { context, loadWorld } = useOutgoingHouse();
const { sql, catalogue } = context;

const observedAt = new Date("2026-07-01T08:00:00Z");

async function start() {
  const basis = await context.readBasis();
  const type = must(catalogue.findType("open-rdp"), "it is in the catalogue");
  const deciding = startDeciding(basis, context.clock());
  const fact = { address: "192.0.2.1", name: null, severity: 2, standing: 0, observedAt };
  return { deciding, number: decideFact(basis.compiled, deciding.memo, fact as never, type) };
}

it("two that decide the same at once store it once, and both know it", async () => {
  await loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  const [one, other] = [await start(), await start()];
  let waiting: Promise<void> | null = null;
  await transaction(sql, async (held) => {
    await storeDecisions(held, one.deciding, [one.number]);
    waiting = transaction(sql, (sql) => storeDecisions(sql, other.deciding, [other.number]));
    const isHeldUp = async (): Promise<boolean> => {
      const { rows } = await sql.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    };
    await expect.poll(isHeldUp).toBe(true);
  });
  await waiting;
  expect(other.deciding.stored[other.number]).toBe(one.deciding.stored[one.number]);
  expect((await sql.query("select from decisions")).rows).toHaveLength(1);
});

it("what a transaction stored that came to nothing is stored by the one that is tried again", async () => {
  await loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  const { deciding, number } = await start();
  let attempts = 0;
  const store = async (sql: Sql): Promise<void> => {
    await storeDecisions(sql, deciding, [number]);
    attempts += 1;
    if (attempts === 1) throw Object.assign(new Error("in each other's way"), { code: "40P01" });
  };
  const work = (sql: Sql) => forgetUnlessDone(deciding, () => store(sql));
  await transaction(sql, work, { attempts: 2 });
  expect(attempts).toBe(2);
  const id = deciding.stored[number];
  expect((await sql.query("select id from decisions where id = $1", [id])).rows).toEqual([{ id }]);
});
