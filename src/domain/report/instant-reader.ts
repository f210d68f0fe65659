/** Reads the instant written in `bytes[from..until)`: milliseconds since 1970 UTC, NaN when it is none. */
export type InstantReader = (bytes: Uint8Array, from: number, until: number) => number;

const dayMs = 86_400_000;
const minuteMs = 60_000;

/**
 * A reader of dates with times as RFC 3339 writes them (`2026-11-20T08:30:00.5+01:00`), with `T` or a space between.
 *
 * A time without a zone is no instant, unless the format itself says that it is UTC (`zonelessIsUtc`). Dates alone, leap
 * seconds, days that do not exist and years before 1970 are refused; nothing is guessed. Fractions are cut to
 * milliseconds. Reports are in order of time, so the reader remembers the last day.
 */
export function makeInstantReader(zonelessIsUtc: boolean): InstantReader {
  let knownDate = -1;
  let knownDayMs = 0;

  return (bytes, from, until) => {
    if (until - from < 19 || until - from > 35) return Number.NaN;
    const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
    const month = twoDigits(bytes, from + 5);
    const day = twoDigits(bytes, from + 8);
    const hour = twoDigits(bytes, from + 11);
    const minute = twoDigits(bytes, from + 14);
    const second = twoDigits(bytes, from + 17);
    // A letter among the digits makes the value NaN, which no comparison below lets through.
    if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
    const separator = bytes[from + 10];
    if (
      bytes[from + 4] !== 45 ||
      bytes[from + 7] !== 45 ||
      bytes[from + 13] !== 58 ||
      bytes[from + 16] !== 58 ||
      (separator !== 32 && separator !== 84 && separator !== 116)
    ) {
      return Number.NaN;
    }
    const date = (year * 100 + month) * 100 + day;
    if (date !== knownDate) {
      if (!isDate(year, month, day)) return Number.NaN;
      knownDate = date;
      knownDayMs = Date.UTC(year, month - 1, day);
    }
    const atMs = knownDayMs + ((hour * 60 + minute) * 60 + second) * 1000;
    if (until === from + 19) return zonelessIsUtc ? atMs : Number.NaN;
    return atMs + readRest(bytes, from + 19, until, zonelessIsUtc);
  };
}

const readZoned = makeInstantReader(false);

/** Reads an RFC 3339 instant with its zone: milliseconds since 1970 UTC, null when the text is anything else. */
export function findInstant(text: string): number | null {
  if (text.length > 35) return null;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = Math.min(text.charCodeAt(i), 255);
  const instant = readZoned(bytes, 0, bytes.length);
  return Number.isNaN(instant) ? null : instant;
}

/** What fraction and zone add to the time before them, in milliseconds; NaN when they are malformed. */
function readRest(bytes: Uint8Array, from: number, until: number, zonelessIsUtc: boolean): number {
  let i = from;
  let restMs = 0;
  if (bytes[i] === 46) {
    let scale = 100;
    i += 1;
    const digitsAt = i;
    while (i < until) {
      const digit = (bytes[i] as number) - 48;
      if (digit < 0 || digit > 9) break;
      restMs += digit * scale;
      scale = scale > 1 ? scale / 10 : 0;
      i += 1;
    }
    if (i === digitsAt) return Number.NaN;
  }
  if (i === until) return zonelessIsUtc ? restMs : Number.NaN;
  const zone = bytes[i];
  if (zone === 90 || zone === 122) return i + 1 === until ? restMs : Number.NaN;
  if ((zone !== 43 && zone !== 45) || until - i !== 6 || bytes[i + 3] !== 58) return Number.NaN;
  const hours = twoDigits(bytes, i + 1);
  const minutes = twoDigits(bytes, i + 4);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  const offsetMs = (hours * 60 + minutes) * minuteMs;
  return restMs + (zone === 43 ? -offsetMs : offsetMs);
}

/** The two digits at `at`; NaN when they are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function isDate(year: number, month: number, day: number): boolean {
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1)) return false;
  const next = month === 12 ? Date.UTC(year + 1, 0, 1) : Date.UTC(year, month, 1);
  return day <= Math.round((next - Date.UTC(year, month - 1, 1)) / dayMs);
}
