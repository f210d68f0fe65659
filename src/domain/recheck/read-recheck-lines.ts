import type { FindingId } from "../ids.ts";
import { findInstant } from "../report/instant-reader.ts";
import { type RecheckOutcome, recheckOutcomes } from "./judge-rechecks.ts";

/** A line of a file of results. */
export type RecheckLine = {
  readonly finding: FindingId;
  readonly outcome: RecheckOutcome;
  readonly checkedAt: Date;
};

/** What a file of results says, or the first line that does not say it. */
export type RecheckLines =
  | { readonly results: readonly RecheckLine[] }
  | { readonly line: number; readonly fault: string };

/** Reads results of looking again, one JSON object a line; empty lines are left out. */
export function readRecheckLines(text: string): RecheckLines {
  const results: RecheckLine[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const result = readLine(line);
    if (typeof result === "string") return { line: i + 1, fault: result };
    results.push(result);
  }
  return { results };
}

function readLine(text: string): RecheckLine | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "not JSON";
  }
  if (typeof value !== "object" || value === null) return "not an object";
  const { finding, outcome, checkedAt } = value as Readonly<Record<string, unknown>>;
  if (typeof finding !== "number" || !Number.isSafeInteger(finding) || finding < 1) {
    return "finding is not the number of a finding";
  }
  const known = recheckOutcomes.find((name) => name === outcome);
  if (known === undefined) return `outcome is not one of ${recheckOutcomes.join(", ")}`;
  const instant = typeof checkedAt === "string" ? findInstant(checkedAt) : null;
  if (instant === null) return "checkedAt is not a time with its zone";
  return { finding: finding as FindingId, outcome: known, checkedAt: new Date(instant) };
}
