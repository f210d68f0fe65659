import { findAddress } from "../domain/network/ip-address.ts";
import { type AddressRange, findPrefix, prefixRange } from "../domain/network/prefix.ts";
import type { RegistrySource } from "../domain/registry/registry-source.ts";
import { fault, makeBatchDraft, type Statement, skipped } from "./batch.ts";
import { readLines, sampleLines } from "./text-lines.ts";

const recordPattern = /^(?:\d(?:\.\d)?\|[a-z]+\||(?:afrinic|apnic|arin|iana|lacnic|ripencc)\|)/;
const countryPattern = /^[A-Z]{2}$/;
const countPattern = /^[1-9]\d{0,9}$/;
const heldStatuses = new Set(["allocated", "assigned"]);

/**
 * The statistics exchange format of the five registries, plain and extended:
 * `registry|cc|type|start|value|date|status[|opaque-id]`, value being a count of IPv4 addresses or an IPv6 prefix length.
 *
 * Only what is allocated or assigned is delegated to somebody; `ZZ` stands for no country.
 */
export const delegatedStatistics: RegistrySource = {
  format: "delegated-extended",
  layers: ["delegated"],
  recognises(head) {
    return recordPattern.test(sampleLines(head)[0] ?? "");
  },
  async *read(chunks, options) {
    const draft = makeBatchDraft();
    for await (const { number, lines } of readLines(chunks, "latin1", options.fileName)) {
      for (const [i, line] of lines.entries()) {
        if (line === "" || line.startsWith("#")) continue;
        const statement = readRecord(line, options.country);
        if (statement !== null) draft.add(number + i, statement);
      }
      yield draft.take();
    }
  },
};

function readRecord(text: string, countryOfRest: string | null): Statement | null {
  const fields = text.split("|");
  const [, cc = "", type = "", start = "", value = "", , status = ""] = fields;
  if (fields.at(-1) === "summary" || /^\d/.test(fields[0] ?? "")) return null;
  if (fields.length < 7) return fault("fewer than seven fields", text);
  if (type !== "ipv4" && type !== "ipv6") return skipped(`record of type ${type}`);
  if (!heldStatuses.has(status)) return skipped(`record with status ${status}`);
  const range = type === "ipv4" ? findCounted(start, value) : findBlock(start, value);
  if (range === null) return fault("not a range", `${start}|${value}`);
  const code = cc.toUpperCase();
  const country = code === "" || code === "ZZ" ? countryOfRest : code;
  if (country === null) return skipped("record without a country");
  if (!countryPattern.test(country)) return fault("not a country", cc);
  return { kind: "range", range, asn: null, name: null, country, peers: 0 };
}

/** So many addresses from the first on; the count need not be a power of two. */
function findCounted(start: string, value: string): AddressRange | null {
  const address = findAddress(start);
  if (address?.family !== 4 || !countPattern.test(value)) return null;
  const last = address.words[0] + Number(value) - 1;
  return last > 0xffffffff ? null : { family: 4, first: address.words, last: [last, 0, 0, 0] };
}

function findBlock(start: string, value: string): AddressRange | null {
  const prefix = findPrefix(`${start}/${value}`);
  return prefix?.family === 6 ? prefixRange(prefix) : null;
}
