import { type DayHours, type Instance, weekdays } from "../instance.ts";
import type { ContactHours } from "../world/world.ts";

/** What of an instance says when mail of the lanes day and week may go out. */
export type HouseHours = Pick<
  Instance,
  "timeZone" | "businessHours" | "businessDays" | "quietHours" | "holidays"
>;

/** Instants in milliseconds since 1970 UTC; `until` is exclusive. */
export type Stretch = { readonly from: number; readonly until: number };

/** More than the longest stretch of days on which anybody is closed. */
export const mostDays = 400;

/** The day that it is in the time zone of the instance. */
export function dateAt(instant: number, { timeZone }: HouseHours): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The first instant of a day at which its clocks show so many minutes since midnight or more, where they jump too. */
export function instantOf(date: Temporal.PlainDate, minutes: number, timeZone: string): number {
  const wall = date.toPlainDateTime().add({ minutes });
  const zoned = wall.toZonedDateTime(timeZone);
  if (zoned.toPlainDateTime().equals(wall)) return zoned.epochMilliseconds;
  // Which may be the very instant of the change.
  const change = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
  return (change ?? zoned).epochMilliseconds;
}

/** No holiday, and a day on which the house works. */
export function isBusinessDay(date: Temporal.PlainDate, hours: HouseHours): boolean {
  const weekday = weekdays[date.dayOfWeek % 7];
  return (
    hours.businessDays.some((day) => day === weekday) &&
    !hours.holidays.some((holiday) => holiday.date === date.toString())
  );
}

/**
 * When on this day mail may go out to a recipient, in order: within the hours of the house, out of its quiet hours, and
 * within the recipient's own hours. Own hours of which nothing is left on that day count for nothing: better read at an
 * odd hour than never.
 */
export function openStretches(
  date: Temporal.PlainDate,
  hours: HouseHours,
  own: ContactHours | null,
): readonly Stretch[] {
  if (!isBusinessDay(date, hours)) return [];
  const { timeZone, businessHours, quietHours } = hours;
  const house = [toStretch(date, businessHours, timeZone)];
  const loud =
    quietHours === null ? house : without(house, stretchesAround(date, quietHours, timeZone));
  if (own === null || own.from === own.until) return loud;
  const shared = within(loud, stretchesAround(date, own, own.timeZone));
  return shared.length === 0 ? loud : shared;
}

function toStretch(date: Temporal.PlainDate, hours: DayHours, timeZone: string): Stretch {
  const until = hours.until <= hours.from ? hours.until + 1440 : hours.until;
  return {
    from: instantOf(date, hours.from, timeZone),
    until: instantOf(date, until, timeZone),
  };
}

/** Those of the days around too: hours go over midnight, and days begin elsewhere at other instants. */
function stretchesAround(date: Temporal.PlainDate, hours: DayHours, timeZone: string): Stretch[] {
  return [-2, -1, 0, 1, 2].map((days) => toStretch(date.add({ days }), hours, timeZone));
}

function within(stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  return stretches
    .flatMap((a) =>
      others.map((b) => ({ from: Math.max(a.from, b.from), until: Math.min(a.until, b.until) })),
    )
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from);
}

function without(stretches: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  let left = [...stretches];
  for (const other of others) {
    left = left
      .flatMap(({ from, until }) => [
        { from, until: Math.min(until, other.from) },
        { from: Math.max(from, other.until), until },
      ])
      .filter(({ from, until }) => from < until);
  }
  return left;
}
