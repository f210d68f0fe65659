import { compareInstants } from "../compare-instants.ts";
import { compareText } from "../compare-text.ts";
import { policyNumberOf } from "../finding/policy-number.ts";
import type { CompiledPolicy } from "./compiled-world.ts";
import type { World } from "./world.ts";

/** Policies of finders by their number, in an order of their own. Of one number all count: that never widens. */
export function compilePolicies(world: World): ReadonlyMap<number, readonly CompiledPolicy[]> {
  const lines = world.finders.flatMap(({ id, policies }) =>
    policies.map((policy) => ({ ...policy, finder: id })),
  );
  return Map.groupBy(lines.sort(comparePolicies), ({ finder }) => policyNumberOf(finder));
}

function comparePolicies(a: CompiledPolicy, b: CompiledPolicy): number {
  return (
    compareText(a.finder, b.finder) ||
    compareInstants(a.since, b.since) ||
    compareInstants(a.until, b.until) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}
