import type { DecisionBasis } from "../../domain/decision/decision-basis.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { compileWorld } from "../../domain/world/compile-world.ts";
import type { CompiledWorld } from "../../domain/world/compiled-world.ts";
import type { World } from "../../domain/world/world.ts";

/** Compiles another world, or other dead addresses, with all else that a basis is made of. */
export function compileWith(
  { registry, compiled }: DecisionBasis,
  world: World,
  dead: ReadonlySet<EmailAddress>,
): CompiledWorld {
  return compileWorld(world, registry, dead, compiled.homeCountry, compiled.found);
}
