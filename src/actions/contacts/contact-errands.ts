import type {
  ContactAnswer,
  ContactLookups,
  ContactSource,
  RegisteredObject,
} from "../../domain/contacts/contact-lookup.ts";
import type { DecisionBasis, ReadBasis } from "../../domain/decision/decision-basis.ts";
import type { AsNumber } from "../../domain/network/as-number.ts";
import { findDomainName } from "../../domain/network/domain-name.ts";
import {
  type Address,
  compareWords,
  findAddress,
  formatAddress,
} from "../../domain/network/ip-address.ts";
import { findNetworkObject, type NetworkObject } from "../../domain/network/network-object.ts";
import type { AddressRange } from "../../domain/network/prefix.ts";
import { viewRegistry } from "../../domain/registry/registry-view.ts";
import { classOfAddress4, classOfAddress6 } from "../../domain/world/compile-world.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import {
  listAddressesInNeed,
  listFreshLookups,
  listNamesInNeed,
} from "../../store/contact-needs.ts";

/** Gets to hear each answer. */
export type KeepAnswer = (
  source: ContactSource,
  object: string,
  answer: ContactAnswer,
) => Promise<void>;

/** Questions that belong together, asked one after the other. */
export type ContactErrand = (lookups: ContactLookups, keep: KeepAnswer) => Promise<void>;

/** Errands for objects that somebody names. Throws `input-refused` for what nobody can be asked about. */
export function readErrands(objects: readonly string[]): ContactErrand[] {
  return objects.map((text) => {
    const object = findNetworkObject(text);
    if (object === null || object.kind === "prefix") {
      throw new AppError("input-refused", `Cannot be asked about: ${JSON.stringify(text)}.`, {
        remedy: "Give an address, an AS number (AS64500) or a name.",
      });
    }
    return toErrand(object);
  });
}

function toErrand(object: Exclude<NetworkObject, { kind: "prefix" }>): ContactErrand {
  return async (lookups, keep) => {
    switch (object.kind) {
      case "address":
        return askRegistry(lookups, keep, object, formatAddress(object.address));
      case "asn":
        return askRegistry(lookups, keep, object, `AS${object.asn}`);
      case "name":
      case "mail-domain":
        await keep("security-txt", object.name, await lookups.askSite(object.name));
        return askRegistry(lookups, keep, { kind: "name", name: object.name }, object.name);
    }
  };
}

async function askRegistry(
  lookups: ContactLookups,
  keep: KeepAnswer,
  object: RegisteredObject,
  text: string,
): Promise<void> {
  await keep("rdap", text, await lookups.askRegistry(object));
}

type Needing = { readonly sql: Sql; readonly clock: Clock; readonly readBasis: ReadBasis };

/** Errands for what open findings need and nobody knows: sites for half of them at most, so that neither starves. */
export async function listErrandsInNeed(context: Needing, limit: number): Promise<ContactErrand[]> {
  const names = await listNames(context, Math.ceil(limit / 2));
  const addresses = await listAddresses(context, limit - names.length);
  return [...names, ...addresses];
}

async function listNames({ sql, clock }: Needing, limit: number): Promise<ContactErrand[]> {
  const texts = await listNamesInNeed(sql, { now: clock(), after: "", limit });
  return texts.flatMap((text) => {
    const name = findDomainName(text);
    if (name === null) return [];
    return async (lookups, keep) => {
      await keep("security-txt", name, await lookups.askSite(name));
    };
  });
}

/** One errand for each block of addresses, because one answer may speak for several of them. */
async function listAddresses(context: Needing, limit: number): Promise<ContactErrand[]> {
  const basis = await context.readBasis();
  const view = viewRegistry(basis.registry);
  const wanted: { readonly address: Address; readonly asn: AsNumber | null }[] = [];
  for (let after: string | null = null; wanted.length < limit; ) {
    const page = { now: context.clock(), after, limit: 1000 };
    const texts: readonly string[] = await listAddressesInNeed(context.sql, page);
    for (const text of texts) {
      const address = findAddress(text);
      if (address === null || hasRegisteredContact(basis, address)) continue;
      wanted.push({ address, asn: view.networkOf(address)?.asn ?? null });
    }
    after = texts.at(-1) ?? null;
    if (after === null) break;
  }
  const kept = wanted.slice(0, Math.max(0, limit));
  const systems = [...new Set(kept.flatMap(({ asn }) => (asn === null ? [] : [`AS${asn}`])))];
  const known = new Set(await listFreshLookups(context.sql, "rdap", systems, context.clock()));
  const blocks = Map.groupBy(kept, ({ address }) => blockOf(address));
  return [...blocks.values()].map((block) => toBlockErrand(block, known));
}

/** Asks about addresses until each has an answer, its own or that of a range around it; where there is none, about the AS. */
function toBlockErrand(
  block: readonly { readonly address: Address; readonly asn: AsNumber | null }[],
  knownSystems: Set<string>,
): ContactErrand {
  return async (lookups, keep) => {
    const ranges: AddressRange[] = [];
    for (const { address, asn } of block) {
      if (ranges.some((range) => isWithin(address, range))) continue;
      const answer = await lookups.askRegistry({ kind: "address", address });
      await keep("rdap", formatAddress(address), answer);
      if (answer.kind === "found" && answer.range !== null) ranges.push(answer.range);
      if (answer.kind !== "none" || asn === null || knownSystems.has(`AS${asn}`)) continue;
      knownSystems.add(`AS${asn}`);
      await askRegistry(lookups, keep, { kind: "asn", asn }, `AS${asn}`);
    }
  };
}

function hasRegisteredContact({ compiled }: DecisionBasis, { family, words }: Address): boolean {
  const number =
    family === 4 ? classOfAddress4(compiled, words[0]) : classOfAddress6(compiled, words, 0);
  const known = compiled.addressClasses[number];
  return known?.rangeContact != null || known?.systemContact != null;
}

/** The /24, for IPv6 the /48, that an answer about an address stays within. */
function blockOf({ family, words }: Address): string {
  return family === 4
    ? `4 ${words[0] >>> 8}`
    : `6 ${words[0].toString(16)} ${(words[1] >>> 16).toString(16)}`;
}

function isWithin({ family, words }: Address, range: AddressRange): boolean {
  return (
    family === range.family &&
    compareWords(range.first, words) <= 0 &&
    compareWords(words, range.last) <= 0
  );
}
