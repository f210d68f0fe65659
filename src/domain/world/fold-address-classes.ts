import type { FoundContact, FoundContacts } from "../contacts/found-contacts.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { makeTupleSet } from "../network/tuple-set.ts";
import type { Registry } from "../registry/registry.ts";
import type { CompiledAssets } from "./compile-assets.ts";
import type { AddressClass, AssetNode, CompiledAddress } from "./compiled-world.ts";

/** Values of the layers at some address: position of the prefix, AS, country, contact, found; -1 where there is none. */
const tupleWidth = 5;

/** What of an AS can change an answer, with numbers that stand for it. */
type KnownSystem = {
  readonly rules: AssetNode | null;
  readonly rulesNumber: number;
  readonly contact: CompiledAddress | null;
  readonly contactNumber: number;
  /** What we looked up about it; null where nothing was found. */
  readonly found: FoundContact | null;
};

type Folded = { readonly classes: readonly AddressClass[]; readonly classOfTuple: Int32Array };

/** Makes classes of tuples: those that differ only in what cannot change an answer are one. */
export function foldTuples(
  columns: Int32Array,
  assets: CompiledAssets,
  registry: Registry,
  lookedUp: Pick<FoundContacts, "ranges" | "systems">,
  toAddress: (email: EmailAddress) => CompiledAddress,
): Folded {
  const rangeContacts = registry.contacts.map(toAddress);
  const systems = toKnownSystems(assets, registry, lookedUp.systems, toAddress);
  const groups = makeGroups(toAddress);
  const classes: AddressClass[] = [];
  const folded = makeTupleSet(6);
  const key = new Int32Array(6).fill(-1);
  const classOfTuple = new Int32Array(columns.length / tupleWidth);
  folded.add(key);
  classes.push(nothing);
  for (let tuple = 0; tuple < classOfTuple.length; tuple += 1) {
    const at = tuple * tupleWidth;
    const system = systems[columns[at + 1] as number];
    const rangeContact = rangeContacts[columns[at + 3] as number] ?? null;
    const asksSystem = rangeContact === null || mayBeSilent(rangeContact);
    key[0] = columns[at] as number;
    key[1] = system?.rulesNumber ?? -1;
    key[2] = asksSystem ? (system?.contactNumber ?? -1) : -1;
    key[3] = columns[at + 2] as number;
    key[4] = columns[at + 3] as number;
    const isRegistered = rangeContact !== null || system?.contact != null;
    const found = lookedUp.ranges[columns[at + 4] as number] ?? system?.found ?? null;
    key[5] = isRegistered || found === null ? -1 : groups.numberOf(found.emails);
    const number = folded.add(key);
    classOfTuple[tuple] = number;
    if (number < classes.length) continue;
    classes.push({
      prefix: assets.prefixes[key[0]]?.node ?? null,
      system: system?.rules ?? null,
      systemContact: asksSystem ? (system?.contact ?? null) : null,
      rangeContact,
      country: registry.countries[key[3]] ?? null,
      foundContacts: groups.all[key[5]] ?? none,
    });
  }
  return { classes, classOfTuple };
}

const none: readonly never[] = [];

const nothing: AddressClass = {
  prefix: null,
  system: null,
  systemContact: null,
  rangeContact: null,
  country: null,
  foundContacts: none,
};

/** Gives equal lists of addresses one number. */
function makeGroups(toAddress: (email: EmailAddress) => CompiledAddress) {
  const numbers = new Map<string, number>();
  const all: (readonly CompiledAddress[])[] = [];
  return {
    all,
    numberOf(emails: readonly EmailAddress[]): number {
      const text = emails.join();
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, all.length);
      return all.push(emails.map(toAddress)) - 1;
    },
  };
}

function toKnownSystems(
  assets: CompiledAssets,
  registry: Registry,
  found: FoundContacts["systems"],
  toAddress: (email: EmailAddress) => CompiledAddress,
): readonly KnownSystem[] {
  const numbers = new Map<AssetNode | CompiledAddress, number>();
  const numberOf = (thing: AssetNode | CompiledAddress | null): number => {
    if (thing === null) return -1;
    const known = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, known);
    return known;
  };
  return registry.systems.map(({ asn, contact: email }) => {
    const rules = assets.systems.get(asn) ?? null;
    const contact = email === null ? null : toAddress(email);
    return {
      rules,
      rulesNumber: numberOf(rules),
      contact,
      contactNumber: numberOf(contact),
      found: found.get(asn) ?? null,
    };
  });
}

/** Whether mail to the address may be impossible at some time, so that the AS is asked instead. */
function mayBeSilent(address: CompiledAddress): boolean {
  return address.dead || address.suppressions.length > 0;
}
