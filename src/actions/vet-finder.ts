import type { Actor } from "../domain/access/actor.ts";
import type { FinderRecord } from "../domain/finder/finder-record.ts";
import type { Grade } from "../domain/finding/grade.ts";
import { policyNumberOf } from "../domain/finding/policy-number.ts";
import type { Tlp } from "../domain/finding/tlp.ts";
import type { FinderId } from "../domain/ids.ts";
import type { FinderPolicy } from "../domain/world/world.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import type { FinderContext } from "./finders/finder-context.ts";
import { moveFinder } from "./finders/move-finder.ts";

export type VetFinderInput = {
  readonly actor: Actor;
  readonly finder: FinderId;
  readonly trusted: boolean;
  /** Of a pseudonym: who knows whose it is; null: it goes by its own name. */
  readonly vouchedBy: string | null;
  readonly tlp: Tlp | null;
  readonly grade: Grade | null;
  readonly signed: boolean;
  /** Null: as it is. */
  readonly policies: readonly FinderPolicy[] | null;
  readonly reason: string;
};

/**
 * A vetter's decision that this finder may hand findings over, and by which terms; again whenever they change. Its entry
 * in the register takes the place of what the world file says of it. Throws `not-found`.
 */
export async function vetFinder({
  context,
  input,
}: {
  readonly context: FinderContext;
  readonly input: VetFinderInput;
}): Promise<FinderRecord> {
  const { actor, finder, reason, ...terms } = input;
  permit(actor, "finder.vet", "everybody");
  const change = (before: FinderRecord): FinderRecord => ({
    ...before,
    ...terms,
    policies: terms.policies ?? before.policies,
    state: "vetted",
  });
  return transaction(context.sql, async (sql) => {
    const vetted = await moveFinder(sql, context, {
      finder,
      actor,
      reason,
      change,
      told: "finder-vetted",
    });
    if (vetted.policies.length > 0) await checkPolicyNumber(sql, finder);
    return vetted;
  });
}

/** Policies are told apart by a number of their finder; whose number another has needs another id. */
async function checkPolicyNumber(sql: Sql, finder: FinderId): Promise<void> {
  const { finders } = await readWorld(sql);
  const number = policyNumberOf(finder);
  const other = finders.find(
    ({ id, policies }) => id !== finder && policies.length > 0 && policyNumberOf(id) === number,
  );
  if (other === undefined) return;
  throw new AppError("conflict", `Its policy cannot be told from that of ${other.id}.`, {
    remedy: "Let it ask by another id.",
  });
}
