import type { Actor } from "../domain/access/actor.ts";
import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Accepts, Relation } from "../domain/world/world.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { listRelations, type RelationListEntry } from "../store/views/relation-list.ts";
import { permit } from "./access/permit.ts";

/** A relation by the operators' word, in the world file. */
export type LoadedRelation = Relation & { readonly member: OrganisationId };

/** Who serves whom, as one organisation sees it; of the house all. */
export type ShownMembers = {
  readonly relations: readonly RelationListEntry[];
  readonly loaded: readonly LoadedRelation[];
  /** What an intermediary takes at all; null for others. */
  readonly accepts: Accepts | null;
};

/** Relations of the register and of the world file that the actor is a side of, and what it accepts as an intermediary. */
export async function showMembers({
  context,
  input,
}: {
  readonly context: {
    readonly sql: Sql;
    readonly clock: Clock;
    readonly readBasis: ReadBasis;
  };
  readonly input: { readonly actor: Actor };
}): Promise<ShownMembers> {
  const { actor } = input;
  permit(actor, "register.read");
  const own = actor.kind === "member" ? actor.organisation : null;
  const filters = { organisation: own, ended: false, id: null };
  const relations = await readAs(context.sql, actor, (sql) => listRelations(sql, filters));
  const kept = new Set(relations.map(({ member, intermediary }) => `${member} ${intermediary}`));
  const atMs = context.clock().getTime();
  const { organisations } = (await context.readBasis()).world;
  const loaded = organisations.flatMap(({ id: member, memberOf }) =>
    memberOf
      .filter(({ intermediary }) => own === null || own === member || own === intermediary)
      .filter(({ intermediary }) => !kept.has(`${member} ${intermediary}`))
      .filter(({ since, until }) => since <= atMs && atMs < until)
      .map((relation) => ({ ...relation, member })),
  );
  const self = organisations.find(({ id }) => id === own);
  const accepts = self?.roles.includes("intermediary") ? self.accepts : null;
  return { relations, loaded, accepts };
}
