import { type ReminderSettings, usualReminders } from "../../domain/follow-up/plan-reminder.ts";
import { readDurationMs } from "../structured-file/duration-text.ts";
import { complain, type Read, readMapping, readOptional } from "../structured-file/reading.ts";

const dayMs = 86_400_000;

/** Reads when recipients are reminded. A gap shorter than a day is refused: nobody is told of a finding twice a day. */
export const readReminders: Read<ReminderSettings> = (reading, entry) => {
  const names = ["high", "medium", "low", "escalateAfter", "leastGap", "newsFor"];
  const mapping = readMapping(reading, entry, names);
  if (mapping === null) return null;
  const { afterMs, escalateAfterMs, leastGapMs, newsMs } = usualReminders;
  const read = (name: string, usual: number): number =>
    readOptional(reading, mapping, name, readAtLeastDay, usual);
  return {
    afterMs: {
      high: read("high", afterMs.high),
      medium: read("medium", afterMs.medium),
      low: read("low", afterMs.low),
    },
    escalateAfterMs: read("escalateAfter", escalateAfterMs),
    leastGapMs: read("leastGap", leastGapMs),
    newsMs: read("newsFor", newsMs),
  };
};

const readAtLeastDay: Read<number> = (reading, entry) => {
  const ms = readDurationMs(reading, entry);
  if (ms === null || ms >= dayMs) return ms;
  complain(reading, entry.path, "too short", "Write a day or more: P1D.");
  return null;
};
