import { noPolicy, policyNumberOf } from "../finding/policy-number.ts";
import type { FinderId } from "../ids.ts";
import type { World } from "./world.ts";

/** Under which policy an observation of the finder stands: its number where it has any line, whenever that holds. */
export function policyOf(world: World, id: FinderId): number {
  const finder = world.finders.find((finder) => finder.id === id);
  return finder === undefined || finder.policies.length === 0 ? noPolicy : policyNumberOf(id);
}
