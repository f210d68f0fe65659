import { type DestinationStream, destination, type Logger, pino } from "pino";
import type { LogLevel } from "./config.ts";

/** Where to tell what happens; one JSON object a line. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error" | "fatal"> & {
  child(bindings: Record<string, unknown>): Log;
};

/** Fields that never reach a log, however deep the caller put them. */
const secretFields = ["password", "pass", "token", "secret", "authorization", "cookie", "key"];
const redact = {
  paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  censor: "[secret]",
};

/** A log on standard error, written at once, so that the last line before a crash is there. */
export function openLog(
  level: LogLevel,
  out: DestinationStream = destination({ dest: 2, sync: true }),
): Log {
  const timestamp = () => `,"time":"${new Date().toISOString()}"`;
  return pino({ level, base: null, redact, timestamp }, out);
}
