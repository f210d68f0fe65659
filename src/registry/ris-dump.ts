import { findAsNumber } from "../domain/network/as-number.ts";
import { findPrefix, prefixRange } from "../domain/network/prefix.ts";
import type { RegistrySource } from "../domain/registry/registry-source.ts";
import { fault, makeBatchDraft, type Statement, skipped } from "./batch.ts";
import { readLines, sampleLines } from "./text-lines.ts";

const recordPattern = /^(?:\{[\d,]+\}|\d+)\t[0-9A-Fa-f.:]+\/\d+\t\d+$/;

/** Shorter prefixes are default routes and leaks: no network is that large. */
const shortestBits = { 4: 8, 6: 16 } as const;

/** The origins that the Routing Information Service sees: `origin`, tab, prefix, tab, number of peers. */
export const risDump: RegistrySource = {
  format: "ris",
  layers: ["announced"],
  recognises(head) {
    return recordPattern.test(sampleLines(head)[0] ?? "");
  },
  async *read(chunks, options) {
    const draft = makeBatchDraft();
    for await (const { number, lines } of readLines(chunks, "latin1", options.fileName)) {
      for (const [i, line] of lines.entries()) {
        if (line !== "" && !line.startsWith("%") && !line.startsWith("#")) {
          draft.add(number + i, readRecord(line));
        }
      }
      yield draft.take();
    }
  },
};

function readRecord(text: string): Statement {
  const [origin = "", prefixText = "", peersText = "", ...rest] = text.split("\t");
  if (rest.length > 0 || !/^\d{1,9}$/.test(peersText)) {
    return fault("not origin, prefix and number of peers", text);
  }
  if (origin.startsWith("{")) return skipped("prefix announced by a set of AS numbers");
  if (origin === "0") return skipped("prefix announced by AS0");
  const asn = findAsNumber(origin);
  if (asn === null) return fault("not an AS number", origin);
  const prefix = findPrefix(prefixText);
  if (prefix === null) return fault("not a prefix", prefixText);
  if (prefix.bits < shortestBits[prefix.family]) return skipped("prefix too short to be a network");
  const range = prefixRange(prefix);
  return { kind: "range", range, asn, name: null, country: null, peers: Number(peersText) };
}
