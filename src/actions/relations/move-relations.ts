import type { Actor } from "../../domain/access/actor.ts";
import type { Act } from "../../domain/access/acts.ts";
import type { DecisionBasis } from "../../domain/decision/decision-basis.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import {
  nextRelation,
  type RelationEvent,
  type RelationNews,
} from "../../domain/relation/next-relation.ts";
import {
  isInForce,
  isInformed,
  type RelationSide,
  toRelation,
} from "../../domain/relation/relation-standing.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { appendAudit } from "../../store/audit.ts";
import { queueNotices } from "../../store/notices.ts";
import { changeRegister } from "../../store/register.ts";
import {
  insertRelationChanges,
  type KeptRelation,
  lockRelations,
  saveRelations,
} from "../../store/relations.ts";
import { changeByPresent } from "../register/change-by-present.ts";
import { isPresent } from "../register/is-present.ts";
import type { RelationContext } from "./relation-context.ts";
import { toRelationNotices } from "./relation-notices.ts";

/** What happens to relations, all of it by one word of one actor. */
export type RelationMoves = {
  readonly events: ReadonlyMap<string, RelationEvent>;
  /** What the last list vouches for, of those that it names. */
  readonly vouches: ReadonlyMap<string, readonly string[]>;
  readonly actor: Actor;
  readonly act: Act;
  /** Whose word it is; null: the clock's. */
  readonly side: RelationSide | null;
  /** Of the audit entry; null: each relation's member. */
  readonly about: OrganisationId | null;
  /** Of a consent on paper: where it is kept. */
  readonly reference: string | null;
  /** New ones, asked for in the same step. */
  readonly asked: readonly KeptRelation[];
  /** What else is to be written in the same transaction; null: nothing. */
  readonly alongside: ((sql: Sql, at: Date) => Promise<void>) | null;
};

export type MovedRelation = { readonly relation: KeptRelation; readonly news: RelationNews | null };

/**
 * Lets something happen to relations: where they stand, what is in force by the register, their history, who is told and
 * the audit entries change in one transaction. Answers them as they stand then; those that are not there are left out.
 */
export async function moveRelations(
  context: RelationContext,
  moves: RelationMoves,
): Promise<readonly MovedRelation[]> {
  return changeByPresent(context, (sql, basis) => moveIn(sql, context, basis, moves));
}

type Step = MovedRelation & { readonly before: KeptRelation };

async function moveIn(
  sql: Sql,
  context: RelationContext,
  basis: DecisionBasis,
  moves: RelationMoves,
): Promise<readonly MovedRelation[] | "outdated"> {
  const at = context.clock();
  const steps = (await lockRelations(sql, [...moves.events.keys()])).map((before) =>
    toStep(before, moves, at),
  );
  const put = steps.filter(changesRegister);
  const end = steps.filter(({ before, relation }) => {
    return isInForce(before.standing) && !isInForce(relation.standing);
  });
  if (put.length + end.length > 0 && !(await isPresent(sql, basis))) return "outdated";
  for (const { relation, news } of put) if (news === "active") checkKnown(basis, relation);
  await saveRelations(sql, [...steps.map(({ relation }) => relation), ...moves.asked]);
  await insertRelationChanges(sql, [...toAskedChanges(moves, at), ...toChanges(steps, moves, at)]);
  if (put.length + end.length > 0) {
    const { actor, act, reference: reason } = moves;
    const about = moves.about ?? (steps.length === 1 ? (steps[0]?.relation.member ?? null) : null);
    await changeRegister(
      sql,
      { at, actor, act, about, reason },
      { put: put.map(({ relation }) => toPut(relation)), end: end.map(({ before }) => before.id) },
    );
  }
  const notices = [
    ...steps.map(({ relation, news }) => ({ relation, news })),
    ...moves.asked.map((relation) => ({ relation, news: "asked" as const })),
  ].flatMap(({ relation, news }) =>
    news === null ? [] : toRelationNotices(context, basis.world, relation, news),
  );
  await queueNotices(sql, notices, { at, domain: context.instance.sender.returnPathDomain });
  // A list has an entry of its own, with figures; what it did to each member stands in relation_changes.
  if (moves.about === null) await recordSteps(sql, steps, moves, at);
  await moves.alongside?.(sql, at);
  return steps;
}

function toStep(before: KeptRelation, { events, vouches, actor }: RelationMoves, at: Date): Step {
  const event = events.get(before.id) ?? { kind: "clock" };
  const { standing, news } = nextRelation(before.standing, event, at.getTime());
  const consentedBy =
    event.kind === "consented" &&
    standing.consents[event.side] !== before.standing.consents[event.side]
      ? { ...before.consentedBy, [event.side]: actor.name }
      : before.consentedBy;
  const relation = {
    ...before,
    standing,
    consentedBy,
    vouches: vouches.get(before.id) ?? before.vouches,
  };
  return { before, relation, news };
}

/** Whether decisions would read something else of it than before; that it is stale they do not. */
function changesRegister({ before, relation }: Step): boolean {
  if (!isInForce(relation.standing)) return false;
  if (!isInForce(before.standing)) return true;
  return (
    isInformed(before.standing) !== isInformed(relation.standing) ||
    before.standing.untilMs !== relation.standing.untilMs
  );
}

function toPut(relation: KeptRelation) {
  const value = toRelation(relation);
  return {
    id: relation.id,
    entry: { section: "relation" as const, member: relation.member, value },
  };
}

/** Nothing comes into force between organisations that nobody knows, or with one that is no intermediary. */
function checkKnown({ world }: DecisionBasis, { member, intermediary }: KeptRelation): void {
  for (const id of [member, intermediary]) {
    if (world.organisations.some((known) => known.id === id)) continue;
    throw new AppError("not-found", `There is no organisation ${id}.`, {
      remedy: "Register it first.",
    });
  }
  const known = world.organisations.find(({ id }) => id === intermediary);
  if (known?.roles.includes("intermediary")) return;
  throw new AppError("input-refused", `${intermediary} is no intermediary.`, {
    remedy: "An operator can give it that role.",
  });
}

function toChanges(
  steps: readonly Step[],
  { events, actor, side, reference }: RelationMoves,
  at: Date,
) {
  return steps
    .map(({ before, relation, news }) => ({ before, relation, news, event: events.get(before.id) }))
    .filter(({ news, event }) => news !== null || (event !== undefined && event.kind !== "clock"))
    .map(({ relation: { id, standing }, news, event }) => ({
      relation: id,
      at,
      actor: actor.name,
      side,
      what: event === undefined || event.kind === "clock" ? (news ?? "clock") : event.kind,
      state: standing.state,
      reason: standing.reason,
      reference,
    }));
}

function toAskedChanges({ asked, actor, side, reference }: RelationMoves, at: Date) {
  return asked.map(({ id, standing: { state, reason } }) => {
    return { relation: id, at, actor: actor.name, side, what: "asked", state, reason, reference };
  });
}

async function recordSteps(
  sql: Sql,
  steps: readonly Step[],
  { actor, act, events, reference }: RelationMoves,
  at: Date,
): Promise<void> {
  for (const { before, relation, news } of steps) {
    const what = events.get(before.id)?.kind ?? "clock";
    if (news === null && what === "clock") continue;
    const { member: about, id: subject, intermediary, standing } = relation;
    const { state: to, reason } = standing;
    const detail = { what, intermediary, from: before.standing.state, to, reason, reference };
    await appendAudit(sql, { at, actor, act, about, subject, detail });
  }
}
