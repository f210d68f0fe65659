import type { CorrectionId, NotificationId } from "../ids.ts";
import type { Notification, NotificationRow } from "../notification/notification.ts";
import type { PublicNumber } from "../notification/public-number.ts";

/**
 * What a correction says of a row that was told:
 *
 * - `withdrawn`: there is no such finding
 * - `stands`: another report shows it too
 * - `put-right`: something that was said with it was wrong
 */
export const correctedAs = ["withdrawn", "stands", "put-right"] as const;

export type CorrectedAs = (typeof correctedAs)[number];

/** A row that was told, and what is to be said of it now. */
export type CorrectionRow = NotificationRow & {
  readonly corrects: {
    readonly as: CorrectedAs;
    readonly notification: NotificationId;
    readonly number: PublicNumber;
    /** Number of the row in that mail. */
    readonly position: number;
  };
};

/** What tells one recipient that something it was told is wrong: goes in the threads of that, by whatever channel. */
export type CorrectionNotification = Notification & {
  readonly correction: {
    readonly id: CorrectionId;
    /** Whether findings are taken back. */
    readonly recalls: boolean;
    /** What was wrong, as an operator wrote it in the recipient's language; null: that the list was. */
    readonly text: string | null;
    /** Message-IDs of the threads and of what is corrected, each once, the first first. */
    readonly messageIds: readonly string[];
  };
  readonly rows: readonly CorrectionRow[];
};

/** Whether a notification is a correction, with all that one says. */
export function isCorrection(
  notification: Omit<Notification, "id" | "number" | "messageId">,
): notification is CorrectionNotification {
  return notification.role === "correction";
}
