import type { ChangeLimits } from "../../domain/decision/change-brake.ts";
import {
  type CoverageDifference,
  compareCoverage,
} from "../../domain/decision/coverage-difference.ts";
import type { DecisionBasis, ReadBasis } from "../../domain/decision/decision-basis.ts";
import type { DecisionDifference } from "../../domain/decision/decision-difference.ts";
import type { World } from "../../domain/world/world.ts";
import { compareDecisions, compileBeside, type ReplayContext } from "../../pipeline/run-replay.ts";
import type { ParseWorld } from "./read-world-file.ts";

export type TryWorldContext = ReplayContext & {
  readonly readBasis: ReadBasis;
  readonly parseWorld: ParseWorld;
  readonly instance: { readonly homeCountry: string; readonly brakes: ChangeLimits };
};

/** Days of findings that are replayed unless somebody says otherwise. */
const usualDays = 7;

/** What another world would change: whom addresses of the home country go to, and findings of the last days. */
export type WorldTrial = {
  readonly coverage: CoverageDifference;
  readonly decisions: DecisionDifference;
};

/**
 * Tries a world before it takes effect, with the registry and the addresses of the present basis, so that nothing but
 * the world differs. Any change that amounts to another world can be tried: a file, a change of the register.
 */
export async function tryWorld(
  context: TryWorldContext,
  before: DecisionBasis,
  world: World,
  days: number = usualDays,
): Promise<WorldTrial> {
  const after = await compileBeside(context, before, world);
  const { homeCountry: country } = context.instance;
  const at = context.clock().getTime();
  return {
    coverage: compareCoverage(before.compiled, after, { country, at }),
    decisions: await compareDecisions(context, { before, after, days }),
  };
}
