import type { OrganisationId } from "../domain/ids.ts";
import type { ListedMember } from "../domain/members/read-member-list.ts";
import { askRelation, type RelationEvent } from "../domain/relation/next-relation.ts";
import { toSqlState } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { insertInvitations, insertMemberList } from "../store/member-lists.ts";
import type { KeptRelation } from "../store/relations.ts";
import { endForsaken } from "./members/end-forsaken.ts";
import {
  type MembersContext,
  type MembersInput,
  type MembersPlan,
  planMembers,
} from "./members/plan-members.ts";
import { type SettledVouching, settleVouching } from "./members/settle-vouching.ts";
import { checkReference } from "./relations/get-side.ts";
import { moveRelations } from "./relations/move-relations.ts";

export type SubmitMembersInput = MembersInput & {
  /** Of what the house hands in for an intermediary: where its word is kept. */
  readonly reference: string | null;
  /** Lets the list take effect although a brake holds it; people of the house only. */
  readonly force: boolean;
};

export type SubmittedMembers = MembersPlan & { readonly vouched: SettledVouching };

/**
 * Takes an intermediary's list of members: relations are asked for, confirmed for ninety days, ended; what it vouches for
 * becomes claims of members whose relation is in force; whom nobody knows is kept for an operator to invite.
 *
 * Throws `brake` when unusually many would go or come (T15): somebody of the house looks, and goes on with `force`.
 */
export async function submitMembers({
  context,
  input,
}: {
  readonly context: MembersContext;
  readonly input: SubmitMembersInput;
}): Promise<SubmittedMembers> {
  const { actor, intermediary, reference, force } = input;
  const plan = await planMembers(context, input);
  checkReference(actor, reference);
  if (plan.brake !== null && !(force && actor.kind === "house")) throw toBrake(plan);
  const { events, vouches, asked } = toSteps(plan, input, context.clock());
  await moveRelations(context, {
    events,
    vouches,
    actor,
    act: "members.submit",
    side: "intermediary",
    about: intermediary,
    reference,
    asked,
    alongside: async (sql, at) => {
      const { difference, listed, unknown, remarks } = plan;
      const sizes = Object.entries(difference).map(([sort, of]) => [sort, of.length]);
      const counts = {
        ...(Object.fromEntries(sizes) as Record<string, number>),
        unknown: unknown.length,
        remarks: remarks.length,
      };
      const hash = sha256(JSON.stringify([listed, unknown]));
      const list = {
        intermediary,
        at,
        by: actor.name,
        sha256: hash,
        members: listed.length,
        counts,
      };
      const subject = await insertMemberList(sql, list);
      await insertInvitations(sql, intermediary, unknown, at);
      const detail = { ...counts, forced: plan.brake !== null, reference };
      await appendAudit(sql, {
        at,
        actor,
        act: "members.submit",
        about: intermediary,
        subject,
        detail,
      });
    },
  }).catch((error: unknown) => {
    if (toSqlState(error) !== "23505") throw error;
    throw new AppError("conflict", "A member of the list asked meanwhile; nothing was changed.", {
      remedy: "Hand the list in again.",
    });
  });
  await endForsaken(context, actor);
  const said = new Map(plan.listed.map((entry) => [entry.member, entry.vouches]));
  const vouched = await settleVouching(context, {
    intermediary,
    vouches: said,
    actor,
    askedBy: actor.name,
  });
  return { ...plan, vouched };
}

function toSteps(
  { listed, known, difference }: MembersPlan,
  { intermediary, actor }: SubmitMembersInput,
  at: Date,
) {
  const byMember = new Map(listed.map((entry) => [entry.member, entry]));
  const events = new Map<string, RelationEvent>();
  const vouches = new Map<string, readonly string[]>();
  for (const { id, member } of known) {
    const entry = byMember.get(member);
    const side = "intermediary" as const;
    if (entry === undefined) events.set(id, { kind: "ended", side });
    else events.set(id, { kind: "consented", side, informed: entry.informed });
    if (entry !== undefined) vouches.set(id, entry.vouches);
  }
  const asked = difference.added.map((member): KeptRelation => {
    const { informed, vouches } = byMember.get(member) as ListedMember;
    return toRelation({ intermediary, member, informed, vouches, by: actor.name, at });
  });
  return { events, vouches, asked };
}

function toRelation(of: {
  readonly intermediary: OrganisationId;
  readonly member: OrganisationId;
  readonly informed: boolean;
  readonly vouches: readonly string[];
  readonly by: string;
  readonly at: Date;
}): KeptRelation {
  const { intermediary, member, informed, vouches, by, at } = of;
  return {
    id: newUuid(at.getTime()),
    member,
    intermediary,
    standing: askRelation("intermediary", { informed, untilMs: null }, at.getTime()),
    askedAt: at,
    askedBy: by,
    consentedBy: { member: null, intermediary: by },
    vouches,
  };
}

function toBrake({ brake, difference, known }: MembersPlan): AppError {
  const { gone, added } = difference;
  const what =
    brake === "gone"
      ? `${gone.length} of ${known.length} members would go`
      : `${added.length} members would come to ${known.length}`;
  return new AppError("brake", `${what}: unusually many. Nothing was changed.`, {
    remedy: "Look at the difference; somebody of the house hands it in with --force.",
    details: { gone: gone.length, added: added.length, known: known.length },
  });
}
