import type { RegisteredObject } from "../../domain/contacts/contact-lookup.ts";
import { findDomainName } from "../../domain/network/domain-name.ts";
import { type Address, compareWords, findAddress } from "../../domain/network/ip-address.ts";
import type { AddressRange } from "../../domain/network/prefix.ts";

type Answered = Readonly<Record<string, unknown>>;

/** The network that the answer is about (RFC 9083 section 5.4); null when the address does not lie in it. */
export function readRange(found: Answered, asked: Address): AddressRange | null {
  if (found.objectClassName !== "ip network") return null;
  const first = readAddress(found.startAddress);
  const last = readAddress(found.endAddress);
  const { family, words } = asked;
  if (first?.family !== family || last?.family !== family) return null;
  const isInside = compareWords(first.words, words) <= 0 && compareWords(words, last.words) <= 0;
  return isInside ? { family, first: first.words, last: last.words } : null;
}

function readAddress(value: unknown): Address | null {
  return typeof value === "string" ? findAddress(value) : null;
}

/** Whether the answer is about the AS or the name that was asked for. */
export function isAbout(found: Answered, object: RegisteredObject): boolean {
  switch (object.kind) {
    case "address":
      return readRange(found, object.address) !== null;
    case "asn": {
      const first = Number(found.startAutnum);
      const last = Number(found.endAutnum ?? found.startAutnum);
      return found.objectClassName === "autnum" && first <= object.asn && object.asn <= last;
    }
    case "name": {
      const name = typeof found.ldhName === "string" ? findDomainName(found.ldhName) : null;
      return found.objectClassName === "domain" && name === object.name;
    }
  }
}
