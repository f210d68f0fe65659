import { classifyAttempt } from "../notification/reply-class.ts";
import { findStatus, type RecipientStatus } from "./delivery-status.ts";

/**
 * What a note about a delivery means for it:
 *
 * - `dead`: no mail will ever arrive there
 * - `refused`: not taken, for a reason that may pass: a full mailbox, one that is disabled
 * - `gave-up`: deferred until a server had enough of it
 * - `content`: not wanted, which is not the address's fault
 * - `ours`: we are at fault: our sender, our authentication
 * - `delayed`: on its way still
 * - `arrived`: it is there, or was handed on
 * - `unclear`: the note does not say
 */
export type BounceMeaning =
  | "dead"
  | "refused"
  | "gave-up"
  | "content"
  | "ours"
  | "delayed"
  | "arrived"
  | "unclear";

/** Meanings after which the delivery counts as failed. */
export const failedMeanings = ["dead", "refused", "gave-up", "content", "ours"] as const;

export type FailedMeaning = (typeof failedMeanings)[number];

/** Whether the delivery counts as failed. */
export function isFailed(meaning: BounceMeaning): meaning is FailedMeaning {
  return failedMeanings.some((failed) => failed === meaning);
}

/** Meanings that count against the address without killing it at once. */
export const softMeanings = ["refused", "gave-up"] as const satisfies readonly FailedMeaning[];

/** The status that counts: what the last server said where the report only says that something did not work (x.0.0). */
export function preciseStatus({
  status,
  diagnostic,
}: Pick<RecipientStatus, "status" | "diagnostic">): string | null {
  const told = diagnostic === null ? null : findStatus(diagnostic);
  return status === null || /\.0\.0$/.test(status) ? (told ?? status) : status;
}

/** By action, status and words, in this order (RFC 3464 sections 2.3.3 to 2.3.6; RFC 3463). */
export function meaningOf(report: RecipientStatus): BounceMeaning {
  const { action, diagnostic } = report;
  if (action === "delayed") return "delayed";
  if (action === "delivered" || action === "relayed" || action === "expanded") return "arrived";
  const status = preciseStatus(report);
  if (action === null || action !== "failed") {
    if (status === null) return "unclear";
    if (!status.startsWith("5")) return status.startsWith("4") ? "delayed" : "unclear";
  }
  if (status?.startsWith("4") === true) return "gave-up";
  if (status?.startsWith("2") === true) return "unclear";
  const text = diagnostic ?? "";
  const code = Number(/\b(5\d\d)\b/.exec(text)?.[1] ?? 550);
  switch (
    classifyAttempt({
      reply: { code, enhanced: status, text },
      command: "data",
      libraryCode: null,
      contentSent: true,
    })
  ) {
    case "address-dead":
      return "dead";
    case "content":
      return "content";
    case "authentication":
      return "ours";
    default:
      return "refused";
  }
}
