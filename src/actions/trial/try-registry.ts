import type { ChangeLimits } from "../../domain/decision/change-brake.ts";
import type { DecisionBasis, ReadBasis } from "../../domain/decision/decision-basis.ts";
import type { DecisionDifference } from "../../domain/decision/decision-difference.ts";
import type { RegistryLayer } from "../../domain/registry/registry.ts";
import type { RegistrySource } from "../../domain/registry/registry-source.ts";
import { compareDecisions, compileLayer, type ReplayContext } from "../../pipeline/run-replay.ts";

export type TryRegistryContext = ReplayContext & {
  readonly readBasis: ReadBasis;
  readonly registrySources: readonly RegistrySource[];
  readonly instance: {
    readonly brakes: ChangeLimits & { readonly registryChangePercent: number };
  };
};

const usualDays = 7;

/** The limits of a change of the registry: the share of addresses is that of the layer. */
export function toRegistryLimits({
  registryChangePercent,
  decisions,
}: TryRegistryContext["instance"]["brakes"]): ChangeLimits {
  return { worldChangePercent: registryChangePercent, decisions };
}

/**
 * What a version of a layer of the registry, that lies beside the present one, would change in the decisions about the
 * findings of the last days.
 */
export async function tryRegistry(
  context: ReplayContext,
  before: DecisionBasis,
  layer: RegistryLayer,
  version: string,
  days: number = usualDays,
): Promise<DecisionDifference> {
  const after = await compileLayer(context, before, layer, version);
  return compareDecisions(context, { before, after, days });
}
