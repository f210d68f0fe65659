import type { Actor } from "../domain/access/actor.ts";
import { type ChangeBrake, listBraked } from "../domain/decision/change-brake.ts";
import type { DecisionDifference } from "../domain/decision/decision-difference.ts";
import type { RegistryLayer } from "../domain/registry/registry.ts";
import type { RegistryDifference } from "../domain/registry/registry-difference.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import type { ResolvedRegistry } from "../store/registry-resolution.ts";
import {
  dropRegistryVersion,
  type LoadedFile,
  replaceRegistryVersion,
} from "../store/registry-versions.ts";
import { permit } from "./access/permit.ts";
import {
  checkStageInput,
  type StagedVersion,
  type StageRegistryInput,
  stageRegistryVersion,
} from "./staging/stage-registry-version.ts";
import { type TryRegistryContext, toRegistryLimits, tryRegistry } from "./trial/try-registry.ts";

export type LoadRegistryContext = TryRegistryContext;

export type LoadRegistryInput = StageRegistryInput & {
  readonly actor: Actor;
  /** Replace the layer even when much of it changes. */
  readonly force: boolean;
};

/** What a load did. */
export type LoadRegistryAnswer = ResolvedRegistry & {
  /** The version that holds now. */
  readonly version: string;
  /** False when the files say what the present version says already: it goes on to hold. */
  readonly replaced: boolean;
  readonly layer: RegistryLayer;
  readonly files: readonly LoadedFile[];
  readonly difference: RegistryDifference;
};

/**
 * Replaces a layer of the registry by what the files say, in one step, and answers what that changes.
 *
 * Until it is done, and whenever it fails, the present version holds. Throws `brake` when more than the instance's
 * share of the addresses of either family would change, or of the findings of the last days go elsewhere, `input-refused` when a file as a whole cannot be used.
 */
export async function loadRegistry({
  context,
  input,
}: {
  readonly context: LoadRegistryContext;
  readonly input: LoadRegistryInput;
}): Promise<LoadRegistryAnswer> {
  const { actor } = input;
  permit(actor, "registry.load");
  checkStageInput(input);
  // Outside of the transaction, which would hold one connection while this takes another.
  const basis = await context.readBasis();
  return transaction(context.sql, async (sql) => {
    const staged = await stageRegistryVersion(sql, context.registrySources, input, context.clock());
    const { version, present, files, resolved, difference } = staged;
    if (present !== null && staged.isSame) {
      await dropRegistryVersion(sql, version);
      return {
        version: present,
        replaced: false,
        layer: input.layer,
        files,
        difference,
        ...resolved,
      };
    }
    if (present !== null && !input.force) {
      checkBrakes(
        context,
        input.layer,
        staged,
        await tryRegistry({ ...context, sql }, basis, input.layer, version),
      );
    }
    const { layer } = input;
    const loadedAt = context.clock();
    const { ranges } = resolved;
    await replaceRegistryVersion(sql, { id: version, layer, loadedAt, files, ranges, difference });
    const { changedShare } = difference;
    const detail = { layer, ranges, changedShare, forced: input.force };
    await appendAudit(sql, {
      at: loadedAt,
      actor,
      act: "registry.load",
      about: null,
      subject: version,
      detail,
    });
    return { version, replaced: true, layer, files, difference, ...resolved };
  });
}

/** Throws `brake`. */
function checkBrakes(
  { instance }: LoadRegistryContext,
  layer: RegistryLayer,
  { difference }: StagedVersion,
  decisions: DecisionDifference,
): void {
  const limits = toRegistryLimits(instance.brakes);
  const braked = listBraked({ coverage: difference, decisions }, limits);
  if (braked.length === 0) return;
  const reasons: Record<ChangeBrake, string> = {
    addresses: describeAddresses(layer, difference, limits.worldChangePercent),
    decisions: `${decisions.moved} of ${decisions.findings} findings of the last ${decisions.days} days would go elsewhere.`,
  };
  const text = braked.map((brake) => reasons[brake]).join(" ");
  const { changes, ...counts } = decisions;
  throw new AppError("brake", `${text} Nothing was changed.`, {
    details: { layer, difference, decisions: { ...counts, changes: changes.length } },
  });
}

function describeAddresses(
  layer: RegistryLayer,
  { changedShare, v4, v6 }: RegistryDifference,
  limit: number,
): string {
  const counts = (change: { added: unknown; removed: unknown; changed: unknown }) =>
    `${change.added} added, ${change.removed} removed, ${change.changed} changed`;
  return (
    `The ${layer} registry would change for ${(changedShare * 100).toFixed(1)} % of the addresses (the brake is at ${limit} %): ` +
    `IPv4 ${counts(v4)}; IPv6 ${counts(v6)}.`
  );
}
