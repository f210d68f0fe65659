import { makeTypeIndex } from "../../domain/finding/type-index.ts";
import { findFieldOf, isListField } from "../../domain/report/column-mapping.ts";
import { addFault, makeRecordLoop } from "../../domain/report/record-loop.ts";
import {
  addRowOfTexts,
  type ListField,
  listFields,
  makeRowTexts,
} from "../../domain/report/row-texts.ts";
import type {
  Opened,
  OpenOptions,
  Refusal,
  RowReader,
  Source,
} from "../../domain/report/source.ts";
import { readTextHead } from "../../domain/report/text-head.ts";
import { readJsonHead } from "../../platform/json-head.ts";
import {
  findJsonObject,
  flattenJson,
  type JsonObject,
  jsonText,
} from "../../platform/json-line.ts";
import { makeLineScanner } from "../../platform/line-scanner.ts";
import { countStrayBytes } from "../../platform/stray-bytes.ts";

/** Lists of JSON objects, one a line, with the fields of `csv` as keys. */
export const jsonlSource: Source = {
  format: "jsonl",
  grade: "reported",
  recognises(head) {
    const text = readTextHead(head);
    return text.kind === "text" && readJsonHead(head, text.offset).kind === "object";
  },
  open,
};

function open(head: Uint8Array, options: OpenOptions): Opened {
  const text = readTextHead(head);
  if (text.kind === "refused") return text;
  const json = readJsonHead(head, text.offset);
  if (json.kind !== "object") return refused(notLines(json.kind));
  for (const [column, field] of options.mapping) {
    if (field !== "ignore" && !isListField(field)) {
      return refused({
        reason: "bad-header",
        detail: `${JSON.stringify(field.slice(0, 100))} is no field.`,
        line: null,
        field: column,
        remedy: `The fields are ${listFields.join(", ")}, ignore.`,
      });
    }
  }
  return {
    kind: "opened",
    cursor: { offset: text.offset, line: 1, row: 0 },
    reportType: options.type?.id ?? null,
    reader: makeReader(options),
  };
}

function makeReader(options: OpenOptions): RowReader {
  const scanner = makeLineScanner();
  const index = makeTypeIndex();
  const fieldOf = new Map<string, ListField | null>();
  const read = makeRecordLoop(
    scanner,
    (bytes, place, batch) => {
      const object = findJsonObject(bytes, scanner.start, scanner.end);
      if (object === null) return addFault(batch, place, "row", "not a JSON object", "");
      const texts = makeRowTexts();
      const keys = makeRowTexts();
      for (const [key, value] of Object.entries(object)) {
        const field = findField(key, fieldOf, options.mapping);
        // What --map says goes before a key that merely has a field's name.
        if (field === null || (keys[field] !== "" && !options.mapping.has(key.toLowerCase()))) {
          continue;
        }
        texts[field] = textOf(field, value).trim();
        keys[field] = key;
      }
      const columnOf = (field: ListField): string => keys[field] || field;
      const terms = { catalogue: options.catalogue, type: options.type, index, columnOf };
      addRowOfTexts(texts, terms, place, batch);
    },
    (bytes, from, until, batch) => {
      batch.replacedBytes += countStrayBytes(bytes.subarray(from, until));
    },
  );
  return { types: index.types, read, evidence: (bytes) => readEvidence(bytes) };
}

/** Keys that are remembered; a list that invents more of them pays with its own time. */
const maxKeys = 1000;

function findField(
  key: string,
  known: Map<string, ListField | null>,
  mapping: ReadonlyMap<string, string>,
): ListField | null {
  const field = known.get(key);
  if (field !== undefined) return field;
  const found = findFieldOf(key, mapping);
  if (known.size < maxKeys) known.set(key, found);
  return found;
}

/** The value as text; a list of CVE ids or types as one label. */
function textOf(field: ListField, value: unknown): string {
  const isLabel = field === "cve" || field === "type";
  if (isLabel && Array.isArray(value)) return value.map(jsonText).join(";");
  return jsonText(value);
}

function readEvidence(bytes: Uint8Array): ReadonlyMap<string, string> {
  const scanner = makeLineScanner();
  if (scanner.scan(bytes, 0, bytes.length, true) !== 0) return new Map();
  const object: JsonObject | null = findJsonObject(bytes, scanner.start, scanner.end);
  return object === null ? new Map() : flattenJson(object);
}

function notLines(kind: "list" | "other"): Refusal {
  return kind === "list"
    ? {
        reason: "wrong-format",
        detail: "This is one JSON list, not one JSON object a line.",
        line: 1,
        field: null,
        remedy: "Write each object of the list on a line of its own (jq -c '.[]').",
      }
    : {
        reason: "wrong-format",
        detail: "The first lines are no JSON objects.",
        line: 1,
        field: null,
        remedy: "Hand over one JSON object a line, or say the format with --format.",
      };
}

function refused(refusal: Refusal): Opened {
  return { kind: "refused", refusal };
}
