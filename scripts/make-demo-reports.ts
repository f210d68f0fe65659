// Writes the reports under data/demo/reports/ that real finders could have sent, about addresses that carry every
// finding to another rung of the demonstration's world. The same input gives the same bytes.
// Run: node scripts/make-demo-reports.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import {
  type DemoAddress,
  type DemoOrganisation,
  makeAddressPools,
  pick,
  readOrganisations,
} from "./demo-addresses.ts";
import { dataFolder, familyOf, seededRandom } from "./demo-registry.ts";
import {
  placeColumns,
  type ShadowserverRow,
  type ShadowserverType,
  timeOfDay,
  toShadowserverCsv,
} from "./demo-shadowserver.ts";

/** How many addresses of each sort a report has: per organisation, AS or prefix, or in all. */
type Audience = {
  readonly perOwner: number;
  readonly perOperatedAs: number;
  readonly perServedAs: number;
  readonly perServedPrefix: number;
  readonly published: number;
  readonly silent: number;
  readonly idle: number;
};

const random = seededRandom(20_261_120);
const pools = makeAddressPools(random);
const organisations = readOrganisations();
const reports = new URL("demo/reports/", dataFolder);

/** A host with two weaknesses, owned and inside the scope of the second scan. */
const twice = "85.148.16.77";

/** Addresses whose owner said stop; see `stops` in the world. */
const stopped = ["145.197.16.66", "145.193.77.3"].map(
  (address): DemoAddress => ({ family: 4, address, asn: 1101 }),
);

writeShadowserver();
writeDivd();
writeOthers();

function writeShadowserver(): void {
  const exchange = gather({
    perOwner: 2,
    perOperatedAs: 3,
    perServedAs: 1,
    perServedPrefix: 2,
    published: 110,
    silent: 6,
    idle: 6,
  });
  const exchangeRows = [...exchange, ...stopped].map((at) => exchangeRow(at));
  saveShadowserver("2026-11-20", "scan_exchange", exchangeRows);
  const later = gather({
    perOwner: 0,
    perOperatedAs: 0,
    perServedAs: 0,
    perServedPrefix: 1,
    published: 12,
    silent: 0,
    idle: 0,
  });
  saveShadowserver(
    "2026-11-21",
    "scan_exchange",
    secondDay(
      exchangeRows,
      later.map((at) => exchangeRow(at)),
    ),
  );
  writeDivdExchange(exchangeRows);

  const rdp = [
    ...gather({
      perOwner: 2,
      perOperatedAs: 5,
      perServedAs: 1,
      perServedPrefix: 3,
      published: 2_700,
      silent: 30,
      idle: 60,
    }),
    ...pools.inSystem(39_686, 70), // more than the volume brake lets through at once
  ].map((at) => rdpRow(at));
  saveShadowserver("2026-11-20", "scan_rdp", rdp, "gz");
  const newRdp = pools.published(140).map((at) => rdpRow(at));
  saveShadowserver("2026-11-21", "scan_rdp", secondDay(rdp, newRdp), "gz");
  const rdp6 = gather(
    {
      perOwner: 3,
      perOperatedAs: 1,
      perServedAs: 1,
      perServedPrefix: 1,
      published: 40,
      silent: 3,
      idle: 0,
    },
    6,
  );
  saveShadowserver(
    "2026-11-20",
    "scan6_rdp",
    rdp6.map((at) => rdpRow(at)),
  );

  const mongodb = gather({
    perOwner: 1,
    perOperatedAs: 1,
    perServedAs: 0,
    perServedPrefix: 0,
    published: 60,
    silent: 4,
    idle: 4,
  });
  saveShadowserver(
    "2026-11-20",
    "scan_mongodb",
    mongodb.map((at) => mongodbRow(at)),
    "zst",
  );
  const telnet = gather({
    perOwner: 1,
    perOperatedAs: 1,
    perServedAs: 1,
    perServedPrefix: 0,
    published: 40,
    silent: 12,
    idle: 4,
  });
  saveShadowserver(
    "2026-11-20",
    "scan_telnet",
    telnet.map((at) => telnetRow(at)),
  );

  saveShadowserver("2026-11-20", "event4_sinkhole_http", sinkholeRows());
  saveShadowserver("2026-11-20", "compromised_website", websiteRows());
  saveShadowserver("2026-11-21", "compromised_account", accountRows());
  saveShadowserver("2026-11-22", "scan_http_vulnerable", damagedHttpRows());
}

