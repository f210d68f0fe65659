import { addFault, makeRecordLoop, type RowPlace } from "../../domain/report/record-loop.ts";
import type { RowBatch } from "../../domain/report/row-batch.ts";
import { readTextHead } from "../../domain/report/text-head.ts";
import type { MailedOptions, MailedRow } from "../../domain/shadow/mailed-row.ts";
import type { MailedReader, MailedSource } from "../../domain/shadow/mailed-source.ts";
import { readMailedTexts } from "../../domain/shadow/read-mailed-texts.ts";
import { readJsonHead } from "../../platform/json-head.ts";
import { findJsonObject } from "../../platform/json-line.ts";
import { makeLineScanner } from "../../platform/line-scanner.ts";
import { findClassified, isHarmonised, toValues } from "./event-values.ts";

/**
 * Events of IntelMQ as they went to whatever mailed them, one JSON object a line, with the recipients in a field of their
 * own. An event that was marked not to be sent (`extra.notify` false) was mailed to nobody.
 */
export const intelmqMailed: MailedSource = {
  recognises(head) {
    const text = readTextHead(head);
    if (text.kind === "refused") return false;
    const json = readJsonHead(head, text.offset);
    return json.kind === "object" && isHarmonised(json.object);
  },
  open(head, options) {
    const text = readTextHead(head);
    if (text.kind === "refused") return text;
    return { kind: "opened", reader: makeReader(text.offset, options) };
  },
};

function makeReader(
  offset: number,
  { byType: wanted, catalogue, contactField }: MailedOptions,
): MailedReader {
  const scanner = makeLineScanner();
  const byType = wanted ?? true;
  let rows: MailedRow[] = [];

  function readRow(bytes: Uint8Array, place: RowPlace, batch: RowBatch): void {
    const object = findJsonObject(bytes, scanner.start, scanner.end);
    if (object === null) {
      addFault(batch, place, "row", "not a JSON object", "");
      return;
    }
    const values = toValues(object);
    const of = (key: string): string => values.get(key) ?? "";
    const type = byType ? findClassified(values, catalogue) : null;
    if (byType && type === null) {
      const label = of("classification.identifier") || of("classification.type");
      addFault(batch, place, "classification.identifier", "no finding type of this name", label);
      return;
    }
    const isSent = of("extra.notify") !== "false";
    const texts = {
      address: isSent
        ? of(contactField)
            .replace(/^\["|"\]$/g, "")
            .replaceAll('","', ",")
        : "",
      ip: of("source.ip"),
      host: of("source.fqdn") || of("source.url").replace(/^hxxp/i, "http") || of("source.account"),
      time: of("time.source"),
    };
    const row = readMailedTexts(texts, type, place, batch);
    if (row === null) return;
    rows.push(row);
    batch.count += 1;
  }

  const read = makeRecordLoop(scanner, readRow, () => undefined);
  return {
    byType,
    cursor: { offset, line: 1, row: 0 },
    read(piece, cursor, batch, into) {
      rows = into;
      read(piece, cursor, batch);
    },
  };
}
