import type { EmailAddress } from "../network/email-address.ts";
import { makeTupleSet } from "../network/tuple-set.ts";
import type { Registry } from "../registry/registry.ts";
import type { CompiledAssets } from "./compile-assets.ts";
import type { AddressClass, AssetNode, CompiledAddress } from "./compiled-world.ts";

/** Values of the four layers at some address: position of the prefix, AS, country, contact; -1 where there is none. */
const tupleWidth = 4;

/** What of an AS can change an answer, with numbers that stand for it. */
type KnownSystem = {
  readonly rules: AssetNode | null;
  readonly rulesNumber: number;
  readonly contact: CompiledAddress | null;
  readonly contactNumber: number;
};

type Folded = { readonly classes: readonly AddressClass[]; readonly classOfTuple: Int32Array };

/** Makes classes of tuples: those that differ only in what cannot change an answer are one. */
export function foldTuples(
  columns: Int32Array,
  assets: CompiledAssets,
  registry: Registry,
  toAddress: (email: EmailAddress) => CompiledAddress,
): Folded {
  const rangeContacts = registry.contacts.map(toAddress);
  const systems = toKnownSystems(assets, registry, toAddress);
  const classes: AddressClass[] = [];
  const folded = makeTupleSet(5);
  const key = new Int32Array(5).fill(-1);
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
    const number = folded.add(key);
    classOfTuple[tuple] = number;
    if (number < classes.length) continue;
    classes.push({
      prefix: assets.prefixes[key[0]]?.node ?? null,
      system: system?.rules ?? null,
      systemContact: asksSystem ? (system?.contact ?? null) : null,
      rangeContact,
      country: registry.countries[key[3]] ?? null,
    });
  }
  return { classes, classOfTuple };
}

const nothing: AddressClass = {
  prefix: null,
  system: null,
  systemContact: null,
  rangeContact: null,
  country: null,
};

function toKnownSystems(
  assets: CompiledAssets,
  registry: Registry,
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
    return { rules, rulesNumber: numberOf(rules), contact, contactNumber: numberOf(contact) };
  });
}

/** Whether mail to the address may be impossible at some time, so that the AS is asked instead. */
function mayBeSilent(address: CompiledAddress): boolean {
  return address.dead || address.suppressions.length > 0;
}
