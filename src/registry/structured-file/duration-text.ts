import { type Duration, meanLengthMs } from "../../domain/duration.ts";
import { complain, type Read } from "./reading.ts";

const pattern =
  /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/;

/** Reads an ISO 8601 duration of whole numbers (`PT2H`, `P5D`, `P2M`); null when it is none. */
export function findDuration(text: string): Duration | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    months: years * 12 + months,
    days: weeks * 7 + days,
    ms: ((hours * 60 + minutes) * 60 + seconds) * 1000,
  };
}

/** A duration that is longer than nothing. */
export const readDuration: Read<Duration> = (reading, { path, value }) => {
  const duration = typeof value === "string" ? findDuration(value) : null;
  if (duration !== null && meanLengthMs(duration) > 0) return duration;
  const remedy = "Write an ISO 8601 duration above zero, like PT2H or P5D.";
  complain(reading, path, "not a duration", remedy);
  return null;
};

/** Milliseconds of a duration without months, which have no fixed length. */
export const readDurationMs: Read<number> = (reading, entry) => {
  const duration = readDuration(reading, entry);
  if (duration === null || duration.months === 0) {
    return duration === null ? null : meanLengthMs(duration);
  }
  complain(reading, entry.path, "not a duration", "Write weeks, days or hours: months differ.");
  return null;
};
