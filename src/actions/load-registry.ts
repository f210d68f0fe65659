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
import type { ApprovalAsk, ApprovalContext } from "./access/approval-ask.ts";
import { permit } from "./access/permit.ts";
import { withApproval } from "./access/with-approval.ts";
import {
  checkStageInput,
  type StagedVersion,
  type StageRegistryInput,
  stageRegistryVersion,
} from "./staging/stage-registry-version.ts";
import { type TryRegistryContext, toRegistryLimits, tryRegistry } from "./trial/try-registry.ts";

export type LoadRegistryContext = TryRegistryContext & ApprovalContext;

export type LoadRegistryInput = StageRegistryInput & {
  readonly actor: Actor;
  /** Replace the layer even when much of it changes; where the instance asks for approval, that decides instead. */
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
 * share of the addresses of either family would change, or of the findings of the last days go elsewhere, `approval-needed` in its
 * place where the instance says so, `input-refused` when a file as a whole cannot be used.
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
  return withApproval(context, (approve) =>
    transaction(context.sql, async (sql) => {
      const { layer, force } = input;
      const staged = await stageRegistryVersion(
        sql,
        context.registrySources,
        input,
        context.clock(),
      );
      const { version, present, files, resolved, difference } = staged;
      if (present !== null && staged.isSame) {
        await dropRegistryVersion(sql, version);
        return { version: present, replaced: false, layer, files, difference, ...resolved };
      }
      const isTried = present !== null && (!force || isAsked(context));
      const decisions = isTried
        ? await tryRegistry({ ...context, sql }, basis, layer, version)
        : null;
      const change = { coverage: present === null ? null : difference, decisions };
      const braked = listBraked(change, toRegistryLimits(context.instance.brakes));
      const approval = await approve(sql, toAsk(input, staged, decisions, braked));
      if (approval === null && decisions !== null && braked.length > 0 && !force) {
        throw toBrake(context, layer, { difference, decisions, braked });
      }
      const loadedAt = context.clock();
      const { ranges } = resolved;
      const loaded = { id: version, layer, loadedAt, files, ranges, difference };
      await replaceRegistryVersion(sql, loaded);
      const { changedShare } = difference;
      const detail = { layer, ranges, changedShare, forced: force, approval };
      const entry = { at: loadedAt, actor, act: "registry.load", about: null } as const;
      await appendAudit(sql, { ...entry, subject: version, detail });
      return { version, replaced: true, layer, files, difference, ...resolved };
    }),
  );
}

/** Whether brakes are passed by approval here: then `force` passes none. */
function isAsked({ instance }: LoadRegistryContext): boolean {
  return instance.approvals["registry.load"] !== undefined;
}

/** Other files, or another version before them, are another act. */
function toAsk(
  { actor, layer, country }: LoadRegistryInput,
  { files, present, difference }: StagedVersion,
  decisions: DecisionDifference | null,
  braked: readonly ChangeBrake[],
): ApprovalAsk {
  const percent = difference.changedShare * 100;
  return {
    actor,
    act: "registry.load",
    what: { layer, country, before: present, files: files.map(({ sha256 }) => sha256).sort() },
    summary: {
      layer,
      file: files.map(({ name }) => name).join(", "),
      addressesPercent: Number(percent.toFixed(2)),
      findings: decisions?.findings ?? 0,
      findingsMoved: decisions?.moved ?? 0,
    },
    extent: { figure: present === null ? 0 : percent, braked: braked.length > 0 },
    next: null,
  };
}

function toBrake(
  { instance }: LoadRegistryContext,
  layer: RegistryLayer,
  trial: {
    readonly difference: RegistryDifference;
    readonly decisions: DecisionDifference;
    readonly braked: readonly ChangeBrake[];
  },
): AppError {
  const { difference, decisions, braked } = trial;
  const limits = toRegistryLimits(instance.brakes);
  const reasons: Record<ChangeBrake, string> = {
    addresses: describeAddresses(layer, difference, limits.worldChangePercent),
    decisions: `${decisions.moved} of ${decisions.findings} findings of the last ${decisions.days} days would go elsewhere.`,
  };
  const text = braked.map((brake) => reasons[brake]).join(" ");
  const { changes, ...counts } = decisions;
  return new AppError("brake", `${text} Nothing was changed.`, {
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
