import {
  type DayHours,
  type Instance,
  type TimeOfDay,
  type Weekday,
  weekdays,
} from "../../domain/instance.ts";
import { findInstant } from "./instant-text.ts";
import { readLine, readOneOf } from "./read-values.ts";
import { complain, type Read, readMapping, readRequired } from "./reading.ts";

export const readWeekday: Read<Weekday> = readOneOf(weekdays, "day of the week");

/** `HH:MM`; `24:00` is the end of a day. */
export const readTimeOfDay: Read<TimeOfDay> = (reading, { path, value }) => {
  const match = typeof value === "string" ? /^([01]\d|2[0-4]):([0-5]\d)$/.exec(value) : null;
  const minutes = match === null ? -1 : Number(match[1]) * 60 + Number(match[2]);
  if (minutes >= 0 && minutes <= 24 * 60) return minutes;
  complain(reading, path, "not a time of day", 'Write hours and minutes in quotes, as in "08:30".');
  return null;
};

/** Hours of one day, in order. */
export const readBusinessHours: Read<DayHours> = (reading, entry) => {
  const hours = readHours(reading, entry);
  if (hours === null || hours.from < hours.until) return hours;
  complain(reading, entry.path, "hours end before they begin", "Write the earlier time as from.");
  return null;
};

/** Hours that may go over midnight. */
export const readHours: Read<DayHours> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["from", "until"]);
  if (mapping === null) return null;
  const from = readRequired(reading, mapping, "from", readTimeOfDay);
  const until = readRequired(reading, mapping, "until", readTimeOfDay);
  return from === null || until === null ? null : { from, until };
};

export const readHoliday: Read<Instance["holidays"][number]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["date", "name"]);
  if (mapping === null) return null;
  const date = readRequired(reading, mapping, "date", readDay);
  const name = readRequired(reading, mapping, "name", readLine);
  return date === null || name === null ? null : { date, name };
};

const readDay: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string" && value.length === 10 && findInstant(value) !== null) return value;
  complain(reading, path, "not a day", "Write it like 2026-12-25.");
  return null;
};

/** A time zone that this machine knows. */
export const readTimeZone: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string" && isTimeZone(value)) return value;
  complain(reading, path, "not a time zone", "Write its IANA name, as in Europe/Amsterdam.");
  return null;
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
