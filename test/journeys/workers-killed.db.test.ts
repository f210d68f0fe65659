import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useDatabase } from "../database.ts";
import { propertySettings } from "../properties/settings.ts";
import type { Answer } from "./answers.ts";
import { type Started, useMeldpunt } from "./meldpunt.ts";
import { readSink } from "./sink.ts";

const sql = useDatabase();
const meldpunt = useMeldpunt(() => ({ DATABASE_URL: sql.url }));

const owners = 400;
const mailboxOf = (owner: number): string => `beheer@owner-${owner}.example`;

const world = `organisations:
${Array.from(
  { length: owners },
  (_, owner) => `  - id: owner-${owner}
    name: Owner ${owner}
    roles: [owner]
    claims: [{prefix: 198.51.${100 + (owner >> 8)}.${owner & 255}/32, basis: proved, since: 2026-01-01}]
    contacts: [{role: findings, email: ${mailboxOf(owner)}, language: nl}]
    path: direct
`,
).join("")}finders:
  - {id: divd, trusted: true, tlp: AMBER}
`;

/** What nobody would wait for in a test: leases of the dead are over, and whatever is in doubt is asked about. */
async function letLeasesLapse(): Promise<void> {
  await sql.query("update deliveries set leased_until = now() where state = 'leased'");
  await sql.query(
    "update deliveries set next_attempt_at = now() where state in ('queued', 'unknown')",
  );
}

async function count(query: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(`select count(*)::int as count ${query}`);
  return rows[0]?.count ?? 0;
}

/**
 * Keeping that a mail was accepted takes a while from here on, as on a database under load: several hundred mails then
 * outlast every kill, however fast or busy the machine is.
 */
async function slowDown(): Promise<void> {
  await sql.query(`create function slow() returns trigger language plpgsql
                   as 'begin perform pg_sleep(0.04); return new; end'`);
  await sql.query(`create trigger slow before update on deliveries for each row
                   when (new.state = 'accepted') execute function slow()`);
}

const accepted = "from deliveries where state = 'accepted'";

/** When the first of two workers dies: so many mails later; and how long the other one outlives it. */
const moment = fc.record({
  mails: fc.integer({ min: 1, max: 50 }),
  ms: fc.integer({ min: 0, max: 900 }),
});

async function kill({ child, ended }: Started): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}

test("two workers, killed at random moments under load: nothing lost, nothing twice", async () => {
  await meldpunt.done("world", "load", meldpunt.write("world.yaml", world));
  const rows = Array.from(
    { length: owners },
    (_, owner) => `198.51.${100 + (owner >> 8)}.${owner & 255},443,2026-11-20T10:00:00Z\n`,
  );
  const path = meldpunt.write("list.csv", `ip,port,timestamp\n${rows.join("")}`);
  const options = ["--finder", "divd", "--type", "cve-2024-21762", "--release", "--json"];
  const { report } = await meldpunt.json<Answer>("report", "submit", path, ...options);

  await slowDown();
  const moments = fc.sample(moment, { ...propertySettings, numRuns: 4 });
  let cutShort = 0;
  for (const { mails, ms } of moments) {
    const workers = [meldpunt.start(["work"]), meldpunt.start(["work"])] as const;
    const before = await count(accepted);
    while ((await count(accepted)) < before + mails) await pause(20);
    await kill(workers[0]);
    await pause(ms);
    await kill(workers[1]);
    if ((await count("from deliveries where state = 'leased'")) > 0) cutShort += 1;
    await letLeasesLapse();
  }
  await sql.query("drop trigger slow on deliveries");
  for (let turn = 0; turn < 5; turn++) {
    await letLeasesLapse();
    await meldpunt.done("notify");
  }

  expect(cutShort).toBeGreaterThan(0);
  expect(await count("from deliveries where state <> 'accepted'")).toBe(0);
  const mail = await readSink(meldpunt);
  const messageIds = mail.map(({ messageId }) => messageId);
  expect(new Set(messageIds).size).toBe(messageIds.length);
  expect(mail.map(({ to }) => to).sort()).toEqual(
    Array.from({ length: owners }, (_, owner) => mailboxOf(owner)).sort(),
  );
  expect(
    await count(`from (select from notification_findings where role = 'primary' and superseded_at is null
                        group by finding_id, episode, round having count(*) > 1) twice`),
  ).toBe(0);
  const { dispositions } = await meldpunt.json<Answer>("report", "show", report, "--json");
  expect(dispositions).toEqual({ delivered: owners });
});
