import type { BrakeSettings } from "../../domain/notification/report-brake.ts";
import { readDurationMs } from "../structured-file/duration-text.ts";
import { readWhole } from "../structured-file/read-values.ts";
import {
  type Mapping,
  type Read,
  type Reading,
  readMapping,
  readOptional,
} from "../structured-file/reading.ts";

/** What holds where the instance says nothing. */
export const usualReportBrakes: BrakeSettings = {
  noveltyRows: 10_000,
  jump: { floor: 10_000, factor: 10 },
  disputed: { floor: 10, percent: 10 },
  bounces: { floor: 5, percent: 2 },
  complaints: { floor: 3, percent: 1 },
  canary: { recipients: 1000, percent: 1, waitMs: 3_600_000 },
};

const readCount = readWhole(1, 1_000_000_000);
const readPercent = readWhole(1, 100);

/** How much of a report goes by itself. */
export function readReportBrakes(reading: Reading, brakes: Mapping): BrakeSettings {
  return {
    noveltyRows: readOptional(reading, brakes, "novelty", readCount, usualReportBrakes.noveltyRows),
    jump: readOptional(reading, brakes, "jump", readJump, usualReportBrakes.jump),
    disputed: readOptional(
      reading,
      brakes,
      "disputed",
      shareReader(usualReportBrakes.disputed),
      usualReportBrakes.disputed,
    ),
    bounces: readOptional(
      reading,
      brakes,
      "bounces",
      shareReader(usualReportBrakes.bounces),
      usualReportBrakes.bounces,
    ),
    complaints: readOptional(
      reading,
      brakes,
      "complaints",
      shareReader(usualReportBrakes.complaints),
      usualReportBrakes.complaints,
    ),
    canary: readOptional(reading, brakes, "canary", readCanary, usualReportBrakes.canary),
  };
}

const readJump: Read<BrakeSettings["jump"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["floor", "factor"]);
  if (mapping === null) return null;
  const { floor, factor } = usualReportBrakes.jump;
  return {
    floor: readOptional(reading, mapping, "floor", readCount, floor),
    factor: readOptional(reading, mapping, "factor", readWhole(1, 1000), factor),
  };
};

function shareReader(usual: BrakeSettings["bounces"]): Read<BrakeSettings["bounces"]> {
  return (reading, entry) => {
    const mapping = readMapping(reading, entry, ["floor", "percent"]);
    if (mapping === null) return null;
    return {
      floor: readOptional(reading, mapping, "floor", readCount, usual.floor),
      percent: readOptional(reading, mapping, "percent", readPercent, usual.percent),
    };
  };
}

const readCanary: Read<BrakeSettings["canary"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["recipients", "percent", "wait"]);
  if (mapping === null) return null;
  const { recipients, percent, waitMs } = usualReportBrakes.canary;
  return {
    recipients: readOptional(reading, mapping, "recipients", readCount, recipients),
    percent: readOptional(reading, mapping, "percent", readPercent, percent),
    waitMs: readOptional(reading, mapping, "wait", readDurationMs, waitMs),
  };
};
