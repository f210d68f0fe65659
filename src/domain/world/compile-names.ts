import { compareText } from "../compare-text.ts";
import { type DomainName, parentDomain } from "../network/domain-name.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { CompiledAssets } from "./compile-assets.ts";
import type { CompiledAddress, NameClass } from "./compiled-world.ts";
import type { World } from "./world.ts";

export type CompiledNames = {
  readonly below: ReadonlyMap<DomainName, number>;
  readonly exactly: ReadonlyMap<DomainName, number>;
  /** Class 0: covered by nothing. */
  readonly classes: readonly NameClass[];
};

/**
 * Numbers what the world says about names, in order of name; a name with a security.txt or a claim for exactly this name
 * has a class of its own, because those speak for no name below it. Several contacts of one name stay in the order of the world file.
 */
export function compileNames(
  world: World,
  { names, exactNames }: Pick<CompiledAssets, "names" | "exactNames">,
  toAddress: (email: EmailAddress) => CompiledAddress,
): CompiledNames {
  const classes: NameClass[] = [{ name: null, securityTxt: [] }];
  const below = new Map<DomainName, number>();
  for (const [name, node] of [...names].sort(([a], [b]) => compareText(a, b))) {
    below.set(name, classes.push({ name: node, securityTxt: [] }) - 1);
  }
  const exactly = new Map<DomainName, number>();
  const published = Map.groupBy(world.securityTxt, ({ domain }) => domain);
  const apart = new Set([...exactNames.keys(), ...published.keys()]);
  for (const domain of [...apart].sort(compareText)) {
    const name = exactNames.get(domain) ?? classes[classBelow(below, domain)]?.name ?? null;
    const securityTxt = (published.get(domain) ?? []).map(({ contact, expiresAt }) => ({
      address: toAddress(contact),
      expiresAt,
    }));
    exactly.set(domain, classes.push({ name, securityTxt }) - 1);
  }
  return { below, exactly, classes };
}

/** Class by the nearest name at or above this one; 0 where there is none. */
export function classBelow(below: ReadonlyMap<DomainName, number>, name: DomainName): number {
  for (let at: DomainName | null = name; at !== null; at = parentDomain(at)) {
    const known = below.get(at);
    if (known !== undefined) return known;
  }
  return 0;
}
