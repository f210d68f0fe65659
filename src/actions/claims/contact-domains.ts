import type { Holdership, KnownHolders } from "../../domain/claim/holdership.ts";
import {
  findRegisteredName,
  isTakenOver,
  nothingKnown,
  rememberHoldership,
} from "../../domain/claim/holdership.ts";
import type { ContactLookups } from "../../domain/contacts/contact-lookup.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import { type EmailAddress, mailDomainOf } from "../../domain/network/email-address.ts";
import type { FindSuffix } from "../../domain/world/claim-breadth.ts";
import type { World } from "../../domain/world/world.ts";

/** What a look at the domains of an organisation's mail told. */
export type ContactDomains = {
  readonly remembered: KnownHolders["contacts"];
  /** Addresses that may be read by somebody else now. */
  readonly takenOver: readonly EmailAddress[];
};

export type LookAtContacts = (
  organisation: OrganisationId,
  before: KnownHolders["contacts"],
) => Promise<ContactDomains>;

/** More domains than this nobody has its findings at. */
const mostDomains = 10;

/**
 * Asks who holds the domains where organisations have their mail (T5). Of a domain that is another's the former holder
 * stays the one that is remembered: it counts until the organisation names another address.
 */
export function makeContactLook(
  world: World,
  findSuffix: FindSuffix,
  askHoldership: ContactLookups["askHoldership"],
): LookAtContacts {
  return async (id, before) => {
    const organisation = world.organisations.find((known) => known.id === id);
    const addresses = (organisation?.contacts ?? []).map(({ email }) => email);
    const domains = Map.groupBy(addresses, (email) =>
      findRegisteredName(mailDomainOf(email), findSuffix),
    );
    const remembered: Record<string, Holdership> = {};
    const takenOver: EmailAddress[] = [];
    for (const [name, mailboxes] of [...domains].slice(0, mostDomains)) {
      if (name === null) continue;
      const former = before[name] ?? null;
      const answer = await askHoldership({ kind: "name", name });
      const now = answer.kind === "found" ? answer.holdership : nothingKnown;
      const isOther = former !== null && isTakenOver(former, now);
      if (isOther) takenOver.push(...mailboxes);
      remembered[name] = isOther ? former : rememberHoldership(former, now);
    }
    return { remembered, takenOver };
  };
}
