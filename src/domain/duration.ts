/** A stretch of time as people agree on it: months and days of the calendar, and milliseconds. */
export type Duration = { readonly months: number; readonly days: number; readonly ms: number };

const dayMs = 86_400_000;
/** A year of 365.2425 days has twelve of them. */
const meanMonthMs = 30.436875 * dayMs;

/** The instant so much later (`sign` 1) or earlier (−1), in UTC; the day of the month is kept where the month has it. */
export function shiftInstant(
  instantMs: number,
  { months, days, ms }: Duration,
  sign: 1 | -1,
): number {
  const date = new Date(instantMs);
  if (months !== 0) {
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + sign * months);
    const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
    date.setUTCDate(Math.min(day, lastDay.getUTCDate()));
  }
  return date.getTime() + sign * (days * dayMs + ms);
}

/** How long it is on average, in milliseconds; exact where it has no months. */
export function meanLengthMs({ months, days, ms }: Duration): number {
  return months * meanMonthMs + days * dayMs + ms;
}
