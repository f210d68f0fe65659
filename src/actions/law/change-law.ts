import type { Actor } from "../../domain/access/actor.ts";
import { type ChangeBrake, listBraked } from "../../domain/decision/change-brake.ts";
import { mergeRegister } from "../../domain/world/merge-register.ts";
import type { Entry } from "../../domain/world/plain-entry.ts";
import { transaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { newUuid } from "../../platform/uuid.ts";
import { appendAudit } from "../../store/audit.ts";
import {
  changeRegister,
  findLastChange,
  type KeptEntry,
  lockRegister,
  readEntries,
} from "../../store/register.ts";
import { findCurrentWorld, readFileWorld } from "../../store/worlds.ts";
import { withApproval } from "../access/with-approval.ts";
import { tryWorld, type WorldTrial } from "../trial/try-world.ts";
import type { LawContext } from "./law-context.ts";
import { toKey, toPlain } from "./read-law.ts";

export type LawChange = {
  readonly actor: Actor;
  readonly put: readonly Entry[];
  readonly end: readonly KeptEntry[];
  readonly reason: string;
  /** Show what it would do, and change nothing. */
  readonly dryRun: boolean;
  /** Go on where the brake holds. */
  readonly force: boolean;
};

/** What a change of the law of the register did, or would do. */
export type ChangedLaw = {
  readonly outcome: "recorded" | "unchanged" | "dry-run";
  /** What is new, with the ids by which it can be ended; in a dry run they are not kept. */
  readonly put: readonly KeptEntry[];
  readonly ended: readonly KeptEntry[];
  readonly trial: WorldTrial | null;
  readonly braked: readonly ChangeBrake[];
};

/**
 * Changes what operators record in the register: tried on the findings of the last days, braked, approved by several
 * people where the instance says so, in one step with its audit entry. What holds in the same words already is left
 * out. Throws `brake`, `approval-needed`, and `conflict` where world or register changed meanwhile.
 */
export async function changeLaw(context: LawContext, change: LawChange): Promise<ChangedLaw> {
  const { sql, clock } = context;
  const { actor, reason, end, force } = change;
  const at = clock();
  const state = { world: await findCurrentWorld(sql), change: await findLastChange(sql) };
  const entries = await readEntries(sql, "present");
  const known = new Set(entries.map(toKey));
  const put = change.put
    .filter((entry) => !known.has(toKey(toPlain(entry))))
    .map((entry) => ({ id: newUuid(at.getTime()), entry }));
  const shown = put.map(({ id, entry }) => ({ id, ...toPlain(entry) }));
  if (put.length === 0 && end.length === 0) {
    return { outcome: "unchanged", put: [], ended: [], trial: null, braked: [] };
  }
  const ending = new Set(end.map(({ id }) => id));
  const after = [...entries.filter(({ id }) => !ending.has(id)), ...shown];
  const merged = mergeRegister(await readFileWorld(sql), after);
  const trial = await tryWorld(context, await context.readBasis(), merged);
  const braked = listBraked(trial, context.instance.brakes);
  const answer = { put: shown, ended: end, trial, braked };
  if (change.dryRun) return { outcome: "dry-run", ...answer };
  await withApproval(context, (approve) =>
    transaction(sql, async (held) => {
      await lockRegister(held);
      const present = {
        world: await findCurrentWorld(held),
        change: await findLastChange(held),
      };
      if (present.world?.id !== state.world?.id || present.change !== state.change) {
        throw new AppError("conflict", "World or register changed meanwhile.", {
          remedy: "Look at the difference again, then try once more.",
        });
      }
      const counts = { put: put.length, ended: end.length };
      const approval = await approve(held, {
        actor,
        act: "law.record",
        what: { put: put.map(({ entry }) => toPlain(entry)), end: [...ending], reason },
        summary: {
          ...counts,
          findings: trial.decisions.findings,
          findingsMoved: trial.decisions.moved,
        },
        extent: { figure: null, braked: braked.length > 0 },
        next: null,
      });
      if (approval === null && braked.length > 0 && !force) {
        const which = braked.join(", ");
        throw new AppError("brake", `Too much would go elsewhere (${which}). Nothing was changed.`);
      }
      const act = "law.record";
      await changeRegister(
        held,
        { at, actor, act, about: null, reason },
        { put, end: [...ending] },
      );
      const detail = { ...counts, reason, forced: force, approval };
      await appendAudit(held, { at, actor, act, about: null, subject: null, detail });
    }),
  );
  return { outcome: "recorded", ...answer };
}