/** Draws the addresses of a report and shuffles them, so that no recipient's rows stand together. */
function gather(audience: Audience, family: 4 | 6 = 4): DemoAddress[] {
  const prefixesOf = (
    kind: "claims" | "constituency",
    { [kind]: objects = [] }: DemoOrganisation,
  ) => objects.filter(({ use }) => use !== "operate").flatMap(({ prefix }) => prefix ?? []);
  const systemsOf = (kind: "claims" | "constituency", { [kind]: objects = [] }: DemoOrganisation) =>
    objects.flatMap(({ asn }) => asn ?? []);
  const ofFamily = (prefix: string) => familyOf(prefix) === family;
  const found = [
    ...organisations
      .flatMap((organisation) => prefixesOf("claims", organisation).filter(ofFamily).slice(0, 1))
      .flatMap((prefix) => pools.inPrefix(prefix, audience.perOwner)),
    ...organisations
      .flatMap((organisation) => systemsOf("claims", organisation))
      .flatMap((asn) => pools.inSystem(asn, audience.perOperatedAs, family)),
    ...organisations
      .flatMap((organisation) => systemsOf("constituency", organisation))
      .flatMap((asn) => pools.inSystem(asn, audience.perServedAs, family)),
    ...organisations
      .flatMap((organisation) => prefixesOf("constituency", organisation).filter(ofFamily))
      .flatMap((prefix) => pools.inPrefix(prefix, audience.perServedPrefix)),
    ...pools.published(audience.published, family),
    ...pools.silent(audience.silent, family),
    ...pools.idle(audience.idle),
  ];
  return shuffle(found);
}

/** The day after: nineteen of twenty rows again, in another order, and some new ones. */
function secondDay(
  rows: readonly ShadowserverRow[],
  added: readonly ShadowserverRow[],
): ShadowserverRow[] {
  return shuffle([...rows.filter((_, index) => index % 20 !== 7), ...added]);
}

function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function exchangeRow(at: DemoAddress): ShadowserverRow {
  const tag = pick(
    [
      "exchange;cve-2021-26855",
      "exchange;cve-2021-26855",
      "exchange;cve-2023-21529",
      "exchange;cve-2022-41040",
    ],
    random,
  );
  return {
    ...placeColumns(at, random),
    severity: "critical",
    protocol: "tcp",
    port: "443",
    tag,
    version: pick(["15.1.2106", "15.2.792", "15.2.986"], random),
    servername: pick(["EX01", "EX02", "MAIL1"], random),
  };
}

function rdpRow(at: DemoAddress): ShadowserverRow {
  return {
    ...placeColumns(at, random),
    severity: "high",
    protocol: "tcp",
    port: random() < 0.9 ? "3389" : "3390",
    tag: "rdp",
    handshake: "TLSv1.2",
    rdp_protocol: "RDP",
    ssl_version: "2",
    subject_common_name: `srv-${Math.floor(random() * 900) + 100}.internal.example`,
    cert_length: "2048",
    key_algorithm: "rsaEncryption",
  };
}

function mongodbRow(at: DemoAddress): ShadowserverRow {
  return {
    ...placeColumns(at, random),
    severity: "high",
    protocol: "tcp",
    port: "27017",
    tag: "mongodb",
    version: pick(["3.6.8", "4.4.18", "5.0.14"], random),
    bits: "64",
    ok: "1",
    visible_databases: pick(["none visible", "admin | local", 'admin | "shop" | local'], random),
  };
}

function telnetRow(at: DemoAddress): ShadowserverRow {
  return {
    ...placeColumns(at, random),
    severity: "medium",
    protocol: "tcp",
    port: "23",
    tag: "telnet",
    banner: pick(
      [
        "login: ",
        "Welcome\r\nUser Access Verification\r\n\r\nPassword: ",
        "BusyBox v1.19.4, built-in shell",
      ],
      random,
    ),
  };
}

/** Infected machines behind access networks, some seen several times in a day with another source port. */
function sinkholeRows(): ShadowserverRow[] {
  const infected = gather({
    perOwner: 1,
    perOperatedAs: 3,
    perServedAs: 1,
    perServedPrefix: 0,
    published: 50,
    silent: 3,
    idle: 0,
  });
  return shuffle(
    infected.flatMap((at) => Array.from({ length: random() < 0.3 ? 3 : 1 }, () => at)),
  ).map((at, index) => {
    const family = pick(["andromeda", "mirai", "conficker", "socgholish"], random);
    return {
      ...placeColumns(at, random, "src_"),
      protocol: "tcp",
      src_port: String(1_024 + Math.floor(random() * 60_000)),
      severity: "critical",
      dst_ip: "198.51.100.80",
      dst_port: "80",
      dst_asn: "64497",
      dst_geo: "DE",
      infection: family,
      family,
      tag: family,
      event_id: String(90_000_000 + index),
      http_url: `/${family}/gate`,
      http_host: `sinkhole-${index % 7}.example`,
      http_agent: 'Mozilla/4.0 (compatible; "quoted")',
    };
  });
}

