import type { ContactAnswer, RegisteredObject } from "../../domain/contacts/contact-lookup.ts";
import { narrowRange } from "../../domain/contacts/found-contacts.ts";
import { isAbout, readRange } from "./answered-object.ts";
import type { RdapClient } from "./rdap-client.ts";
import { readAbuseEmails } from "./read-abuse-emails.ts";

/** Asks the registry for the abuse contact of an object; an answer about anything else than what was asked is refused. */
export async function askRegistry(
  ask: RdapClient,
  object: RegisteredObject,
): Promise<ContactAnswer> {
  const answer = await ask(object);
  if (answer.kind === "failed") return answer;
  if (answer.kind === "none") return { ...answer, isAbsent: true };
  const { url, object: found } = answer;
  if (!isAbout(found, object)) {
    return { kind: "failed", detail: `${url} is not about what was asked`, retryAt: null };
  }
  // What of the network the answer speaks for.
  const network = object.kind === "address" ? readRange(found, object.address) : null;
  const range =
    network === null || object.kind !== "address" ? null : narrowRange(network, object.address);
  const emails = readAbuseEmails(found);
  if (emails.length === 0) {
    const detail = "registered without an abuse contact";
    return { kind: "none", url, detail, isAbsent: false };
  }
  const nothing = { expiresAt: null, languages: [], encryption: null, note: null };
  return { kind: "found", url, emails, range, ...nothing };
}
