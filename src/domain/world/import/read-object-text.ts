import { findAsNumber } from "../../network/as-number.ts";
import { findDomainName } from "../../network/domain-name.ts";
import { type Address, compareAddresses, findAddress } from "../../network/ip-address.ts";
import { findPrefix, findPrefixFault, prefixOf, rangeToPrefixes } from "../../network/prefix.ts";
import { findUrlParts } from "../../network/url-parts.ts";
import type { Asset } from "../world.ts";
import type { ImportedObject } from "./imported.ts";

/** What one text names; `change` says so where it was written in another form. */
export type ObjectRead =
  | { readonly assets: readonly Asset[]; readonly change: string | null }
  | { readonly problem: string; readonly remedy: string };

/** Splits a cell that holds several objects, as people write them: `192.0.2.0 - 192.0.2.9; AS 64500, shop.example`. */
export function splitObjects(cell: string): string[] {
  return cell
    .replace(/([\da-f:.]+)\s*(?:[-–—]|t\/m|tot en met)\s*([\da-f:.]+)/gi, (whole, first, last) =>
      findAddress(first) !== null && isRangeEnd(last) ? `${first}-${last}` : whole,
    )
    .replace(/\s*\/\s*(?=\d{1,3}(?!\d|\.\d))/g, "/")
    .replace(/\bASN?[\s:-]*(?=\d+(?![\w.-]))/gi, "AS")
    .split(/[\s,;|]+/)
    .filter((text) => text !== "");
}

/** Reads one object of a cell. */
export function readObjectText(text: string, kind: ImportedObject["kind"]): ObjectRead {
  if (kind === "asn") return readAsn(text);
  if (kind === "prefix") return readAddressSpace(text) ?? notASpace;
  if (kind === "domain") return readDomain(text);
  const space = readAddressSpace(text);
  if (space !== null) return space;
  return /^AS\d+$/i.test(text) ? readAsn(text) : readDomain(text);
}

const notASpace = {
  problem: "not an address, prefix or range",
  remedy: "Write it like 192.0.2.0/24, 2001:db8::/32 or 192.0.2.0-192.0.2.9.",
};

function readAsn(text: string): ObjectRead {
  const asn = findAsNumber(text);
  if (asn !== null) return { assets: [{ kind: "asn", asn }], change: null };
  return {
    problem: "not an AS number",
    remedy: "Write it like AS64500, from AS1 to AS4294967295.",
  };
}

/** Null when the text has nothing of an address. */
function readAddressSpace(text: string): ObjectRead | null {
  if (text.includes("-")) return readRange(text);
  if (/^\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?:\.\*)+$/.test(text)) return readStars(text);
  const prefix = findPrefix(text);
  if (prefix !== null) return { assets: [{ kind: "prefix", prefix }], change: null };
  const [addressText = "", bitsText = ""] = text.split("/");
  const address = findAddress(addressText);
  if (address === null) return null;
  if (findPrefixFault(text) !== "host bits are set") return notASpace;
  const block = prefixOf(address, Number(bitsText)).text;
  const one = prefixOf(address, address.family === 4 ? 32 : 128).text;
  return {
    problem: "host bits are set: a block or one address",
    remedy: `Write ${block} or ${one}.`,
  };
}

/** `192.0.2.1-192.0.2.9`, also with the last number alone (`192.0.2.1-9`). */
function readRange(text: string): ObjectRead | null {
  const [firstText = "", lastText = "", ...more] = text.split("-");
  const first = findAddress(firstText);
  if (first === null || more.length > 0 || !isRangeEnd(lastText)) return null;
  const last = findAddress(lastText) ?? findAddress(firstText.replace(/\d+$/, lastText));
  if (last === null || last.family !== first.family) return notASpace;
  return toPrefixes(first, last);
}

function toPrefixes(first: Address, last: Address): ObjectRead {
  if (compareAddresses(first, last) > 0) {
    return { problem: "the range ends before it begins", remedy: "Write the lower address first." };
  }
  const prefixes = rangeToPrefixes({
    family: first.family,
    first: first.words,
    last: last.words,
  });
  return {
    assets: prefixes.map((prefix) => ({ kind: "prefix", prefix })),
    change: `a range, taken as ${toFew(prefixes.map((prefix) => prefix.text))}`,
  };
}

/** `192.0.2.*`. */
function readStars(text: string): ObjectRead {
  const known = text.split(".").filter((part) => part !== "*");
  const zeros = [...known, "0", "0", "0"].slice(0, 4).join(".");
  const prefix = findPrefix(`${zeros}/${known.length * 8}`);
  if (prefix === null) return notASpace;
  return { assets: [{ kind: "prefix", prefix }], change: `taken as ${prefix.text}` };
}

function readDomain(text: string): ObjectRead {
  const host = findUrlParts(text)?.host ?? text.replace(/\/.*$/, "");
  const bare = host.replace(/^(?:\*?\.|@)/, "");
  const domain = findDomainName(bare, 1);
  if (domain === null || findAddress(bare) !== null) {
    const remedy = "Write a prefix, a range, a name or AS and a number; several of them with ;.";
    return { problem: "no network object", remedy };
  }
  const isSame = domain === text.toLowerCase();
  return { assets: [{ kind: "domain", domain }], change: isSame ? null : `taken as ${domain}` };
}

/** An address, or the last number of an IPv4 address. */
function isRangeEnd(text: string): boolean {
  return /^\d{1,3}$/.test(text) || findAddress(text) !== null;
}

function toFew(texts: readonly string[]): string {
  const few = texts.slice(0, 5).join(", ");
  return texts.length > 5 ? `${few} and ${texts.length - 5} more` : few;
}