/** Hacked sites: the claimed names, names that publish security.txt, and names of nobody. */
function websiteRows(): ShadowserverRow[] {
  const claimed = organisations.flatMap(({ claims = [] }) =>
    claims.flatMap(({ domain }) => domain ?? []).slice(0, 1),
  );
  const others = [
    "fietsenwinkel.example",
    "www.bakkerij-korenbloem.example",
    "reserveringen.example",
    "verlopen-winkel.example",
  ];
  const hosts = [
    ...claimed.filter((_, index) => index % 2 === 0).map((domain) => `www.${domain}`),
    ...others,
    "tickets.haven.example",
    "balie.gemeenten.example",
    "afspraken.zorg.example",
    "blog.niemand.example",
  ];
  const addresses = shuffle([
    ...pools.published(Math.ceil(hosts.length / 2)),
    ...pools.inSystem(20_857, hosts.length),
  ]);
  return hosts.map((host, index) => ({
    ...placeColumns(addressAt(addresses, index), random),
    severity: "critical",
    protocol: "tcp",
    port: index % 3 === 0 ? "80" : "443",
    tag: pick(["webshell", "seo-spam", "phishing"], random),
    application: index % 3 === 0 ? "http" : "https",
    url: pick(["/wp-content/uploads/x.php", "/images/cache/", "/index.php?id=1,2"], random),
    http_host: host,
    category: "hacked",
    detected_since: "2026-11-18 04:10:00",
    server: "nginx",
    status: "compromised",
  }));
}

/** Stolen sign-ins by mail domain, without passwords: the highest tier, and nobody for domains that nobody proved. */
function accountRows(): ShadowserverRow[] {
  const claimed = organisations.flatMap(({ claims = [] }) =>
    claims.flatMap(({ domain }) => domain ?? []).slice(0, 1),
  );
  const domains = [...claimed, "fietsenwinkel.example", "niemand.example", "gratis-mail.example"];
  return domains.flatMap((domain, index) =>
    Array.from({ length: 1 + (index % 3) }, (_, nth) => ({
      email: `medewerker${100 + index * 3 + nth}@${domain}`,
      infection: pick(["stealer-a", "stealer-b"], random),
      status: "compromised",
      tag: "stealer",
      severity: "critical",
      service: `https://login.${domain}/`,
      username: `medewerker${100 + index * 3 + nth}@${domain}`,
    })),
  );
}

