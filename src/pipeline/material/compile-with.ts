import type { DecisionBasis } from "../../domain/decision/decision-basis.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { compileWorld } from "../../domain/world/compile-world.ts";
import type { CompiledWorld } from "../../domain/world/compiled-world.ts";
import type { Silences } from "../../domain/world/silence.ts";
import type { World } from "../../domain/world/world.ts";

/** Compiles what is given with all else that a basis is made of. */
export function compileWith(
  { world, registry, compiled }: DecisionBasis,
  dead: ReadonlySet<EmailAddress>,
  other: {
    readonly world?: World;
    readonly registry?: Registry;
    readonly silences?: Silences;
  } = {},
): CompiledWorld {
  const { homeCountry, found } = compiled;
  const silences = other.silences ?? compiled.silences;
  const stated = other.world ?? world;
  return compileWorld(stated, other.registry ?? registry, dead, homeCountry, found, silences);
}
