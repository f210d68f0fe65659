import { throwSwitch } from "../../src/actions/throw-switch.ts";
import type { FinderId } from "../../src/domain/ids.ts";
import type { HoldTarget } from "../../src/domain/notification/hold-target.ts";
import { operator } from "./actors.ts";
import type { OutgoingHouse } from "./outgoing-house.ts";

/** A list of one type, a row for each address. */
export function listOf(type: string, network: string, count: number): string {
  const rows = Array.from(
    { length: count },
    (_, i) => `${network}.${i + 1},443,2026-07-01T08:00:00Z,${type}`,
  );
  return ["ip,port,timestamp,type", ...rows].join("\n");
}

/** Owners of two networks, and a finder whose reports go by themselves. */
export async function loadHolders(house: OutgoingHouse): Promise<void> {
  await house.loadWorld({
    organisations: {
      alfa: { name: "Universiteit Noorderhaven aan Zee", claims: ["192.0.2.0/24"] },
      beta: { claims: ["203.0.113.0/24"] },
    },
    finders: { finder: [] },
  });
}

/** The house holds something in every way that there is. */
export async function holdEverything(house: OutgoingHouse): Promise<void> {
  const { context } = house;
  await loadHolders(house);
  house.keepBrakes({ ...context.instance.brakes.reports, noveltyRows: 3 });
  await house.submit({ csv: listOf("open-rdp", "203.0.113", 1), caseName: "DIVD-2026-00001" });
  await house.run();
  house.later(1);
  await house.submit({ csv: listOf("open-telnet", "203.0.113", 4), release: false });
  await house.submit({ csv: listOf("ssl-freak", "192.0.2", 60) });
  await house.run();
  const { report } = await house.submit({ csv: listOf("open-ntp", "203.0.113", 2) });
  const targets: HoldTarget[] = [
    { kind: "case", value: "DIVD-2026-00063 van <b>de lijst</b>" },
    { kind: "finder", value: "other" as FinderId },
    { kind: "report", value: report },
    { kind: "lane", value: "week" },
    { kind: "channel", value: "webhook" },
  ];
  for (const target of targets) {
    const reason = "de verkeerde lijst is geladen";
    await throwSwitch({ context, input: { target, reason, actor: operator } });
  }
  await context.sql.query(
    "insert into lane_stops (lane, stopped_at, reason) values (1, $1, '550 5.7.26 not authenticated')",
    [context.clock()],
  );
  await context.sql.query(
    "insert into canaries (report, addresses, recipients, begun_at) select min(number), '{a@b.example}', 1200, $1 from reports",
    [context.clock()],
  );
}
