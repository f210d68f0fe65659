import type { DemoAddress } from "./addresses.ts";
import type { Draw } from "./draw.ts";
import type { ReportFile } from "./report-file.ts";
import {
  type ShadowserverRow,
  type ShadowserverType,
  timeOfDay,
  toShadowserverCsv,
} from "./shadowserver-csv.ts";
import {
  accountRow,
  exchangeRow,
  httpRow,
  mongodbRow,
  rdpRow,
  sinkholeRow,
  telnetRow,
  websiteRow,
} from "./shadowserver-rows.ts";

/** Addresses whose owner said stop; see `stops` in the world. */
const stopped = ["145.197.16.66", "145.193.77.3"];

/** Shadowserver's reports of 20 to 22 November 2026, and the rows of the first Exchange report for a second finder. */
export function makeShadowserverReports(draw: Draw): {
  files: ReportFile[];
  exchange: readonly ShadowserverRow[];
} {
  const exchange = [
    ...draw.gather({
      perOwner: 2,
      perOperatedAs: 3,
      perServedAs: 1,
      perServedPrefix: 2,
      published: 110,
      silent: 6,
      idle: 6,
    }),
    ...stopped.map((address): DemoAddress => ({ family: 4, address, asn: 1101 })),
  ].map((at) => exchangeRow(draw, at));
  const newExchange = draw
    .gather({ perServedPrefix: 1, published: 12 })
    .map((at) => exchangeRow(draw, at));
  const files = [
    toFile("2026-11-20", "scan_exchange", exchange),
    toFile("2026-11-21", "scan_exchange", secondDay(draw, exchange, newExchange)),
    ...rdpReports(draw),
    ...otherScans(draw),
    toFile("2026-11-20", "event4_sinkhole_http", sinkholeRows(draw)),
    toFile("2026-11-20", "compromised_website", websiteRows(draw)),
    toFile("2026-11-21", "compromised_account", accountRows(draw)),
    toFile("2026-11-22", "scan_http_vulnerable", damagedHttpRows(draw)),
  ];
  return { files, exchange };
}

/** The big one on two days, and its sister for IPv6. One operator gets more than its volume brake lets through. */
function rdpReports(draw: Draw): ReportFile[] {
  const first = [
    ...draw.gather({
      perOwner: 1,
      perOperatedAs: 3,
      perServedAs: 1,
      perServedPrefix: 2,
      published: 2_750,
      silent: 25,
      idle: 60,
    }),
    ...draw.pools.inSystem(39_686, 70),
  ].map((at) => rdpRow(draw, at));
  const added = draw.pools.published(140).map((at) => rdpRow(draw, at));
  const six = draw.gather(
    { perOwner: 3, perOperatedAs: 1, perServedAs: 1, perServedPrefix: 1, published: 40, silent: 3 },
    6,
  );
  return [
    toFile("2026-11-20", "scan_rdp", first, "gz"),
    toFile("2026-11-21", "scan_rdp", secondDay(draw, first, added), "gz"),
    toFile(
      "2026-11-20",
      "scan6_rdp",
      six.map((at) => rdpRow(draw, at)),
    ),
  ];
}

/** A misconfiguration of severity high, and one of severity medium, which the catch-all does not take. */
function otherScans(draw: Draw): ReportFile[] {
  const mongodb = draw.gather({ perOwner: 1, perOperatedAs: 1, published: 60, silent: 4, idle: 4 });
  const telnet = draw.gather({
    perOwner: 1,
    perOperatedAs: 1,
    perServedAs: 1,
    published: 40,
    silent: 12,
    idle: 4,
  });
  return [
    toFile(
      "2026-11-20",
      "scan_mongodb",
      mongodb.map((at) => mongodbRow(draw, at)),
      "zst",
    ),
    toFile(
      "2026-11-20",
      "scan_telnet",
      telnet.map((at) => telnetRow(draw, at)),
    ),
  ];
}

/** The day after: nineteen of twenty rows again, in another order, and some new ones. */
function secondDay(
  draw: Draw,
  rows: readonly ShadowserverRow[],
  added: readonly ShadowserverRow[],
): ShadowserverRow[] {
  return draw.shuffle([...rows.filter((_, index) => index % 20 !== 7), ...added]);
}

/** Infected machines behind access networks, some seen three times in a day. */
function sinkholeRows(draw: Draw): ShadowserverRow[] {
  const infected = draw.gather({
    perOwner: 1,
    perOperatedAs: 3,
    perServedAs: 1,
    published: 50,
    silent: 3,
  });
  const seen = infected.flatMap((at) => (draw.random() < 0.3 ? [at, at, at] : [at]));
  return draw.shuffle(seen).map((at, index) => sinkholeRow(draw, at, index));
}

/** Claimed names, names that publish security.txt, names in a constituency, and a name of nobody. */
function websiteRows(draw: Draw): ShadowserverRow[] {
  const hosts = [
    ...draw.domains.filter((_, index) => index % 2 === 0).map((domain) => `www.${domain}`),
    "fietsenwinkel.example",
    "www.bakkerij-korenbloem.example",
    "reserveringen.example",
    "verlopen-winkel.example",
    "tickets.haven.example",
    "balie.gemeenten.example",
    "afspraken.zorg.example",
    "blog.niemand.example",
  ];
  const { pools } = draw;
  const addresses = draw.shuffle([...pools.published(20), ...pools.inSystem(20_857, hosts.length)]);
  return hosts.flatMap((host, index) =>
    addresses.slice(index, index + 1).map((at) => websiteRow(draw, at, host)),
  );
}

/** By mail domain: some proved, some attested, some of nobody. */
function accountRows(draw: Draw): ShadowserverRow[] {
  const domains = [
    ...draw.domains,
    "fietsenwinkel.example",
    "niemand.example",
    "gratis-mail.example",
  ];
  return domains.flatMap((domain, index) =>
    Array.from({ length: 1 + (index % 3) }, (_, nth) =>
      accountRow(draw, domain, 100 + index * 3 + nth),
    ),
  );
}

/** Rows that no reader may accept, between rows that it must. */
function damagedHttpRows(draw: Draw): ShadowserverRow[] {
  const good = draw
    .gather({ perOperatedAs: 1, perServedPrefix: 2, published: 30, silent: 2 })
    .map((at) => httpRow(draw, at));
  const damage: readonly ShadowserverRow[] = [
    { ip: "10.0.0" },
    { ip: "2001:db8::g" },
    { port: "70000" },
    { port: "http" },
    { timestamp: "22-11-2026 10:00" },
    { ip: "" },
  ];
  const bad = damage.map((fields, index) => ({ ...good[index * 4], ...fields }));
  return [
    ...good.slice(0, 20),
    ...bad.slice(0, 3),
    ...good.slice(20, 40),
    ...bad.slice(3),
    ...good.slice(40),
  ];
}

function toFile(
  day: string,
  type: ShadowserverType,
  rows: readonly ShadowserverRow[],
  packed: ReportFile["packed"] = null,
): ReportFile {
  const timed = rows.map((row, index) => ({
    timestamp: timeOfDay(day, index, rows.length),
    ...row,
  }));
  const path = `shadowserver/${day}-${type}-nederland-geo.csv`;
  return { path, text: toShadowserverCsv(type, timed), packed };
}
