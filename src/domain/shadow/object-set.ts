import { type FindingKeySecret, makeFindingKeyHasher } from "../finding/finding-key.ts";
import { makeKnownFindings } from "../finding/known-findings.ts";
import type { FindingTypeId } from "../ids.ts";
import { formatAddress, toAddress } from "../network/ip-address.ts";

/**
 * Network objects that findings are about, numbered from 0, of one finding type each where types count.
 *
 * A keyed hash finds them, because lists are hostile input; some 70 bytes an object. A type is null where types do not
 * count, and then one object has one number.
 */
export type ObjectSet = {
  count(): number;
  /** Number of the address whose words begin at `at`; -1 when it is not there and not to be added. */
  ofAddress(
    type: FindingTypeId | null,
    family: 4 | 6,
    words: Uint32Array,
    at: number,
    add: boolean,
  ): number;
  /** The same of a name, or a mail domain. */
  ofName(type: FindingTypeId | null, name: string, isMailDomain: boolean, add: boolean): number;
  /** Canonical text; `@` stands before a mail domain. */
  textOf(object: number): string;
  typeOf(object: number): FindingTypeId | null;
};

const noType = new Uint32Array(4);

/** An empty set. */
export function makeObjectSet(secret: FindingKeySecret): ObjectSet {
  const hasher = makeFindingKeyHasher(secret);
  const known = makeKnownFindings();
  const key = new Uint32Array(4);
  const hashes = new Map<FindingTypeId, Uint32Array>();
  const types: (FindingTypeId | null)[] = [];
  const names: (string | null)[] = [];
  let families = new Uint8Array(1024);
  let addresses = new Uint32Array(4096);

  function hashOf(type: FindingTypeId | null): Uint32Array {
    if (type === null) return noType;
    const hash = hashes.get(type) ?? hasher.hashType(type);
    hashes.set(type, hash);
    return hash;
  }

  function find(): number {
    const slot = known.find(key, 0);
    return slot < 0 ? -1 : known.idOf(slot);
  }

  function append(type: FindingTypeId | null, name: string | null): number {
    const id = names.length;
    known.add(key, 0, { id, standing: 0, severity: 0, observedAtS: 0, closed: false });
    if (id === families.length) {
      const [more, wider] = [new Uint8Array(id * 2), new Uint32Array(id * 8)];
      more.set(families);
      wider.set(addresses);
      [families, addresses] = [more, wider];
    }
    types.push(type);
    names.push(name);
    return id;
  }

  return {
    count: () => names.length,
    ofAddress(type, family, words, at, add) {
      hasher.hashAddress(hashOf(type), family, words, at, 0, 0, key, 0);
      const found = find();
      if (found >= 0 || !add) return found;
      const id = append(type, null);
      families[id] = family;
      addresses.set(words.subarray(at, at + 4), id * 4);
      return id;
    },
    ofName(type, name, isMailDomain, add) {
      hasher.hashName(hashOf(type), isMailDomain, name, 0, 0, key, 0);
      const found = find();
      return found >= 0 || !add ? found : append(type, isMailDomain ? `@${name}` : name);
    },
    textOf(object) {
      const name = names[object];
      if (name !== null && name !== undefined) return name;
      return formatAddress(toAddress(families[object] === 4 ? 4 : 6, addresses, object * 4));
    },
    typeOf: (object) => types[object] ?? null,
  };
}
