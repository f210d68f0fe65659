import type { ContactAnswer, RegisteredObject } from "../../domain/contacts/contact-lookup.ts";
import { narrowRange } from "../../domain/contacts/found-contacts.ts";
import { findDomainName } from "../../domain/network/domain-name.ts";
import { type Address, compareWords, findAddress } from "../../domain/network/ip-address.ts";
import type { AddressRange } from "../../domain/network/prefix.ts";
import type { RdapClient } from "./rdap-client.ts";
import { readAbuseEmails } from "./read-abuse-emails.ts";

type Answered = Readonly<Record<string, unknown>>;

/** Asks the registry for the abuse contact of an object; an answer about anything else than what was asked is refused. */
export async function askRegistry(
  ask: RdapClient,
  object: RegisteredObject,
): Promise<ContactAnswer> {
  const answer = await ask(object);
  if (answer.kind === "failed") return answer;
  if (answer.kind === "none") return { ...answer, isAbsent: true };
  const { url, object: found } = answer;
  const range = object.kind === "address" ? readRange(found, object.address) : null;
  const isRight = object.kind === "address" ? range !== null : isAbout(found, object);
  if (!isRight) {
    return { kind: "failed", detail: `${url} is not about what was asked`, retryAt: null };
  }
  const emails = readAbuseEmails(found);
  if (emails.length === 0) {
    const detail = "registered without an abuse contact";
    return { kind: "none", url, detail, isAbsent: false };
  }
  const nothing = { expiresAt: null, languages: [], encryption: null, note: null };
  return { kind: "found", url, emails, range, ...nothing };
}

/** What of the network the answer speaks for; null when the address does not lie in it. */
function readRange(found: Answered, asked: Address): AddressRange | null {
  if (found.objectClassName !== "ip network") return null;
  const first = readAddress(found.startAddress);
  const last = readAddress(found.endAddress);
  const { family, words } = asked;
  if (first?.family !== family || last?.family !== family) return null;
  const isInside = compareWords(first.words, words) <= 0 && compareWords(words, last.words) <= 0;
  if (!isInside) return null;
  return narrowRange({ family, first: first.words, last: last.words }, asked);
}

function readAddress(value: unknown): Address | null {
  return typeof value === "string" ? findAddress(value) : null;
}

function isAbout(found: Answered, object: RegisteredObject): boolean {
  switch (object.kind) {
    case "address":
      return false;
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
