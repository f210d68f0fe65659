import { type EmailAddress, findEmailAddress } from "../network/email-address.ts";
import { readReportFields } from "./report-fields.ts";

/** A complaint of somebody about mail of ours (RFC 5965). */
export type FeedbackReport = {
  /** In lower case: abuse, fraud, not-spam, …; null when it is missing. */
  readonly type: string | null;
  /** To whom the mail was that is complained about; null where it is not said, which is usual. */
  readonly recipient: EmailAddress | null;
};

/** Reads message/feedback-report. */
export function readFeedbackReport(text: string): FeedbackReport {
  const fields = new Map(readReportFields(text).flatMap((group) => [...group]));
  const recipient = (fields.get("original-rcpt-to") ?? "").replace(/^.*[<;]\s*|>$/g, "");
  return {
    type: /^[a-z-]+/.exec((fields.get("feedback-type") ?? "").toLowerCase())?.[0] ?? null,
    recipient: findEmailAddress(recipient),
  };
}
