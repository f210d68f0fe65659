import { dateAt, type HouseHours, instantOf, isBusinessDay, mostDays } from "./open-hours.ts";

/**
 * When so much time is over, counted on business days only: a day that begins on a Friday ends on Monday at the same hour.
 * In milliseconds since 1970 UTC; Infinity where no day is a business day.
 */
export function businessDeadline(from: number, withinMs: number, hours: HouseHours): number {
  const { timeZone } = hours;
  let date = dateAt(from, hours);
  let at = from;
  let left = withinMs;
  for (let days = 0; days < mostDays || left < withinMs; days++) {
    const end = instantOf(date.add({ days: 1 }), 0, timeZone);
    if (isBusinessDay(date, hours)) {
      if (at + left <= end) return at + left;
      left -= end - at;
    } else if (days >= mostDays) return Infinity;
    at = end;
    date = date.add({ days: 1 });
  }
  return Infinity;
}
