import type { OrganisationId } from "../ids.ts";
import type { Relation } from "../world/world.ts";

/** Whose word it is: both have to consent before an intermediary serves somebody. */
export const relationSides = ["member", "intermediary"] as const;

export type RelationSide = (typeof relationSides)[number];

/** `asked`: one consented; `active`: both did; `stale`: in force, but its intermediary did not confirm it in time. */
export const relationStates = ["asked", "active", "stale", "ended"] as const;

export type RelationState = (typeof relationStates)[number];

/** Why a relation stands as it does. */
export const relationReasons = [
  "asked",
  "consented",
  "not-confirmed",
  "ended-by-member",
  "ended-by-intermediary",
  "never-consented",
  "not-confirmed-in-time",
  "date-passed",
] as const;

export type RelationReason = (typeof relationReasons)[number];

/** Somebody's word, never their silence. */
export type Consent = {
  readonly atMs: number;
  /** Consents that the intermediary is informed of what its member is told directly. */
  readonly informed: boolean;
};

/** Where a relation stands; instants in milliseconds since 1970. */
export type RelationStanding = {
  readonly state: RelationState;
  readonly reason: RelationReason;
  readonly consents: Readonly<Record<RelationSide, Consent | null>>;
  /** The instant of the second consent; null before. */
  readonly activeSinceMs: number | null;
  /** When it ends by date; null: open. */
  readonly untilMs: number | null;
  /** When it ends unless it is confirmed; null unless it is stale. */
  readonly graceUntilMs: number | null;
  /** When time alone changes something; null once it is over. */
  readonly nextCheckMs: number | null;
};

/** A relation of the register, wherever it stands. */
export type RelationRecord = {
  /** UUIDv7; of its entry in the register too. */
  readonly id: string;
  readonly member: OrganisationId;
  readonly intermediary: OrganisationId;
  readonly standing: RelationStanding;
};

/** Whether decisions count with it. */
export function isInForce({ state }: Pick<RelationStanding, "state">): boolean {
  return state === "active" || state === "stale";
}

/** Whether both want the intermediary to be informed. */
export function isInformed({ consents }: Pick<RelationStanding, "consents">): boolean {
  return consents.member?.informed === true && consents.intermediary?.informed === true;
}

/** The relation as decisions see it. */
export function toRelation({ intermediary, standing }: RelationRecord): Relation {
  return {
    intermediary,
    informed: isInformed(standing),
    since: standing.activeSinceMs ?? Infinity,
    until: standing.untilMs ?? Infinity,
  };
}
