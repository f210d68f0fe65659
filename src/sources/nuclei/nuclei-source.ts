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
import {
  findJsonObject,
  flattenJson,
  isJsonObject,
  type JsonObject,
  jsonText,
} from "../../platform/json-line.ts";
import { makeLineScanner } from "../../platform/line-scanner.ts";
import { countStrayBytes } from "../../platform/stray-bytes.ts";

/** What nuclei writes with `-jsonl`: one match a line. */
export const nucleiSource: Source = {
  format: "nuclei",
  grade: "verified",
  recognises(head) {
    const text = readTextHead(head);
    if (text.kind === "refused") return false;
    const json = readJsonHead(head, text.offset);
    return json.kind === "object" && isMatch(json.object);
  },
  open,
};

function isMatch(object: JsonObject): boolean {
  return (
    Object.hasOwn(object, "template-id") &&
    (Object.hasOwn(object, "info") || Object.hasOwn(object, "matched-at"))
  );
}

function open(head: Uint8Array, options: OpenOptions): Opened {
  const text = readTextHead(head);
  if (text.kind === "refused") return text;
  const json = readJsonHead(head, text.offset);
  if (json.kind !== "object" || !isMatch(json.object)) {
    return {
      kind: "refused",
      refusal: {
        reason: "wrong-format",
        detail: "The first lines are not what nuclei writes: objects with template-id and info.",
        line: 1,
        field: null,
        remedy: "Run nuclei with -jsonl and hand over what it writes, or say another --format.",
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

/** What nuclei calls the fields, for whoever reads why a row was put aside. */
const keys: Partial<Record<ListField, string>> = {
  type: "template-id",
  cve: "info.classification.cve-id",
  severity: "info.severity",
  url: "matched-at",
};

function makeReader(options: OpenOptions): RowReader {
  const scanner = makeLineScanner();
  const index = makeTypeIndex();
  const columnOf = (field: ListField): string => keys[field] ?? field;
  const terms = { catalogue: options.catalogue, type: options.type, index, columnOf };
  const read = makeRecordLoop(
    scanner,
    (bytes, place, batch) => {
      const object = findJsonObject(bytes, scanner.start, scanner.end);
      if (object === null) return addFault(batch, place, "row", "not a JSON object", "");
      if (object["matcher-status"] === false) {
        return addFault(
          batch,
          place,
          "matcher-status",
          "nuclei says that it did not match",
          "false",
        );
      }
      addRowOfTexts(toTexts(object), terms, place, batch);
    },
    (bytes, from, until, batch) => {
      batch.replacedBytes += countStrayBytes(bytes.subarray(from, until));
    },
  );
  return { types: index.types, read, evidence: readEvidence };
}

/** Types of templates that speak TCP; dns and file do not, and others do not say. */
const tcpTypes = ["http", "tcp", "network", "ssl", "websocket", "headless"];

function toTexts(object: JsonObject): RowTexts {
  const texts = makeRowTexts();
  const info = isJsonObject(object.info) ? object.info : {};
  const classification = isJsonObject(info.classification) ? info.classification : {};
  const cve = classification["cve-id"];
  texts.type = jsonText(object["template-id"]);
  texts.cve = Array.isArray(cve) ? cve.map(jsonText).join(";") : jsonText(cve);
  texts.severity = jsonText(info.severity);
  texts.timestamp = jsonText(object.timestamp);
  texts.ip = jsonText(object.ip);
  texts.port = jsonText(object.port);
  texts.protocol = tcpTypes.includes(jsonText(object.type)) ? "tcp" : "";
  const asked = findAsked(object);
  texts.host = asked.host;
  if (texts.port === "" && asked.port > 0) texts.port = String(asked.port);
  return texts;
}

/**
 * What was asked for: `host` as it is or as URL or `host:port`, else the URL that matched.
 *
 * A host that is an address next to an `ip` is left to `ip`: the scan may have gone through a name that is not told.
 */
function findAsked(object: JsonObject): { readonly host: string; readonly port: number } {
  const matched = findUrlParts(jsonText(object["matched-at"]));
  const written = jsonText(object.host);
  const parts = written.includes("://") ? findUrlParts(written) : findHostPort(written);
  const host = parts?.host ?? written;
  return host === ""
    ? { host: matched?.host ?? "", port: matched?.port ?? 0 }
    : { host, port: parts?.port || (matched?.port ?? 0) };
}

/** `host:port` and `[IPv6]:port`; null for a host alone. */
function findHostPort(text: string): { readonly host: string; readonly port: number } | null {
  const match = /^(?:\[([0-9a-f:.]{2,45})\]|([^:[\]]{1,254})):(\d{1,5})$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  return host === undefined ? null : { host, port: Number(match?.[3]) };
}

function readEvidence(bytes: Uint8Array): ReadonlyMap<string, string> {
  const scanner = makeLineScanner();
  if (scanner.scan(bytes, 0, bytes.length, true) !== 0) return new Map();
  const object = findJsonObject(bytes, scanner.start, scanner.end);
  return object === null ? new Map() : flattenJson(object);
}
