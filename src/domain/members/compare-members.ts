import type { OrganisationId } from "../ids.ts";
import { isInForce, type RelationRecord } from "../relation/relation-standing.ts";
import type { ListedMember } from "./read-member-list.ts";

/** An open relation with what the list before vouched for. */
export type KnownMember = RelationRecord & { readonly vouches: readonly string[] };

/** What a list would do, by member, each in one of these. */
export type MembersDifference = {
  /** Asked for: both have to consent. */
  readonly added: readonly OrganisationId[];
  /** Asked by the member itself: the list is the intermediary's consent. */
  readonly consented: readonly OrganisationId[];
  /** Confirmed with another word on being informed, or other objects vouched for. */
  readonly changed: readonly OrganisationId[];
  /** Confirmed, or waiting for the member still. */
  readonly confirmed: readonly OrganisationId[];
  /** Not named any more: ended. */
  readonly gone: readonly OrganisationId[];
  /** By the world file, which an operator changes; the list changes nothing about them. */
  readonly loaded: readonly OrganisationId[];
};

/** Compares a list with the open relations of its intermediary, and with those that the world file has. */
export function compareMembers(
  listed: readonly ListedMember[],
  known: readonly KnownMember[],
  loaded: ReadonlySet<OrganisationId>,
): MembersDifference {
  const byMember = new Map(known.map((relation) => [relation.member, relation]));
  const named = new Set(listed.map(({ member }) => member));
  const sorted = Map.groupBy(listed, (entry) => sortOf(entry, byMember.get(entry.member), loaded));
  const of = (sort: ReturnType<typeof sortOf>) =>
    (sorted.get(sort) ?? []).map(({ member }) => member).sort();
  return {
    added: of("added"),
    consented: of("consented"),
    changed: of("changed"),
    confirmed: of("confirmed"),
    gone: known
      .map(({ member }) => member)
      .filter((member) => !named.has(member))
      .sort(),
    loaded: of("loaded"),
  };
}

function sortOf(
  { member, informed, vouches }: ListedMember,
  relation: KnownMember | undefined,
  loaded: ReadonlySet<OrganisationId>,
): Exclude<keyof MembersDifference, "gone"> {
  if (relation === undefined) return loaded.has(member) ? "loaded" : "added";
  const { consents } = relation.standing;
  if (consents.intermediary === null) return "consented";
  const isSame =
    consents.intermediary.informed === informed && vouches.join() === relation.vouches.join();
  return isSame ? "confirmed" : "changed";
}

const goneShare = 0.2;
const addedFloor = 50;

/**
 * Why a list waits for somebody of the house (T15): more than a fifth of the members would go, or more would come than
 * there are, and more than fifty. Null when it may take effect.
 */
export function findListBrake(
  { added, gone }: Pick<MembersDifference, "added" | "gone">,
  known: readonly KnownMember[],
): "gone" | "added" | null {
  const present = known.filter(({ standing }) => isInForce(standing));
  const leaving = present.filter(({ member }) => gone.includes(member)).length;
  if (leaving > 1 && leaving > present.length * goneShare) return "gone";
  return added.length > Math.max(addedFloor, present.length) ? "added" : null;
}
