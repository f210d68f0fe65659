import type { Silence, Silences } from "../../domain/world/silence.ts";
import { makeKeyedHash } from "../../platform/keyed-hash.ts";
import type { MasterKey } from "../../platform/master-key.ts";
import { type ListedSuppression, suppressionPurpose } from "../../store/suppressions.ts";

/** The suppression list as decisions read it. */
export function toSilences(list: readonly ListedSuppression[], masterKey: MasterKey): Silences {
  const hash = makeKeyedHash(masterKey, suppressionPurpose);
  const always = list.map((entry) => {
    return { ...entry, silence: { ...entry.silence, since: -Infinity, until: Infinity } };
  });
  const present = list.filter(({ isWithdrawn }) => !isWithdrawn);
  return group(present, hash, group(always, hash, null));
}

function group(
  list: readonly ListedSuppression[],
  hash: (text: string) => Buffer,
  ever: Silences | null,
): Silences {
  const byHash = new Map<string, Silence[]>();
  for (const { addressHash, silence } of list) {
    const known = byHash.get(addressHash);
    if (known === undefined) byHash.set(addressHash, [silence]);
    else known.push(silence);
  }
  const all = list.map(({ silence }) => silence);
  if (all.length === 0) return { all, of: () => [], ever };
  return { all, of: (email) => byHash.get(hash(email).toString("hex")) ?? [], ever };
}
