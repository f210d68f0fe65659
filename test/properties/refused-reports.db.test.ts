import fc from "fast-check";
import { expect, test } from "vitest";
import { refuseReport } from "../../src/actions/refuse-report.ts";
import { showReport } from "../../src/actions/show-report.ts";
import type { ReportId } from "../../src/domain/ids.ts";
import { operator } from "../makers/actors.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import { databasePropertySettings } from "./settings.ts";

const house = useOutgoingHouse();
const { context } = house;

const octets = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
/** A list, who releases it, and whether it is refused where it waits. */
const aReport = fc.record({ octets, release: fc.boolean(), refuse: fc.boolean() });
const steps = fc.array(aReport, { minLength: 1, maxLength: 5 });

const toCsv = (list: readonly number[]): string =>
  `ip,type,timestamp\n${list.map((octet) => `192.0.2.${octet},ssl-freak,2026-07-01T08:00:00Z\n`).join("")}`;

test("refusing loses no row, and withdraws exactly what nobody else shows", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (reports) => {
      await house.empty();
      await house.loadWorld({ organisations: { alfa: { claims: ["192.0.2.0/24"] } } });
      const taken: ReportId[] = [];
      for (const [i, { octets, release }] of reports.entries()) {
        const { report } = await house.submit({ csv: toCsv(octets), finder: `f${i}`, release });
        taken.push(report);
      }
      const isRefused = ({ release, refuse }: (typeof reports)[number]) => refuse && !release;
      for (const [i, report] of reports.entries()) {
        const input = { report: taken[i] as ReportId, reason: "no", actor: operator };
        if (isRefused(report)) await refuseReport({ context, input });
      }
      for (const report of taken) {
        const shown = await showReport({ context, input: { report, actor: operator } });
        const sum = Object.values(shown.dispositions).reduce((total, count) => total + count, 0);
        expect(sum).toBe(shown.accepted);
      }
      const stays = new Set(reports.filter((one) => !isRefused(one)).flatMap((one) => one.octets));
      const { rows } = await context.sql.query<{ octet: number; open: boolean }>(
        `select split_part(host(f.address), '.', 4)::int as octet, f.closed_at is null as open from findings f`,
      );
      const open = rows.filter((row) => row.open).map(({ octet }) => octet);
      expect(new Set(open)).toEqual(stays);
    }),
    { ...databasePropertySettings, numRuns: 20 },
  );
});
