import { type Notice, type NoticeKind, noticeVariables } from "../../domain/notice/notice.ts";
import { noticesTo } from "../../domain/notice/notices-to.ts";
import type { RelationNews } from "../../domain/relation/next-relation.ts";
import {
  isInformed,
  type RelationRecord,
  type RelationSide,
  relationSides,
} from "../../domain/relation/relation-standing.ts";
import type { World } from "../../domain/world/world.ts";
import type { RelationContext } from "./relation-context.ts";

const kinds: Readonly<Record<RelationNews | "asked", NoticeKind>> = {
  asked: "relation-asked",
  active: "relation-active",
  informed: "relation-informed",
  stale: "relation-stale",
  recovered: "relation-recovered",
  ended: "relation-ended",
};

/**
 * Who is told what of a relation: of a request the other side, of everything later those that consented. An
 * organisation that nobody knows is told nothing, and nothing shows that.
 */
export function toRelationNotices(
  { instance }: Pick<RelationContext, "instance">,
  { organisations }: Pick<World, "organisations">,
  relation: RelationRecord,
  news: RelationNews | "asked",
): Notice[] {
  const { standing } = relation;
  const nameOf = (side: RelationSide): string =>
    organisations.find(({ id }) => id === relation[side])?.name ?? relation[side];
  const endMs =
    news === "asked" ? standing.nextCheckMs : (standing.graceUntilMs ?? standing.untilMs);
  const wanted = relationSides.some((side) => standing.consents[side]?.informed === true);
  const all: Readonly<Record<string, string>> = {
    member: nameOf("member"),
    intermediary: nameOf("intermediary"),
    informed: (news === "asked" ? wanted : isInformed(standing)) ? "yes" : "",
    reason: standing.reason,
    until: endMs === null ? "" : new Date(endMs).toISOString(),
  };
  const kind = kinds[news];
  const data = Object.fromEntries(noticeVariables[kind].map((name) => [name, all[name] ?? ""]));
  const once = news === "asked" ? `relation-asked ${relation.id}` : null;
  return relationSides
    .filter((side) => (standing.consents[side] === null) === (news === "asked"))
    .flatMap((side) => organisations.filter(({ id }) => id === relation[side]))
    .flatMap((organisation) =>
      noticesTo(organisation, { kind, once, data }, instance.languages[0]),
    );
}
