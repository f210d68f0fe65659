const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/**
 * Milliseconds since 1970 UTC of a day (00:00 UTC) or of an instant with its zone (RFC 3339); null when it is neither.
 *
 * Days that the calendar does not have are refused, not moved, and so is an instant without a zone.
 */
export function findInstant(text: string): number | null {
  const day = dayPattern.exec(text);
  if (day !== null) return findDay(day[1], day[2], day[3]);
  const match = instantPattern.exec(text);
  if (match === null) return null;
  const [, year, month, dayText, hour, minute, second = "0", fraction = "0"] = match;
  const start = findDay(year, month, dayText);
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (start === null || hours > 23 || minutes > 59 || seconds > 59) return null;
  const [zoneHours, zoneMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (zoneHours > 23 || zoneMinutes > 59) return null;
  const zone = (zoneHours * 60 + zoneMinutes) * (match[8] === "-" ? -1 : 1);
  const ms = Math.floor(Number(`0.${fraction}`) * 1000);
  return start + (hours * 60 + minutes - zone) * 60_000 + seconds * 1000 + ms;
}

function findDay(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): number | null {
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(ms);
  const isSame = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isSame && Number(year) >= 1970 ? ms : null;
}
