import { shiftInstant } from "../duration.ts";
import type { Instance } from "../instance.ts";

/** Attachments larger than this together are not attached but linked: many servers refuse or delay larger mails. */
export const mostAttachedBytes = 1_000_000;

/** Rows whose CSV is larger than this go out in parts, where nothing may be linked. */
export const mostCsvBytes = 1_000_000;

/**
 * Rows whose CSV and evidence together are larger than this go out in parts, though their files are linked: XARF says
 * everything once more, in base64 and with the names of columns in each row, and files are made and opened in memory.
 */
export const mostLinkedBytes = 6_000_000;

/** And so many rows, for the same reason. */
export const mostLinkedRows = 20_000;

/** Whether the attachments of a notification may be linked where they are large; else rows are cut so that they are not. */
export type Bulk = "linked" | "attached";

/** A file of a notification that is fetched instead of attached. */
export type LinkedFile = {
  /** ASCII letters, digits, dots and hyphens. */
  readonly name: string;
  /** As they are fetched. */
  readonly bytes: Uint8Array;
  /** Of these bytes. */
  readonly sha256: Uint8Array;
  /** Until when it can be fetched. */
  readonly until: Date;
};

const longestMs = 30 * 24 * 60 * 60_000;

/** Until when files can be fetched: for 30 days, or as long as anything may be kept of a finding that is closed at once. */
export function linkedUntil(
  composedAt: Date,
  { closedFinding }: Pick<Instance["retention"], "closedFinding">,
): Date {
  const from = composedAt.getTime();
  return new Date(Math.min(from + longestMs, shiftInstant(from, closedFinding, 1)));
}