/** A report with rows that no reader may accept, between rows that it must. */
function damagedHttpRows(): ShadowserverRow[] {
  const good = gather({
    perOwner: 0,
    perOperatedAs: 2,
    perServedAs: 1,
    perServedPrefix: 2,
    published: 20,
    silent: 2,
    idle: 0,
  }).map(
    (at): ShadowserverRow => ({
      ...placeColumns(at, random),
      severity: "critical",
      protocol: "tcp",
      port: "8443",
      tag: pick(["cve-2023-46604,http", "cve-2024-21887,http", "basic-auth,http"], random),
      http: "HTTP/1.1",
      http_code: "200",
      http_reason: "OK",
      server: "nginx",
      detail: 'title="Login", lang="nl"',
    }),
  );
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

/** DIVD's own list on hosts of which Shadowserver saw some too, and the check of some of them two days later. */
function writeDivdExchange(exchange: readonly ShadowserverRow[]): void {
  const both = exchange.filter(({ tag }) => tag === "exchange;cve-2021-26855").slice(0, 60);
  const fresh = gather({
    perOwner: 0,
    perOperatedAs: 1,
    perServedAs: 0,
    perServedPrefix: 2,
    published: 25,
    silent: 2,
    idle: 2,
  });
  const hosts = [...both.map(({ ip = "" }) => ip), ...fresh.map(({ address }) => address)];
  const named = [
    "mail.uni-noorderhaven.example",
    "webmail.waterdorp.example",
    "mail.haven.example",
    "mail.fietsenwinkel.example",
  ];
  const lines = [
    ...hosts.map(
      (ip, index) =>
        `,${ip},443,tcp,${stamp("2026-11-20", 8, index)},CVE-2021-26855,${version(index)}`,
    ),
    ...named.map(
      (host, index) =>
        `${host},${pools.published(1)[0]?.address},443,tcp,${stamp("2026-11-20", 9, index)},CVE-2021-26855,${version(index)}`,
    ),
    // Abroad: with a contact, with a national CSIRT, with neither; and out of scope.
    ...[
      "192.0.2.25",
      "198.51.100.25",
      "2001:db8:de::25",
      "203.0.113.25",
      "10.20.30.40",
      "127.0.0.1",
    ].map(
      (ip, index) =>
        `,${ip},443,tcp,${stamp("2026-11-20", 10, index)},CVE-2021-26855,${version(index)}`,
    ),
    // One host, two weaknesses of one class: fixing one must not hide the other.
    `,${twice},443,tcp,2026-11-20T10:30:00Z,CVE-2021-26855,15.1.2106`,
    `,${twice},443,tcp,2026-11-20T10:30:01Z,CVE-2021-27065,15.1.2106`,
  ];
  save(
    "divd/2026-11-20-exchange.csv",
    `host,ip,port,protocol,timestamp,cve,version\n${lines.join("\n")}\n`,
  );
}

function writeDivd(): void {
  const header = "host,ip,port,protocol,timestamp,cve,version";
  save(
    "divd/2026-11-22-exchange-recheck.csv",
    `${header}\n,145.193.9.10,443,tcp,2026-11-22T09:00:00Z,CVE-2021-26855,15.1.2106\n`,
  );
  save(
    "divd/exchange-recheck-scope.txt",
    "# What the second scan covered.\n145.193.0.0/16\n85.148.16.0/23\nwaterdorp.example\n",
  );

  const names = organisations
    .flatMap(({ claims = [] }) => claims.flatMap(({ domain }) => domain ?? []).slice(0, 1))
    .slice(8, 30);
  const certificates = [...names, "haven.example", "fietsenwinkel.example", "niemand.example"].map(
    (name, index) =>
      `${name},${stamp("2026-11-20", 12, index)},*.${name},sha256:${String(index).padStart(4, "0")}`,
  );
  save(
    "divd/2026-11-20-wildcard-certificates.csv",
    `host,timestamp,certificate,fingerprint\n${certificates.join("\n")}\n`,
  );

  const java = gather({
    perOwner: 1,
    perOperatedAs: 1,
    perServedAs: 0,
    perServedPrefix: 1,
    published: 40,
    silent: 2,
    idle: 2,
  }).map(({ address }) => address);
  const log4shell = (file: string, day: string, hosts: readonly string[]) =>
    save(
      file,
      `ip,port,protocol,timestamp,cve,product\n${hosts.map((ip, index) => `${ip},8443,tcp,${stamp(day, 7, index)},CVE-2021-44228,"appliance, version ${index % 4}"`).join("\n")}\n`,
    );
  log4shell("divd/log4shell-1.csv", "2026-11-13", java.slice(0, 60));
  log4shell("divd/log4shell-2.csv", "2026-11-17", [...java.slice(12, 60), ...java.slice(60, 90)]);
  log4shell("divd/log4shell-3.csv", "2026-11-20", [...java.slice(30, 60), ...java.slice(60)]);
  save("divd/2026-11-22-nuclei.jsonl", toJsonLines(nucleiMatches()));
}

/** What nuclei found on names and addresses: a template by CVE, one by name, with a command line and extracted text. */
function nucleiMatches(): object[] {
  const names = [
    "portal.uni-delta.example",
    "vpn.boreas-chemie.example",
    "portaal.lindeveld.example",
    "app.bitgracht.example",
    "lab.bitgracht.example",
    "kassa.klompenshop.example",
    "planning.haven.example",
    "shop.fietsenwinkel.example",
    "www.niemand.example",
  ];
  const hosts = [
    ...names,
    ...pools.published(12).map(({ address }) => address),
    ...pools.inPrefix("62.212.144.0/22", 2).map(({ address }) => address),
  ];
  return hosts.map((host, index) => {
    const cve = pick(["CVE-2023-46604", "CVE-2024-21887", "CVE-2023-48795"], random);
    const url = `https://${host}:8443/`;
    return {
      "template-id": cve,
      info: {
        name: `Example check for ${cve}`,
        severity: cve === "CVE-2023-48795" ? "medium" : "critical",
        tags: ["cve", cve.slice(0, 8).toLowerCase()],
        classification: { "cve-id": [cve.toLowerCase()] },
      },
      type: "http",
      host,
      port: "8443",
      ip: /^[\d.]+$/.test(host) ? host : pools.published(1)[0]?.address,
      "matched-at": url,
      "extracted-results": [`build ${index}`],
      "curl-command": `curl -X GET '${url}'`,
      "matcher-status": true,
      timestamp: `2026-11-22T11:${String(index).padStart(2, "0")}:07.123456+01:00`,
    };
  });
}

function writeOthers(): void {
  save("partner-csirt/2026-11-21-events.jsonl", toJsonLines(partnerEvents()));
  const proved = [
    ...pools.inPrefix("145.193.0.0/16", 3),
    ...pools.inPrefix("62.212.144.0/22", 3),
    ...pools.inPrefix("80.95.172.0/22", 3),
  ];
  const seized = [...proved, ...pools.inSystem(1_136, 4), ...pools.published(4)].map(
    ({ address }, index) =>
      `${address},${49_152 + index * 7},tcp,${stamp("2026-11-21", 6, index)},infected-system,seized server of a botnet`,
  );
  save(
    "politie-liaison/2026-11-21-seized-server.csv",
    `ip,port,protocol,timestamp,type,remark\n${seized.join("\n")}\n`,
  );
  const claimedByRival = [
    ...pools.inPrefix("46.44.144.0/20", 12),
    ...pools.inPrefix("62.212.136.0/22", 8),
  ].map(
    ({ address }, index) =>
      `${address};443;${stamp("2026-11-22", 13, index)};CVE-2024-21887;=HYPERLINK("http://phish.example")`,
  );
  save(
    "onbekende-vinder/2026-11-22-lijst.csv",
    `IP;Poort;Tijd;CVE;Opmerking\n${claimedByRival.join("\n")}\n`,
  );
}

/** Events as another CSIRT's IntelMQ sends them. */
function partnerEvents(): object[] {
  const dutch = gather({
    perOwner: 0,
    perOperatedAs: 1,
    perServedAs: 1,
    perServedPrefix: 1,
    published: 20,
    silent: 2,
    idle: 2,
  });
  const foreign = ["192.0.2.80", "198.51.100.81", "203.0.113.82"].map(
    (address): DemoAddress => ({ family: 4, address, asn: null }),
  );
  return [...dutch, ...foreign].map(({ address, asn }, index) => ({
    "feed.name": "Example feed",
    "feed.provider": "Example partner CSIRT",
    "time.source": `2026-11-21T0${index % 10}:15:00+00:00`,
    "time.observation": "2026-11-21T11:00:00+00:00",
    "classification.taxonomy": "vulnerable",
    "classification.type": "vulnerable-system",
    "classification.identifier": index % 2 === 0 ? "open-redis" : "cve-2024-21887",
    "source.ip": address,
    "source.port": index % 2 === 0 ? 6_379 : 443,
    "protocol.transport": "tcp",
    ...(asn === null ? {} : { "source.asn": asn }),
    "extra.remark": "seen from two vantage points",
  }));
}

function addressAt(addresses: readonly DemoAddress[], index: number): DemoAddress {
  return pick(addresses.slice(index, index + 1), random);
}

function version(index: number): string {
  return ["15.1.2106", "15.2.792", "15.2.986"][index % 3] ?? "";
}

/** RFC 3339 in UTC, a few seconds apart. */
function stamp(day: string, hour: number, index: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000 + index * 7_000)
    .toISOString()
    .replace(".000", "");
}

function toJsonLines(values: readonly object[]): string {
  return `${values.map((value) => JSON.stringify(value)).join("\n")}\n`;
}

function saveShadowserver(
  day: string,
  type: ShadowserverType,
  rows: readonly ShadowserverRow[],
  packed?: "gz" | "zst",
): void {
  const timed = rows.map((row, index) => ({
    timestamp: timeOfDay(day, index, rows.length),
    ...row,
  }));
  const name =
    type === "compromised_account"
      ? `${day}-${type}-nederland.csv`
      : `${day}-${type}-nederland-geo.csv`;
  save(`shadowserver/${name}`, toShadowserverCsv(type, timed), packed);
}

function save(path: string, text: string, packed?: "gz" | "zst"): void {
  const file = new URL(packed === undefined ? path : `${path}.${packed}`, reports);
  mkdirSync(new URL(".", file), { recursive: true });
  const bytes = Buffer.from(text);
  const zstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 19 } };
  writeFileSync(
    file,
    packed === "gz"
      ? gzipSync(bytes, { level: 9 })
      : packed === "zst"
        ? zstdCompressSync(bytes, zstdOptions)
        : bytes,
  );
  console.log(`${path}: ${text.split("\n").length - 1} lines`);
}
