/** From least to most severe; the order is the meaning (Shadowserver's levels). */
export const severities = ["info", "low", "medium", "high", "critical"] as const;

export type Severity = (typeof severities)[number];

/** Position from 0 (info) to 4 (critical); what the database and the hot path store. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}
