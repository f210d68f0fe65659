import type { FindingType } from "../../domain/finding/finding-type.ts";
import { makeTypeIndex } from "../../domain/finding/type-index.ts";
import { findUrlParts } from "../../domain/network/url-parts.ts";
import { addFault, makeRecordLoop } from "../../domain/report/record-loop.ts";
import {
  addRowOfTexts,
  type ListField,
  makeRowTexts,
  type RowTexts,
} from "../../domain/report/row-texts.ts";
import type { Opened, OpenOptions, RowReader, Source } from "../../domain/report/source.ts";
import { readTextHead } from "../../domain/report/text-head.ts";
import { readJsonHead } from "../../platform/json-head.ts";
import { findJsonObject } from "../../platform/json-line.ts";
import { makeLineScanner } from "../../platform/line-scanner.ts";
import { countStrayBytes } from "../../platform/stray-bytes.ts";
import { findClassified, isHarmonised, toValues } from "./event-values.ts";

/**
 * Harmonised events of IntelMQ, one JSON object a line; flat (`source.ip`) or nested, `extra` as object or as JSON text.
 */
export const intelmqSource: Source = {
  format: "intelmq",
  grade: "reported",
  recognises(head) {
    const text = readTextHead(head);
    if (text.kind === "refused") return false;
    const json = readJsonHead(head, text.offset);
    return json.kind === "object" && isHarmonised(json.object);
  },
  open,
};

function open(head: Uint8Array, options: OpenOptions): Opened {
  const text = readTextHead(head);
  if (text.kind === "refused") return text;
  const json = readJsonHead(head, text.offset);
  if (json.kind !== "object" || !isHarmonised(json.object)) {
    return {
      kind: "refused",
      refusal: {
        reason: "wrong-format",
        detail: "The first lines are no events of IntelMQ: objects with source.ip and time.source.",
        line: 1,
        field: null,
        remedy: "Hand over one event a line, as IntelMQ's file output writes it.",
      },
    };
  }
  return {
    kind: "opened",
    cursor: { offset: text.offset, line: 1, row: 0 },
    reportType: options.type?.id ?? null,
    reader: makeReader(options),
  };
}

/** What IntelMQ calls the fields. */
const keys: Readonly<Record<ListField, string>> = {
  ip: "source.ip",
  host: "source.fqdn",
  url: "source.url",
  domain: "source.fqdn",
  email: "source.account",
  port: "source.port",
  protocol: "protocol.transport",
  timestamp: "time.source",
  type: "classification.identifier",
  cve: "product.vulnerabilities",
  severity: "severity",
};

function makeReader(options: OpenOptions): RowReader {
  const scanner = makeLineScanner();
  const index = makeTypeIndex();
  const { catalogue } = options;
  const columnOf = (field: ListField): string => keys[field];
  const read = makeRecordLoop(
    scanner,
    (bytes, place, batch) => {
      const object = findJsonObject(bytes, scanner.start, scanner.end);
      if (object === null) return addFault(batch, place, "row", "not a JSON object", "");
      const values = toValues(object);
      const type = findClassified(values, catalogue) ?? options.type;
      addRowOfTexts(toTexts(values, type), { catalogue, type, index, columnOf }, place, batch);
    },
    (bytes, from, until, batch) => {
      batch.replacedBytes += countStrayBytes(bytes.subarray(from, until));
    },
  );
  return { types: index.types, read, evidence: readEvidence };
}

function toTexts(values: ReadonlyMap<string, string>, type: FindingType | null): RowTexts {
  const texts = makeRowTexts();
  const of = (key: string): string => values.get(key) ?? "";
  texts.ip = of("source.ip").replace(/\/(?:32|128)$/, "");
  texts.port = of("source.port");
  texts.protocol = of("protocol.transport");
  texts.timestamp = of("time.source");
  texts.severity = of("severity") || of("extra.severity");
  // A type that was found stands in the terms; what is left is what nobody knows, for the reason.
  texts.type = type === null ? of("classification.identifier") || of("classification.type") : "";
  const name = of("source.fqdn");
  if (type?.about === "mail-domain") {
    const account = of("source.account");
    if (account.includes("@")) texts.email = account;
    else texts.domain = name;
    return texts;
  }
  texts.host = name;
  const url = of("source.url").replace(/^hxxp/i, "http");
  // Harmonised URLs may be anything: one that tells no host stays evidence.
  if (findUrlParts(url) !== null && name === "") texts.url = url;
  return texts;
}

function readEvidence(bytes: Uint8Array): ReadonlyMap<string, string> {
  const scanner = makeLineScanner();
  if (scanner.scan(bytes, 0, bytes.length, true) !== 0) return new Map();
  const object = findJsonObject(bytes, scanner.start, scanner.end);
  return object === null ? new Map() : toValues(object);
}
