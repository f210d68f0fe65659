import type { HoldershipAnswer } from "../../domain/claim/holdership.ts";
import type { ContactLookups } from "../../domain/contacts/contact-lookup.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";

type AskHoldership = ContactLookups["askHoldership"];

/** Asks about each name once, however many claims and mailboxes lie below it; to be made for one run. */
export function askEachOnce(askHoldership: AskHoldership): AskHoldership {
  const asked = new Map<DomainName, Promise<HoldershipAnswer>>();
  return (object) => {
    if (object.kind !== "name") return askHoldership(object);
    const answer = asked.get(object.name) ?? askHoldership(object);
    asked.set(object.name, answer);
    return answer;
  };
}
