import type { Lane } from "../../src/domain/finding/lane.ts";
import type { Question } from "./naive-question.ts";

/** "Critical ones and exploited ones that are high now, high ones in the day, the rest in the week." */
export function naiveLane(severity: Question["severity"], isExploited: boolean): Lane {
  if (severity === "critical") return "now";
  if (severity === "high") return isExploited ? "now" : "day";
  return "week";
}
