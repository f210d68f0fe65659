import { type EmailAddress, findEmailAddress } from "../network/email-address.ts";
import { readFeedbackReport } from "./feedback-report.ts";
import { type ParsedMail, partOf } from "./parsed-mail.ts";
import { readReportFields } from "./report-fields.ts";

/** What a complaint says that it is about; all of it anybody could have written. */
export type Complained = {
  /** In lower case: abuse, fraud, not-spam, …; null when it is missing. */
  readonly type: string | null;
  /** Whom the mail was for; null where it is left out, which is usual. */
  readonly recipient: EmailAddress | null;
  /** Where the mail came from by its envelope: a return path of ours, which nobody can make. */
  readonly senders: readonly EmailAddress[];
  /** Of the mail itself, in angle brackets; null when it is not quoted. */
  readonly messageId: string | null;
};

/** Reads a complaint (RFC 5965 section 2: report, then the mail or its head); null when the mail is none. */
export function readComplaint(mail: ParsedMail): Complained | null {
  const report = partOf(mail, ["message/feedback-report"]);
  if (report === null) return null;
  const fields = new Map(readReportFields(report).flatMap((group) => [...group]));
  const quoted = partOf(mail, ["message/rfc822", "message/global", "text/rfc822-headers"]) ?? "";
  // The first group is its head; what stands further down is anybody's text.
  const [head] = readReportFields(quoted.replace(/^\s+/, ""));
  const senders = [fields.get("original-mail-from"), head?.get("return-path")].map(toAddress);
  return {
    ...readFeedbackReport(report),
    senders: senders.filter((sender) => sender !== null),
    messageId: /^<[^<>\s]{3,300}>$/.exec(head?.get("message-id") ?? "")?.[0] ?? null,
  };
}

function toAddress(value: string | undefined): EmailAddress | null {
  return findEmailAddress((value ?? "").replace(/^.*[<;]\s*|>\s*$/g, ""));
}
