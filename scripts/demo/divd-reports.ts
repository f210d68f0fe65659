import { pick } from "./addresses.ts";
import type { Draw } from "./draw.ts";
import { csvFile, jsonLinesFile, type ReportFile, stamp } from "./report-file.ts";
import type { ShadowserverRow } from "./shadowserver-csv.ts";

/** A host of a municipality with two weaknesses of one class, and inside the scope of the second scan. */
const twice = "85.148.16.77";

/** Abroad: with a contact, with a national CSIRT (twice), with neither; and two that are out of scope. */
const elsewhere = [
  "192.0.2.25",
  "198.51.100.25",
  "2001:db8:de::25",
  "203.0.113.25",
  "10.20.30.40",
  "127.0.0.1",
];

/** DIVD's lists: Exchange and its check, wildcard certificates, Log4Shell in three lists, nuclei. */
export function makeDivdReports(draw: Draw, exchange: readonly ShadowserverRow[]): ReportFile[] {
  return [
    exchangeList(draw, exchange),
    csvFile("divd/2026-11-22-exchange-recheck.csv", "host,ip,port,protocol,timestamp,cve,version", [
      ",145.193.9.10,443,tcp,2026-11-22T09:00:00Z,CVE-2021-26855,15.1.2106",
    ]),
    wildcardCertificates(draw),
    ...log4shellLists(draw),
    ...nucleiReports(draw),
  ];
}

/** Partly the hosts that Shadowserver saw on the same day, partly others; some by name. */
function exchangeList(draw: Draw, exchange: readonly ShadowserverRow[]): ReportFile {
  const both = exchange.filter(({ tag }) => tag === "exchange;cve-2021-26855").slice(0, 60);
  const fresh = draw.gather({
    perOperatedAs: 1,
    perServedPrefix: 2,
    published: 25,
    silent: 2,
    idle: 2,
  });
  const addresses = [
    ...both.map(({ ip = "" }) => ip),
    ...fresh.map(({ address }) => address),
    ...elsewhere,
  ];
  const names = [
    "mail.uni-noorderhaven.example",
    "webmail.waterdorp.example",
    "mail.haven.example",
    "mail.fietsenwinkel.example",
  ];
  const hosts = [
    ...addresses.map((address) => `,${address}`),
    ...names.flatMap((name) => draw.pools.published(1).map(({ address }) => `${name},${address}`)),
  ];
  const versions = ["15.1.2106", "15.2.792", "15.2.986"];
  return csvFile("divd/2026-11-20-exchange.csv", "host,ip,port,protocol,timestamp,cve,version", [
    ...hosts.map(
      (host, index) =>
        `${host},443,tcp,${stamp("2026-11-20", 8, index)},CVE-2021-26855,${pick(versions, draw.random)}`,
    ),
    `,${twice},443,tcp,2026-11-20T10:30:00Z,CVE-2021-26855,15.1.2106`,
    `,${twice},443,tcp,2026-11-20T10:30:01Z,CVE-2021-27065,15.1.2106`,
  ]);
}

/** Names without addresses: the certificate is what is weak, wherever it is used. */
function wildcardCertificates(draw: Draw): ReportFile {
  const names = [
    ...draw.domains.slice(8, 30),
    "haven.example",
    "fietsenwinkel.example",
    "niemand.example",
  ];
  return csvFile(
    "divd/2026-11-20-wildcard-certificates.csv",
    "host,timestamp,certificate,serial",
    names.map(
      (name, index) => `${name},${stamp("2026-11-20", 12, index)},*.${name},0a:${index + 10}`,
    ),
  );
}

/** Three lists in eight days over partly the same hosts; from list to list some are gone and some are new. */
function log4shellLists(draw: Draw): ReportFile[] {
  const hosts = draw.gather({
    perOwner: 1,
    perOperatedAs: 1,
    perServedPrefix: 1,
    published: 40,
    silent: 2,
    idle: 2,
  });
  const toList = (number: number, day: string, chosen: readonly { address: string }[]) =>
    csvFile(
      `divd/${day}-log4shell-${number}.csv`,
      "ip,port,protocol,timestamp,cve,product",
      chosen.map(
        ({ address }, index) =>
          `${address},8443,tcp,${stamp(day, 7, index)},CVE-2021-44228,"appliance, version ${index % 4}"`,
      ),
    );
  return [
    toList(1, "2026-11-13", hosts.slice(0, 60)),
    toList(2, "2026-11-17", hosts.slice(12, 90)),
    toList(3, "2026-11-20", hosts.slice(30)),
  ];
}

/** What nuclei found on names and addresses on two days, between which one of the names moved to another owner. */
function nucleiReports(draw: Draw): ReportFile[] {
  const names = [
    "portal.uni-delta.example",
    "vpn.boreas-chemie.example",
    "portaal.lindeveld.example",
    "app.bitgracht.example",
    "lab.bitgracht.example",
    "kassa.klompenshop.example",
    "planning.haven.example",
    "fietsenwinkel.example",
    "www.niemand.example",
  ];
  const declined = draw.pools.inPrefix("62.212.144.0/22", 3);
  const hosts = [
    ...names.flatMap((host) =>
      draw.pools.published(1).map(({ address }) => ({ host, ip: address })),
    ),
    ...draw.pools.published(12).map(({ address }) => ({ host: address, ip: address })),
  ].map((at, index) => ({ ...at, cve: index % 2 === 0 ? "CVE-2023-46604" : "CVE-2024-21887" }));
  const odd = declined.map(({ address }) => ({
    host: address,
    ip: address,
    cve: "CVE-2023-48795",
  }));
  const toFile = (day: string, found: typeof hosts) =>
    jsonLinesFile(
      `divd/${day}-nuclei.jsonl`,
      found.map((at, index) => nucleiMatch({ ...at, day, minute: index })),
    );
  return [toFile("2026-11-20", hosts.slice(3, 12)), toFile("2026-11-22", [...hosts, ...odd])];
}

/** One line of nuclei's, with the command to see it again and the text it extracted. */
function nucleiMatch(match: {
  host: string;
  ip: string;
  cve: string;
  day: string;
  minute: number;
}): object {
  const { host, ip, cve, day, minute } = match;
  return {
    "template-id": cve,
    info: {
      name: `Example check for ${cve}`,
      severity: cve === "CVE-2023-48795" ? "medium" : "critical",
      tags: ["cve", cve.slice(0, 8).toLowerCase().replace("-", "")],
      classification: { "cve-id": [cve.toLowerCase()] },
    },
    type: "http",
    host,
    port: "8443",
    ip,
    "matched-at": `https://${host}:8443/`,
    "extracted-results": [`build ${minute}`],
    "curl-command": `curl -X GET 'https://${host}:8443/'`,
    "matcher-status": true,
    timestamp: `${day}T11:${String(minute).padStart(2, "0")}:07.123456+01:00`,
  };
}
