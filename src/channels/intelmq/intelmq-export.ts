import type { Tlp } from "../../domain/finding/tlp.ts";
import { transportName } from "../../domain/network/transport.ts";
import type {
  ExportedObservation,
  ExportedReport,
  ExportFormat,
} from "../../domain/report/export-format.ts";
import {
  type ShadowserverReport,
  type ShadowserverSchema,
  toReportOfColumns,
} from "../../domain/report/shadowserver-schema.ts";
import { findConversion } from "./conversions.ts";
import { type Event, type IntelmqVersion, makeEvent } from "./event.ts";
import { classes } from "./harmonised-keys.ts";
import { formatTime } from "./sanitise.ts";

/**
 * Observations as harmonised events of IntelMQ 3, a JSON object a line.
 *
 * Shadowserver's rows are mapped as their publisher maps them; what came as IntelMQ events keeps its keys; columns of
 * other lists stand under `extra`. What Meldpunt made of the row fills what is left: its address in canonical form, the
 * class of its finding type, its CVEs. For any version 3, products and severity stand under `extra`, because versions
 * before 3.5 refuse an event with keys that they do not know.
 */
export function makeIntelmqExport(
  schema: ShadowserverSchema,
  version: IntelmqVersion = "3",
): ExportFormat {
  return {
    name: version === "3" ? "intelmq" : `intelmq-${version}`,
    needsColumns: false,
    open(report) {
      const known = schema.reports.get(report.reportType ?? "");
      const mappingOf = ({ evidence }: ExportedObservation): ShadowserverReport | null => {
        if (report.format !== "shadowserver" || evidence === null) return null;
        const name = report.reportType ?? report.finder;
        return known ?? toReportOfColumns(name, [...evidence.keys()], schema.defaults);
      };
      return {
        head: "",
        toLine: (observation) =>
          toEvent(report, mappingOf(observation), observation, version).toLine(),
      };
    },
  };
}

function toEvent(
  report: ExportedReport,
  mapping: ShadowserverReport | null,
  observation: ExportedObservation,
  version: IntelmqVersion,
): Event {
  const event = makeEvent(version);
  const { evidence, address, name, transport } = observation;
  event.set("source.ip", address);
  event.set("time.source", formatTime(observation.observedAt));
  event.set("time.observation", formatTime(report.receivedAt));
  event.set("tlp", olderTlp[report.tlp]);
  if (olderTlp[report.tlp] !== report.tlp) event.keep("tlp", report.tlp);
  if (mapping !== null && evidence !== null) addMapped(event, mapping, evidence);
  else if (report.format === "intelmq" && evidence !== null) addHarmonised(event, evidence);
  else if (evidence !== null) for (const [column, value] of evidence) event.keep(column, value);
  event.add("feed.name", mapping?.feedName ?? report.reportType ?? report.finder);
  event.add("feed.provider", report.finder);
  if (!event.has("source.fqdn")) event.add("source.fqdn", name);
  if (!event.has("source.port")) event.add("source.port", observation.port);
  if (!event.has("protocol.transport")) {
    event.add("protocol.transport", transportName(transport ?? 0));
  }
  addTypeFacts(event, observation);
  if (report.caseName !== null) event.keep("case", report.caseName);
  return event;
}

/** IntelMQ knows TLP 1.0; what it lacks becomes the next stricter label, so that nobody passes on more than allowed. */
const olderTlp: Readonly<Record<Tlp, string>> = {
  CLEAR: "WHITE",
  GREEN: "GREEN",
  AMBER: "AMBER",
  "AMBER+STRICT": "RED",
  RED: "RED",
};

/** A row of Shadowserver, by its publisher's mapping; columns that it does not mention stand under `extra`. */
function addMapped(
  event: Event,
  mapping: ShadowserverReport,
  row: ReadonlyMap<string, string>,
): void {
  const mentioned = new Set<string>();
  for (const { column, key, conversion } of [...mapping.required, ...mapping.optional]) {
    mentioned.add(column);
    const text = row.get(column);
    if (text === undefined || key === null) continue;
    event.add(key, findConversion(conversion)(text, row), column);
  }
  for (const [column, text] of row) if (!mentioned.has(column)) event.keep(column, text);
  for (const [key, value] of Object.entries(mapping.constants)) event.set(key, value);
}

/** A row that came as an event of IntelMQ. */
function addHarmonised(event: Event, row: ReadonlyMap<string, string>): void {
  for (const [key, value] of row) {
    if (key === "__type") continue;
    // The receiver's own label, not that of whoever handed it to us.
    if (key === "tlp") event.keep("received_tlp", value);
    else if (key !== "time.observation") event.add(key, value);
  }
}

/** What the finding type tells where the row itself did not. */
function addTypeFacts(event: Event, { type, severity }: ExportedObservation): void {
  const taxonomy = type.rsit.class;
  const isKnown = classes.get(taxonomy)?.includes(type.rsit.type) ?? false;
  if (!event.has("classification.type") && !event.has("classification.taxonomy")) {
    event.add("classification.taxonomy", isKnown ? taxonomy : "other");
    event.add("classification.type", isKnown ? type.rsit.type : "undetermined");
  }
  if (!event.has("classification.identifier")) event.add("classification.identifier", type.id);
  for (const [key, value] of [
    ["product.vulnerabilities", type.cves.join(";").toLowerCase()],
    ["severity", severity],
  ] as const) {
    if (!event.has(key) && !event.has(`extra.${key}`)) event.add(key, value);
  }
}
