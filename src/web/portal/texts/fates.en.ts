import type { fatesNl } from "./fates.nl.ts";

/** What became of the findings of a report. */
export const fatesEn: Readonly<Record<keyof typeof fatesNl, string>> = {
  "fates.title": "What became of the findings",
  "fates.intro": "Each finding of this report is in exactly one place.",
  "fates.none": "This report shows no findings.",
  "fates.fate": "What became of it",
  "fates.findings": "Findings",
  "fates.sum": "Together",
  "fates.report": "Back to the report",
  "fates.waiting": "not told yet",
  "fates.notTold": "will not be told",
  "fates.bounced": "nobody takes it",
  "fates.delivered": "told",
  "fates.acknowledged": "acknowledged",
  "fates.saidFixed": "fixed, says the recipient",
  "fates.disputed": "disputed",
  "fates.fixed": "fixed, verified",
  "fates.expired": "not seen any more",
  "fates.withdrawn": "withdrawn",
  "fates.answered": "answered",
  "fates.told": "told or answered",
};
