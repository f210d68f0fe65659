import { instantOf } from "../../domain/notification/open-hours.ts";

/** The stretch from the beginning of one day to the end of another. */
export type DayWindow = { readonly from: Date; readonly until: Date };

/**
 * Days as forms give them (`2027-01-31`), both included, in the time zone of the house; null where they are none, in the wrong order, or too
 * many.
 */
export function readDays(
  first: string,
  last: string,
  { timeZone, mostDays }: { readonly timeZone: string; readonly mostDays: number },
): DayWindow | null {
  const from = readDay(first);
  const until = readDay(last);
  if (from === null || until === null) return null;
  const days = from.until(until, { largestUnit: "days" }).days + 1;
  if (days < 1 || days > mostDays) return null;
  return {
    from: new Date(instantOf(from, 0, timeZone)),
    until: new Date(instantOf(until.add({ days: 1 }), 0, timeZone)),
  };
}

function readDay(text: string): Temporal.PlainDate | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return null;
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: "reject" },
    );
  } catch {
    return null;
  }
}
