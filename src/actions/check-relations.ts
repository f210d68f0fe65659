import { clockActor } from "../domain/access/actor.ts";
import { noticesTo } from "../domain/notice/notices-to.ts";
import { queueNotices } from "../store/notices.ts";
import { listDueRelations, listListsDue } from "../store/relations.ts";
import { endForsaken, hasForsaken } from "./members/end-forsaken.ts";
import { moveRelations } from "./relations/move-relations.ts";
import type { RelationContext } from "./relations/relation-context.ts";

const atOnce = 200;
const remindMs = 14 * 86_400_000;

/** What a run did. */
export type CheckedRelations = {
  readonly moved: number;
  readonly ended: number;
  /** Vouched claims that ended with their relation, by the register or by the world file. */
  readonly forsaken: number;
};

/**
 * What time alone does to relations: requests that nobody answered, confirmations and graces that are over, dates that
 * passed. Reminds intermediaries two weeks before their list is due, once for each date.
 */
export async function checkRelations({
  context,
}: {
  readonly context: RelationContext;
}): Promise<CheckedRelations> {
  let moved = 0;
  let ended = 0;
  for (;;) {
    const ids = await listDueRelations(context.sql, context.clock(), atOnce);
    if (ids.length === 0) break;
    const steps = await moveRelations(context, {
      events: new Map(ids.map((id) => [id, { kind: "clock" }])),
      vouches: new Map(),
      actor: clockActor,
      act: "relation.consent",
      side: null,
      about: null,
      reference: null,
      asked: [],
      alongside: null,
    });
    moved += steps.filter(({ news }) => news !== null).length;
    ended += steps.filter(({ news }) => news === "ended").length;
  }
  await remind(context);
  return { moved, ended, forsaken: (await hasForsaken(context)) ? await endForsaken(context) : 0 };
}

async function remind(context: RelationContext): Promise<void> {
  const now = context.clock();
  const due = await listListsDue(context.sql, new Date(now.getTime() + remindMs));
  if (due.length === 0) return;
  const { world } = await context.readBasis();
  const notices = due.flatMap(({ intermediary, members, by }) => {
    const day = by.toISOString().slice(0, 10);
    const data = { members: String(members), until: by.toISOString() };
    const notice = {
      kind: "members-due",
      once: `members-due ${intermediary} ${day}`,
      data,
    } as const;
    return world.organisations
      .filter(({ id }) => id === intermediary)
      .flatMap((organisation) => noticesTo(organisation, notice, context.instance.languages[0]));
  });
  await queueNotices(context.sql, notices, {
    at: now,
    domain: context.instance.sender.returnPathDomain,
  });
}
