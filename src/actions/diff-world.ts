import type { Actor } from "../domain/access/actor.ts";
import { type ChangeBrake, listBraked } from "../domain/decision/change-brake.ts";
import type { CoverageDifference } from "../domain/decision/coverage-difference.ts";
import type { DecisionDifference } from "../domain/decision/decision-difference.ts";
import { compareWorlds, type WorldDifference } from "../domain/world/world-difference.ts";
import { AppError } from "../platform/errors.ts";
import { findCurrentWorld, hashWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import { besideRegister } from "./trial/beside-register.ts";
import { readWorldFile } from "./trial/read-world-file.ts";
import { type TryWorldContext, tryWorld } from "./trial/try-world.ts";

export type DiffWorldInput = {
  readonly actor: Actor;
  readonly text: string;
  /** As the messages name it. */
  readonly fileName: string;
  /** Findings of so many days are replayed; 7 unless somebody says otherwise. */
  readonly days?: number;
};

/** What a load would do. */
export type DiffWorldAnswer = {
  /** UUID of the version that holds; null before the first load. */
  readonly version: string | null;
  readonly replaced: false;
  /** Whether the file says what that version says already. */
  readonly unchanged: boolean;
  readonly organisations: number;
  readonly claims: number;
  readonly difference: WorldDifference;
  /** Addresses of the home country whose primary would change. */
  readonly coverage: CoverageDifference;
  /** Findings of the last days whose decision would change. */
  readonly decisions: DecisionDifference;
  /** The brakes that would hold the load. */
  readonly braked: readonly ChangeBrake[];
};

/** Most days whose findings are replayed. */
const mostDays = 366;

/**
 * Tries a world file: what it would change in the world, for the addresses of the home country, and for the findings
 * of the last days. Changes nothing. Throws `input-refused` with every problem of the file.
 */
export async function diffWorld({
  context,
  input,
}: {
  readonly context: TryWorldContext;
  readonly input: DiffWorldInput;
}): Promise<DiffWorldAnswer> {
  permit(input.actor, "world.load");
  if (input.days !== undefined && !(input.days >= 1 && input.days <= mostDays)) {
    throw new AppError("wrong-usage", `Not a number of days: ${input.days}.`, {
      remedy: `Give one from 1 to ${mostDays}.`,
    });
  }
  const file = readWorldFile(context.parseWorld, input);
  const world = await besideRegister(context.sql, file);
  const present = await findCurrentWorld(context.sql);
  const basis = await context.readBasis();
  const trial = await tryWorld(context, basis, world, input.days);
  return {
    version: present?.id ?? null,
    replaced: false,
    unchanged: present?.sha256 === hashWorld(file),
    organisations: file.organisations.length,
    claims: file.organisations.reduce((sum, { claims }) => sum + claims.length, 0),
    difference: compareWorlds(basis.world, world),
    ...trial,
    // The first world changes nothing that anybody relied upon.
    braked: present === null ? [] : listBraked(trial, context.instance.brakes),
  };
}
