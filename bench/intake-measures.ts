import { type Goal, type Measure, measured } from "./measure.ts";
import type { Intake } from "./measure-intake.ts";

const mebibyte = 2 ** 20;

/** Figures of an intake, for any of the rows that take a report in. */
export function toIntakeMeasures(
  intake: Intake,
  rate: Goal | null,
  memory: Goal | null,
): Measure[] {
  const { summary, seconds, before, after } = intake;
  const rows = summary.accepted + summary.quarantined;
  const server = intake.serverCpuSeconds;
  const ours = intake.ownCpuSeconds + (server ?? 0);
  const others = server === null ? null : intake.machineCpuSeconds;
  return [
    measured(
      "rows a second, from the first byte to the last row saved",
      "rows/s",
      rows / seconds,
      rate,
    ),
    measured("time", "s", seconds),
    measured("until the bytes are kept", "s", intake.keepSeconds),
    measured("until the first chunk is decided (bytes kept, world read)", "s", intake.readySeconds),
    measured("processor time, Meldpunt, all threads", "s", intake.ownCpuSeconds),
    ...(server === null ? [] : [measured("processor time, PostgreSQL", "s", server)]),
    measured("processors busy, both together", "processors", ours / seconds),
    ...(others === null
      ? []
      : [
          measured(
            "processors busy with other work on the machine",
            "processors",
            Math.max(0, others - ours) / seconds,
          ),
        ]),
    measured("peak memory of the process (RSS)", "MiB", intake.peakBytes / mebibyte, memory),
    measured("log written (WAL)", "bytes/row", (after.walBytes - before.walBytes) / rows),
  ];
}

/** Bytes that the database grew. */
export function growthOf({ before, after }: Intake): number {
  return after.bytes - before.bytes;
}
