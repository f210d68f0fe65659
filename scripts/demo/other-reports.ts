import type { DemoAddress } from "./addresses.ts";
import type { Draw } from "./draw.ts";
import { csvFile, jsonLinesFile, type ReportFile, stamp } from "./report-file.ts";

/** Reports of finders that send now and then: another CSIRT, the police, somebody whom nobody knows. */
export function makeOtherReports(draw: Draw): ReportFile[] {
  return [
    jsonLinesFile("partner-csirt/2026-11-21-events.jsonl", partnerEvents(draw)),
    seizedServer(draw),
    unknownList(draw),
  ];
}

/** Events as another CSIRT's IntelMQ sends them, some about networks abroad. */
function partnerEvents(draw: Draw): object[] {
  const dutch = draw.gather({
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
  return [...dutch, ...foreign].map(({ address, asn }, index) => {
    const isRedis = index % 2 === 0;
    return {
      "feed.name": "Example feed",
      "feed.provider": "Example partner CSIRT",
      "time.source": `2026-11-21T0${index % 10}:15:00+00:00`,
      "time.observation": "2026-11-21T11:00:00+00:00",
      "classification.taxonomy": "vulnerable",
      "classification.type": "vulnerable-system",
      "classification.identifier": isRedis ? "open-redis" : "cve-2024-21887",
      "source.ip": address,
      "source.port": isRedis ? 6_379 : 443,
      "protocol.transport": "tcp",
      ...(asn === null ? {} : { "source.asn": asn }),
      "extra.remark": "seen from two vantage points",
    };
  });
}

/** What the police found on a seized server, at TLP:AMBER+STRICT: owners may have it, intermediaries may not. */
function seizedServer({ pools }: Draw): ReportFile {
  const infected = [
    ...["145.193.0.0/16", "62.212.144.0/22", "80.95.172.0/22"].flatMap((prefix) =>
      pools.inPrefix(prefix, 3),
    ),
    ...pools.inSystem(1_136, 4),
    ...pools.published(4),
  ];
  return csvFile(
    "politie-liaison/2026-11-21-seized-server.csv",
    "ip,port,protocol,timestamp,type,remark",
    infected.map(
      ({ address }, index) =>
        `${address},${49_152 + index * 7},tcp,${stamp("2026-11-21", 6, index)},infected-system,seized server of a botnet`,
    ),
  );
}

/** Somebody's list about two companies, with foreign column names and a spreadsheet formula in a remark. */
function unknownList({ pools }: Draw): ReportFile {
  const hosts = [...pools.inPrefix("46.44.144.0/20", 12), ...pools.inPrefix("62.212.136.0/22", 8)];
  return csvFile(
    "onbekende-vinder/2026-11-22-lijst.csv",
    "Adres,Poort,Tijdstip,CVE,Opmerking",
    hosts.map(
      ({ address }, index) =>
        `${address},443,${stamp("2026-11-22", 13, index)},CVE-2024-21887,"=HYPERLINK(""http://phish.example"",""click"")"`,
    ),
  );
}
