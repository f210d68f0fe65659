import { type Duration, meanLengthMs } from "../../domain/duration.ts";
import {
  type Instance,
  type RetentionClass,
  retentionBounds,
  retentionClasses,
} from "../../domain/instance.ts";
import { readDuration } from "../structured-file/duration-text.ts";
import { complain, type Read, readMapping, readOptional } from "../structured-file/reading.ts";

/** What holds where the file says nothing. */
export const usualRetention = Object.fromEntries(
  retentionClasses.map((name) => [name, retentionBounds[name].usual]),
) as Instance["retention"];

/** How long each class is kept; outside of floor and ceiling is refused. */
export const readRetention: Read<Instance["retention"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, retentionClasses);
  if (mapping === null) return null;
  return Object.fromEntries(
    retentionClasses.map((name) => [
      name,
      readOptional(reading, mapping, name, readBounded(name), retentionBounds[name].usual),
    ]),
  ) as Instance["retention"];
};

function readBounded(name: RetentionClass): Read<Duration> {
  const { floor, ceiling } = retentionBounds[name];
  return (reading, entry) => {
    const duration = readDuration(reading, entry);
    if (duration === null) return null;
    const length = meanLengthMs(duration);
    if (length >= meanLengthMs(floor) && length <= meanLengthMs(ceiling)) return duration;
    const isShort = length < meanLengthMs(floor);
    const message = isShort ? "shorter than the policy allows" : "longer than the policy allows";
    const remedy = `Write at least ${formatDuration(floor)} and at most ${formatDuration(ceiling)}.`;
    complain(reading, entry.path, message, remedy);
    return null;
  };
}

function formatDuration({ months, days }: Duration): string {
  if (months % 12 === 0 && months > 0) return `P${months / 12}Y`;
  return months > 0 ? `P${months}M` : `P${days}D`;
}
