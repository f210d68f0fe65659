import type { Severity } from "./severity.ts";

/** How soon a recipient is told: within minutes, in the digest of the day, in that of the week. */
export const lanes = ["now", "day", "week"] as const;

export type Lane = (typeof lanes)[number];

/** Actively exploited and critical findings go now, high ones in the day's digest, the rest in the week's. */
export function laneOf(severity: Severity, exploited: boolean): Lane {
  if (severity === "critical" || (exploited && severity === "high")) return "now";
  return severity === "high" ? "day" : "week";
}
