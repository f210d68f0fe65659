import { type Lane, lanes } from "../domain/finding/lane.ts";
import { severities } from "../domain/finding/severity.ts";
import type { LaneCutoffs } from "../domain/notification/lane-cutoffs.ts";

/** What of the lanes is due, and which types of findings go in the lane now when they are severe. */
export type DueLanes = {
  readonly cutoffs: LaneCutoffs;
  /** Numbers of the types that are actively exploited. */
  readonly exploited: readonly number[];
  /** Lanes of which a kill switch lets nothing out. */
  readonly held: readonly Lane[];
};

const high = severities.indexOf("high");

/** The lane of the finding `f`, as `laneOf` of the domain says it, by its place in `lanes`. */
export const laneOfFinding = `(case when f.severity > ${high} then 0 when f.severity < ${high} then 2
  when f.type_id in (select e::integer from jsonb_array_elements_text($1::jsonb -> 'exploited') e) then 0 else 1 end)`;

/** The lane of the notification `n` in the same way. */
export const laneOfNotification = `(array_position(array[${lanes.map((lane) => `'${lane}'`).join(", ")}], n.lane) - 1)`;

/**
 * When a finding of this report began to wait: since then somebody could have been told. What another rung was asked
 * about first has waited all the time.
 */
export function waitingSince(report: string): string {
  return `greatest(${report}.completed_at, ${report}.released_at)`;
}

/** Joins the hours that the recipient of the decision `d` has of its own. */
export const ownHours = `left join jsonb_to_recordset($1::jsonb -> 'own') as own (address text, day timestamptz, week timestamptz)
    on own.address = d.address`;

/** Whether what is in this lane and has waited since is due; with `ownHours` joined. */
export function isDueInLane(lane: string, since: string): string {
  return `not ($1::jsonb -> 'held' @> to_jsonb(${lane})) and ${since} < case ${lane} when 0 then 'infinity'::timestamptz
    when 1 then coalesce(own.day, ($1::jsonb ->> 'day')::timestamptz)
    else coalesce(own.week, ($1::jsonb ->> 'week')::timestamptz) end`;
}

/** The first parameter of every query that asks for what is due. */
export function toLanesParameter({ cutoffs, exploited, held }: DueLanes): string {
  const { day, week, own } = cutoffs;
  return JSON.stringify({
    exploited,
    held: held.map((lane) => lanes.indexOf(lane)),
    day: toText(day),
    week: toText(week),
    own: own.map((one) => ({ address: one.address, day: toText(one.day), week: toText(one.week) })),
  });
}

function toText(instant: number): string {
  if (Number.isFinite(instant)) return new Date(instant).toISOString();
  return instant < 0 ? "-infinity" : "infinity";
}
