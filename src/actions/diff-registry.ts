import type { Actor } from "../domain/access/actor.ts";
import { type ChangeBrake, listBraked } from "../domain/decision/change-brake.ts";
import type { DecisionDifference } from "../domain/decision/decision-difference.ts";
import type { RegistryLayer } from "../domain/registry/registry.ts";
import type { RegistryDifference } from "../domain/registry/registry-difference.ts";
import { transaction } from "../platform/database.ts";
import type { ResolvedRegistry } from "../store/registry-resolution.ts";
import { dropRegistryVersion, type LoadedFile } from "../store/registry-versions.ts";
import { permit } from "./access/permit.ts";
import {
  checkStageInput,
  type StageRegistryInput,
  stageRegistryVersion,
} from "./staging/stage-registry-version.ts";
import { type TryRegistryContext, toRegistryLimits, tryRegistry } from "./trial/try-registry.ts";

export type DiffRegistryInput = StageRegistryInput & {
  readonly actor: Actor;
  /** Findings of so many days are replayed; 7 unless somebody says otherwise. */
  readonly days?: number;
};

/** What a load would do. */
export type DiffRegistryAnswer = ResolvedRegistry & {
  readonly replaced: false;
  /** Whether the files say what holds already. */
  readonly unchanged: boolean;
  readonly layer: RegistryLayer;
  readonly files: readonly LoadedFile[];
  readonly difference: RegistryDifference;
  readonly decisions: DecisionDifference;
  /** The brakes that would hold the load. */
  readonly braked: readonly ChangeBrake[];
};

/**
 * Tries files of a layer of the registry: which addresses would change, and which decisions about the findings of the
 * last days. Changes nothing. Throws `input-refused` when a file as a whole cannot be used.
 */
export async function diffRegistry({
  context,
  input,
}: {
  readonly context: TryRegistryContext;
  readonly input: DiffRegistryInput;
}): Promise<DiffRegistryAnswer> {
  permit(input.actor, "registry.load");
  checkStageInput(input);
  const basis = await context.readBasis();
  const { layer, days } = input;
  return transaction(context.sql, async (sql) => {
    const staged = await stageRegistryVersion(sql, context.registrySources, input, context.clock());
    const { version, present, isSame, files, resolved, difference } = staged;
    const decisions = await tryRegistry({ ...context, sql }, basis, layer, version, days);
    await dropRegistryVersion(sql, version);
    const limits = toRegistryLimits(context.instance.brakes);
    return {
      replaced: false,
      unchanged: isSame,
      layer,
      files,
      difference,
      decisions,
      // The first load of a layer changes nothing that anybody relied upon.
      braked: present === null ? [] : listBraked({ coverage: difference, decisions }, limits),
      ...resolved,
    };
  });
}
