import type { Actor } from "../domain/access/actor.ts";
import {
  type CoverageDifference,
  compareCoverage,
} from "../domain/decision/coverage-difference.ts";
import type { DecisionBasis, ReadBasis } from "../domain/decision/decision-basis.ts";
import { compileWorld } from "../domain/world/compile-world.ts";
import { formatProblem, type Problem } from "../domain/world/problem.ts";
import type { World } from "../domain/world/world.ts";
import { compareWorlds, type WorldDifference } from "../domain/world/world-difference.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError, must } from "../platform/errors.ts";
import { listDeadAddresses } from "../store/address-states.ts";
import { appendAudit } from "../store/audit.ts";
import { findSnapshot } from "../store/snapshots.ts";
import {
  findCurrentWorld,
  hashWorld,
  lockWorlds,
  readWorld,
  saveWorld,
  type WorldVersion,
} from "../store/worlds.ts";
import { permit } from "./access/permit.ts";

/** Reads a world file: the whole world, or all that is wrong with it. */
export type ParseWorld = (
  text: string,
) => { readonly world: World } | { readonly problems: readonly Problem[] };

export type LoadWorldContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly readBasis: ReadBasis;
  readonly parseWorld: ParseWorld;
  readonly instance: {
    readonly homeCountry: string;
    readonly brakes: { readonly worldChangePercent: number };
  };
};

export type LoadWorldInput = {
  readonly actor: Actor;
  readonly text: string;
  /** As the messages name it. */
  readonly fileName: string;
  /** Replace the world even when much of it changes. */
  readonly force: boolean;
  /** Say what would change, and change nothing. */
  readonly dryRun?: boolean;
};

/** What a load did, or would do. */
export type LoadWorldAnswer = {
  /** UUID of the version that holds now; null before the first load. */
  readonly version: string | null;
  /** False when the file says what the present version says already, and when nothing was to be changed. */
  readonly replaced: boolean;
  readonly unchanged: boolean;
  readonly organisations: number;
  readonly claims: number;
  readonly difference: WorldDifference;
  /** Addresses of the home country whose primary changes; null for the first world. */
  readonly coverage: CoverageDifference | null;
};

/**
 * Replaces the world by what a file says, in one step, and answers what that changes.
 *
 * Until it is done, and whenever it fails, the present version holds. Throws `input-refused` with every problem of the
 * file, and `brake` when more than the instance's share of the home country's addresses would go elsewhere.
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
  const world = parse(context.parseWorld, input);
  const before = await findCurrentWorld(context.sql);
  const isKnown = before?.sha256 === hashWorld(world);
  // Outside of the transaction, which would hold one connection while this takes another.
  const basis = before === null || isKnown ? null : await context.readBasis();
  return transaction(context.sql, async (sql) => {
    await lockWorlds(sql);
    const present = await findCurrentWorld(sql);
    checkSame(before, present);
    const answer = {
      version: present?.id ?? null,
      replaced: false,
      unchanged: isKnown,
      organisations: world.organisations.length,
      claims: world.organisations.reduce((sum, { claims }) => sum + claims.length, 0),
      difference: compareWorlds(await readWorld(sql), world),
      coverage: basis === null ? null : await compareWithPresent(sql, context, basis, world),
    };
    if (isKnown || input.dryRun === true) return answer;
    if (answer.coverage !== null && !input.force) brake(context, answer.coverage);
    const at = context.clock();
    const difference = { ...toCounts(answer.difference), coverage: answer.coverage };
    const { id } = await saveWorld(sql, world, {
      fileName: input.fileName,
      loadedAt: at,
      difference,
    });
    const detail = { forced: input.force, difference };
    await appendAudit(sql, { at, actor, act: "world.load", about: null, subject: id, detail });
    return { ...answer, version: id, replaced: true };
  });
}

function checkSame(before: WorldVersion | null, present: WorldVersion | null): void {
  if (before?.id === present?.id) return;
  throw new AppError("conflict", "Another world was loaded meanwhile; nothing was changed.", {
    remedy: "Look at the difference again, then load once more.",
  });
}

function parse(parseWorld: ParseWorld, { text, fileName }: LoadWorldInput): World {
  const parsed = parseWorld(text);
  if ("world" in parsed) return parsed.world;
  const { problems } = parsed;
  const lines = problems.map((problem) => formatProblem(fileName, problem));
  throw new AppError("input-refused", lines.join("\n"), {
    remedy: "Nothing was changed. Correct the file and load it again.",
    details: { problems },
  });
}

/** Compares with the same registry and addresses, so that nothing but the world differs. */
async function compareWithPresent(
  sql: Sql,
  { instance, clock }: LoadWorldContext,
  { snapshot: id, registry, compiled }: DecisionBasis,
  world: World,
): Promise<CoverageDifference> {
  const snapshot = must(await findSnapshot(sql, id), "a basis has its snapshot");
  const dead = await listDeadAddresses(sql, snapshot);
  const { homeCountry: country } = instance;
  const after = compileWorld(world, registry, dead, country);
  return compareCoverage(compiled, after, { country, at: clock().getTime() });
}

function brake({ instance }: LoadWorldContext, coverage: CoverageDifference): void {
  const limit = instance.brakes.worldChangePercent;
  if (coverage.changedShare * 100 <= limit) return;
  const percent = (coverage.changedShare * 100).toFixed(1);
  const { v4, v6 } = coverage;
  throw new AppError(
    "brake",
    `Findings about ${percent} % of the addresses of ${instance.homeCountry} would go elsewhere (the brake is at ${limit} %): ` +
      `IPv4 ${v4.changed} of ${v4.addresses}, IPv6 ${v6.changed} of ${v6.addresses}. Nothing was changed.`,
    { details: { coverage } },
  );
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
