import type { Actor } from "../domain/access/actor.ts";
import { isBraked, listBraked } from "../domain/decision/change-brake.ts";
import type { CoverageDifference } from "../domain/decision/coverage-difference.ts";
import type { DecisionDifference } from "../domain/decision/decision-difference.ts";
import type { World } from "../domain/world/world.ts";
import { compareWorlds, type WorldDifference } from "../domain/world/world-difference.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { findRegistryVersions } from "../store/registry.ts";
import {
  findCurrentWorld,
  hashWorld,
  lockWorlds,
  readWorld,
  saveWorld,
  type WorldVersion,
} from "../store/worlds.ts";
import type { ApprovalAsk, ApprovalContext } from "./access/approval-ask.ts";
import { permit } from "./access/permit.ts";
import { withApproval } from "./access/with-approval.ts";
import { besideRegister } from "./trial/beside-register.ts";
import { readWorldFile } from "./trial/read-world-file.ts";
import { type TryWorldContext, tryWorld, type WorldTrial } from "./trial/try-world.ts";

export type LoadWorldContext = TryWorldContext & ApprovalContext;

export type LoadWorldInput = {
  readonly actor: Actor;
  readonly text: string;
  /** As the messages name it. */
  readonly fileName: string;
  /** Replace the world even when much of it changes; where the instance asks for approval, that decides instead. */
  readonly force: boolean;
};

/** What a load did. */
export type LoadWorldAnswer = {
  /** UUID of the version that holds now; null before the first load. */
  readonly version: string | null;
  /** False when the file says what the present version says already. */
  readonly replaced: boolean;
  readonly unchanged: boolean;
  readonly organisations: number;
  readonly claims: number;
  readonly difference: WorldDifference;
  /** Addresses of the home country whose primary changes; null for the first world. */
  readonly coverage: CoverageDifference | null;
  /** Findings of the last days whose decision changes; null for the first world. */
  readonly decisions: DecisionDifference | null;
};

/**
 * Replaces the world by what a file says, in one step, and answers what that changes.
 *
 * Until it is done, and whenever it fails, the present version holds. Throws `input-refused` with every problem of the
 * file, and `brake` when more than the instance's share of the home country's addresses, or of the findings of the last
 * days, would go elsewhere; `approval-needed` in its place where the instance says so.
 */
export async function loadWorld({
  context,
  input,
}: {
  readonly context: LoadWorldContext;
  readonly input: LoadWorldInput;
}): Promise<LoadWorldAnswer> {
  const { actor } = input;
  permit(actor, "world.load");
  const world = readWorldFile(context.parseWorld, input);
  const before = await findCurrentWorld(context.sql);
  const isKnown = before?.sha256 === hashWorld(world);
  // Outside of the transaction, which would hold one connection while this takes another.
  const trial =
    before === null || isKnown
      ? nothing
      : await tryWorld(
          context,
          await context.readBasis(),
          await besideRegister(context.sql, world),
        );
  return withApproval(context, (approve) =>
    transaction(context.sql, async (sql) => {
      await lockWorlds(sql);
      const present = await findCurrentWorld(sql);
      checkSame(before, present);
      const answer = {
        version: present?.id ?? null,
        replaced: false,
        unchanged: isKnown,
        organisations: world.organisations.length,
        claims: world.organisations.reduce((sum, { claims }) => sum + claims.length, 0),
        difference: compareWorlds(await readWorld(sql), await besideRegister(sql, world)),
        ...trial,
      };
      if (isKnown) return answer;
      const braked = isBraked(trial, context.instance.brakes);
      const change = { world, answer, trial, braked };
      const approval = await approve(sql, await toAsk(sql, input, change));
      if (approval === null && braked && !input.force) throw toBrake(context, trial);
      const at = context.clock();
      const difference = { ...toCounts(answer.difference), ...toKept(trial) };
      const { fileName } = input;
      const { id } = await saveWorld(sql, world, { fileName, loadedAt: at, difference });
      const detail = { forced: input.force, approval, difference };
      await appendAudit(sql, { at, actor, act: "world.load", about: null, subject: id, detail });
      return { ...answer, version: id, replaced: true };
    }),
  );
}

/** Another file, another world or registry before it, or another share of the addresses is another act. */
async function toAsk(
  sql: Sql,
  { actor, fileName }: LoadWorldInput,
  change: {
    readonly world: World;
    readonly answer: LoadWorldAnswer;
    readonly trial: Trial;
    readonly braked: boolean;
  },
): Promise<ApprovalAsk> {
  const { world, answer, trial, braked } = change;
  const { coverage, decisions } = trial;
  const addresses = coverage === null ? null : { v4: coverage.v4.changed, v6: coverage.v6.changed };
  const registry = await findRegistryVersions(sql);
  const sha256 = hashWorld(world);
  const percent = (coverage?.changedShare ?? 0) * 100;
  return {
    actor,
    act: "world.load",
    what: { sha256, before: answer.version, registry, addresses },
    summary: {
      file: fileName,
      sha256,
      organisations: answer.organisations,
      claims: answer.claims,
      addressesPercent: Number(percent.toFixed(2)),
      findings: decisions?.findings ?? 0,
      findingsMoved: decisions?.moved ?? 0,
    },
    extent: { figure: percent, braked },
    next: null,
  };
}

/** Of the first world, and of one that holds already. */
const nothing = { coverage: null, decisions: null };

function checkSame(before: WorldVersion | null, present: WorldVersion | null): void {
  if (before?.id === present?.id) return;
  throw new AppError("conflict", "Another world was loaded meanwhile; nothing was changed.", {
    remedy: "Look at the difference again, then load once more.",
  });
}

type Trial = WorldTrial | typeof nothing;

function toBrake({ instance }: LoadWorldContext, trial: Trial): AppError {
  const { coverage, decisions } = trial;
  const { worldChangePercent, decisions: limit } = instance.brakes;
  const toPercent = (share: number): string => (share * 100).toFixed(1);
  const reasons = listBraked(trial, instance.brakes).map((braked) => {
    if (braked === "addresses" && coverage !== null) {
      const { v4, v6, changedShare } = coverage;
      return (
        `Findings about ${toPercent(changedShare)} % of the addresses of ${instance.homeCountry} would go elsewhere (the brake is at ${worldChangePercent} %): ` +
        `IPv4 ${v4.changed} of ${v4.addresses}, IPv6 ${v6.changed} of ${v6.addresses}.`
      );
    }
    const { moved = 0, findings = 0, days = 0, changedShare = 0 } = decisions ?? {};
    return (
      `${moved} of ${findings} findings of the last ${days} days would go elsewhere, ${toPercent(changedShare)} % ` +
      `(the brake is at ${limit.percent} % and more than ${limit.floor}).`
    );
  });
  return new AppError("brake", `${reasons.join(" ")} Nothing was changed.`, {
    details: toKept(trial),
  });
}

/** The trial without anything about single findings, for the record. */
function toKept({ coverage, decisions }: Trial) {
  if (decisions === null) return { coverage, decisions };
  const { changes, changesLeftOut, ...counts } = decisions;
  return { coverage, decisions: { ...counts, changes: changes.length + changesLeftOut } };
}

/** The difference as it is kept: how many, not who. */
function toCounts(difference: WorldDifference) {
  return Object.fromEntries(
    Object.entries(difference).map(([section, change]) => [
      section,
      Object.fromEntries(
        Object.entries(change).map(([what, which]) => [
          what,
          Array.isArray(which) ? which.length : which,
        ]),
      ),
    ]),
  );
}
