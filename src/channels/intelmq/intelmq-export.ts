import type {
  ExportedObservation,
  ExportedReport,
  ExportFormat,
} from "../../domain/export-format.ts";
import type { ShadowserverReport, ShadowserverSchema } from "../../domain/shadowserver-schema.ts";
import type { Tlp } from "../../domain/tlp.ts";
import { transportName } from "../../domain/transport.ts";
import { findConversion } from "./conversions.ts";
import { type Event, type IntelmqVersion, makeEvent } from "./event.ts";
import { classes, harmonisedKeys, newerKeys } from "./harmonised-keys.ts";
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
      const mapping =
        report.format === "shadowserver" ? (schema.reports.get(report.reportType ?? "") ?? null) : null;
      return {
        head: "",
        toLine: (observation) => toEvent(report, mapping, observation, version).toLine(),
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
  event.set("tlp", toOlderTlp(report.tlp));
  if (report.tlp !== event_tlp(report.tlp)) event.keep("tlp", report.tlp);
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
