import type { Decision } from "../decision/decision.ts";
import type { OrganisationId } from "../ids.ts";
import type { DomainName } from "../network/domain-name.ts";
import { type EmailAddress, mailDomainOf } from "../network/email-address.ts";
import type { World } from "../world/world.ts";
import type { MailedRole } from "./verdict.ts";

/** Who reads an address. */
export type Recipient = {
  readonly address: EmailAddress;
  /** Null where anybody can have a mailbox. */
  readonly domain: DomainName | null;
  /** Those that have it, or another address at its domain, as a contact. */
  readonly organisations: ReadonlySet<OrganisationId>;
  /** Equal for addresses of one party: its organisation, else its mail domain. */
  readonly party: string;
};

/**
 * Finds who reads an address in this world, every contact of any role counted: an organisation that is mailed at another
 * of its addresses than we know was told all the same.
 */
export function makeFindRecipient(
  { organisations }: World,
  freeMail: ReadonlySet<DomainName>,
): (address: EmailAddress) => Recipient {
  const byAddress = new Map<string, Set<OrganisationId>>();
  const byDomain = new Map<string, Set<OrganisationId>>();
  for (const { id, contacts } of organisations) {
    for (const { email } of contacts) {
      addTo(byAddress, email, id);
      addTo(byDomain, mailDomainOf(email), id);
    }
  }
  return (address) => {
    const mailDomain = mailDomainOf(address);
    const domain = freeMail.has(mailDomain) ? null : mailDomain;
    const organisations =
      byAddress.get(address) ?? (domain === null ? undefined : byDomain.get(domain)) ?? nobody;
    const [first] = organisations;
    return { address, domain, organisations, party: first ?? domain ?? address };
  };
}

const nobody: ReadonlySet<OrganisationId> = new Set();

function addTo(map: Map<string, Set<OrganisationId>>, key: string, id: OrganisationId): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([id]));
  else known.add(id);
}

/** What somebody who was told is to a finding, by our decision about it. */
export function roleIn({ primary, informed, owner }: Decision, recipient: Recipient): MailedRole {
  if (primary === null && owner === null) return "unjudged";
  const { address, domain, organisations } = recipient;
  const is = (organisation: OrganisationId | null, email: EmailAddress): boolean =>
    address === email ||
    (organisation === null ? domain === mailDomainOf(email) : organisations.has(organisation));
  if (primary !== null && is(primary.organisation, primary.address)) return "primary";
  if (owner !== null && organisations.has(owner)) return "owner";
  return informed.some((party) => is(party.organisation, party.address)) ? "informed" : "stranger";
}
