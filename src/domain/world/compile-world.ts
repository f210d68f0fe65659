import { type FoundContacts, noFoundContacts, withFoundNames } from "../contacts/found-contacts.ts";
import type { DomainName } from "../network/domain-name.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { findInRanges4, findInRanges6 } from "../network/range-index.ts";
import type { Registry } from "../registry/registry.ts";
import { compileAddressClasses } from "./compile-address-classes.ts";
import { compileAssets } from "./compile-assets.ts";
import { classBelow, compileNames } from "./compile-names.ts";
import { compileAddresses, compileOrganisations } from "./compile-organisations.ts";
import { compilePolicies } from "./compile-policies.ts";
import type { CompiledWorld } from "./compiled-world.ts";
import { noSilences, type Silences } from "./silence.ts";
import { compileBreakpoints } from "./validity-interval.ts";
import type { World } from "./world.ts";

/**
 * World and registry as the decision reads them: every address and every name has a class, and all of one class share
 * their decisions (ADR 0004).
 *
 * The same world and registry give the same classes, whatever the order of organisations, claims and relations.
 * Contacts that were looked up fill only what the two leave open.
 */
export function compileWorld(
  stated: World,
  registry: Registry,
  deadAddresses: ReadonlySet<EmailAddress>,
  homeCountry = "NL",
  found: FoundContacts = noFoundContacts,
  silences: Silences = noSilences,
): CompiledWorld {
  const world = withFoundNames(stated, found);
  const toAddress = compileAddresses(world, deadAddresses, silences);
  const organisations = compileOrganisations(world, toAddress);
  const assets = compileAssets(world, organisations.byId, silences);
  const addresses = compileAddressClasses(assets, registry, found, toAddress);
  const names = compileNames(world, assets, toAddress);
  return {
    world,
    homeCountry,
    found,
    silences,
    toAddress,
    organisations: organisations.byId,
    addresses4: addresses.addresses4,
    addresses6: addresses.addresses6,
    addressClasses: addresses.classes,
    namesBelow: names.below,
    namesExactly: names.exactly,
    nameClasses: names.classes,
    systems: assets.systems,
    catchAlls: organisations.catchAlls,
    nationalCsirts: organisations.nationalCsirts,
    policies: compilePolicies(world),
    ...compileBreakpoints(world, silences),
    addressBreakpoints: [],
    nameBreakpoints: [],
  };
}

/** Class of an IPv4 address, 0 where nothing covers it. */
export function classOfAddress4(world: CompiledWorld, word: number): number {
  return findInRanges4(world.addresses4, word);
}

/** Class of the IPv6 address whose four words begin at `at`, 0 where nothing covers it. */
export function classOfAddress6(
  world: CompiledWorld,
  words: ArrayLike<number>,
  at: number,
): number {
  return findInRanges6(world.addresses6, words, at);
}

/** Class of a name or mail domain, 0 where nothing covers it. */
export function classOfName(world: CompiledWorld, name: DomainName): number {
  return world.namesExactly.get(name) ?? classBelow(world.namesBelow, name);
}
