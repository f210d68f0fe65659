const dayMs = 86_400_000;
/** Days that one look lists at most; the next goes on. */
const mostDays = 60;
const firstDays = 7;

/**
 * The days to list (`YYYY-MM-DD`), ascending: from some days before the last one that was listed, since reports come
 * late, to today.
 *
 * @param listedUntil the last day that was listed; null at the first look
 */
export function toDaysToList(
  listedUntil: string | null,
  now: Date,
  { since, overlapDays }: { readonly since: string | null; readonly overlapDays: number },
): string[] {
  const today = Math.floor(now.getTime() / dayMs);
  const first = toFirstDay(listedUntil, today, since, overlapDays);
  const last = Math.min(today, first + mostDays - 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => toText(first + i));
}

function toFirstDay(
  listedUntil: string | null,
  today: number,
  since: string | null,
  overlapDays: number,
): number {
  // A feed that was of another kind has the position of that one.
  if (listedUntil !== null && /^\d{4}-\d{2}-\d{2}$/.test(listedUntil)) {
    return Math.min(toDay(listedUntil), today) - overlapDays;
  }
  return since === null ? today - firstDays : toDay(since);
}

function toDay(text: string): number {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / dayMs);
}

function toText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}
