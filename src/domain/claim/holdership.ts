import { type DomainName, parentDomain } from "../network/domain-name.ts";
import type { FindSuffix } from "../world/claim-breadth.ts";
import type { Asset } from "../world/world.ts";
import type { OwnershipSignal } from "./claim-footing.ts";

/** What a registry says of who holds an object, as far as a change of it would show; null where it says nothing. */
export type Holdership = {
  /** When it was registered last, ISO 8601. */
  readonly registeredAt: string | null;
  /** Hexadecimal SHA-256 of the registrar's handle, and of those of the registrants: whether they change is all we keep. */
  readonly registrar: string | null;
  readonly holder: string | null;
  /** Of a network: first and last address of the most specific object around it. */
  readonly range: string | null;
  /** Where the abuse contact of the smallest range around it has its mail. */
  readonly contactDomain: string | null;
  /** ISO 3166-1 alpha-2, by the delegated layer. */
  readonly country: string | null;
};

export const nothingKnown: Holdership = {
  registeredAt: null,
  registrar: null,
  holder: null,
  range: null,
  contactDomain: null,
  country: null,
};

/** The same of an object that is claimed, and of the domains where its organisation has its mail, by name. */
export type KnownHolders = Holdership & {
  readonly contacts: Readonly<Record<string, Holdership>>;
};

/** What came of asking a registry about an object. */
export type HoldershipAnswer =
  | { readonly kind: "found"; readonly holdership: Holdership }
  | { readonly kind: "none"; readonly detail: string }
  | { readonly kind: "failed"; readonly detail: string };

/**
 * Whether the object may be somebody else's now (T4): what is known both times and differs. What a registry says at one
 * time and hides at another tells nothing.
 */
export function findSignal(
  asset: Asset,
  before: Holdership,
  now: Holdership,
): OwnershipSignal | null {
  const differs = (fact: keyof Holdership) =>
    before[fact] !== null && now[fact] !== null && before[fact] !== now[fact];
  if (asset.kind === "domain") {
    const isOther = differs("registeredAt") || differs("registrar") || differs("holder");
    return isOther ? "registrant-changed" : null;
  }
  if (differs("holder") || differs("country") || differs("contactDomain"))
    return "prefix-transferred";
  // Within one holder's space objects come and go; without a name of the holder that is all there is to see.
  const isNamed = before.holder !== null && now.holder !== null;
  return !isNamed && (differs("range") || differs("registeredAt")) ? "prefix-transferred" : null;
}

/**
 * Whether a domain where somebody has its mail was registered by another since (T5). A move to another registrar alone
 * says nothing here: the mailboxes move along.
 */
export function isTakenOver(before: Holdership, now: Holdership): boolean {
  const differs = (fact: "registeredAt" | "holder") =>
    before[fact] !== null && now[fact] !== null && before[fact] !== now[fact];
  return differs("registeredAt") || differs("holder");
}

/** What is remembered after a look: the present word, and the former where there is none now. */
export function rememberHoldership(before: Holdership | null, now: Holdership): Holdership {
  if (before === null) return now;
  return {
    registeredAt: now.registeredAt ?? before.registeredAt,
    registrar: now.registrar ?? before.registrar,
    holder: now.holder ?? before.holder,
    range: now.range ?? before.range,
    contactDomain: now.contactDomain ?? before.contactDomain,
    country: now.country ?? before.country,
  };
}

/** The name at or above this one that somebody registered: one label below a public suffix; null for a suffix. */
export function findRegisteredName(name: DomainName, findSuffix: FindSuffix): DomainName | null {
  for (let at: DomainName | null = name; at !== null; at = parentDomain(at)) {
    if (findSuffix(at) === "icann") return null;
    const above = parentDomain(at);
    if (above !== null && findSuffix(above) === "icann") return at;
  }
  return null;
}
