import type { Claim, World } from "../src/domain/world/world.ts";

/**
 * The same world in which so many claims have gone to another organisation: those with prefixes first, spread over
 * all organisations.
 */
export function moveClaims(world: World, count: number): World {
  const owners = world.organisations.filter(({ claims }) => claims.length > 0);
  const step = Math.max(1, Math.floor(owners.length / count));
  const moved = new Map<string, Claim>();
  const taken = new Set<Claim>();
  for (let at = 0; moved.size < count && at < owners.length; at += step) {
    const claim = owners[at]?.claims.find(({ asset }) => asset.kind === "prefix");
    const next = owners[(at + 1) % owners.length];
    if (claim === undefined || next === undefined) continue;
    taken.add(claim);
    moved.set(next.id, { ...claim, organisation: next.id, id: `${next.id} ${claim.id}` });
  }
  return {
    ...world,
    organisations: world.organisations.map((organisation) => {
      const fresh = moved.get(organisation.id);
      const claims = organisation.claims.filter((claim) => !taken.has(claim));
      return { ...organisation, claims: fresh === undefined ? claims : [...claims, fresh] };
    }),
  };
}
