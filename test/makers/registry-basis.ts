import type { DecisionBasis, ReadBasis } from "../../src/domain/decision/decision-basis.ts";
import { compileWorld } from "../../src/domain/world/compile-world.ts";
import { makeRegistry, type PlainRegistry } from "../properties/make-world.ts";

/** The present basis as if this registry were loaded. */
export function withRegistry(readBasis: ReadBasis, plain: PlainRegistry): ReadBasis {
  const registry = makeRegistry(plain);
  let last: DecisionBasis | null = null;
  return async () => {
    const basis = await readBasis();
    if (last?.snapshot !== basis.snapshot) {
      const compiled = compileWorld(basis.world, registry, new Set(), "NL");
      last = { ...basis, registry, compiled };
    }
    return last;
  };
}
