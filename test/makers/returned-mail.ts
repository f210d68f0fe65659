/** A note about a delivery as servers write it (RFC 3464); what a test does not say is as usual. */
export function makeBounce({
  to,
  recipient,
  original = recipient,
  action = "failed",
  status = "5.1.1",
  diagnostic = "smtp; 550 5.1.1 no such user",
  id = "1",
}: {
  /** The return path. */
  readonly to: string;
  readonly recipient: string;
  readonly original?: string | null;
  readonly action?: string;
  readonly status?: string;
  readonly diagnostic?: string;
  readonly id?: string;
}): Buffer {
  return toMail([
    "From: MAILER-DAEMON@mx.example (Mail Delivery System)",
    `To: ${to}`,
    "Subject: Undelivered Mail Returned to Sender",
    "Date: Wed, 1 Jul 2026 11:02:03 +0200",
    `Message-ID: <bounce.${id}@mx.example>`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    "",
    "--b1",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    `Your message to ${recipient} could not be delivered.`,
    "",
    "--b1",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    ...(original === null ? [] : [`Original-Recipient: rfc822; ${original}`]),
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${diagnostic}`,
    "",
    "--b1--",
    "",
  ]);
}

/** A complaint as providers write it (RFC 5965); what a test does not say is as usual: the recipient is left out. */
export function makeComplaint({
  to = "abuse@bounces.meldpunt.example",
  type = "abuse",
  returnPath = null,
  messageId = null,
  recipient = null,
  id = "1",
}: {
  readonly to?: string;
  readonly type?: string;
  /** Of the mail that is complained of. */
  readonly returnPath?: string | null;
  readonly messageId?: string | null;
  readonly recipient?: string | null;
  readonly id?: string;
}): Buffer {
  return toMail([
    "From: feedback@isp.example",
    `To: ${to}`,
    "Subject: complaint",
    "Date: Wed, 1 Jul 2026 11:20:00 +0200",
    `Message-ID: <complaint.${id}@isp.example>`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=feedback-report; boundary="f1"',
    "",
    "--f1",
    "Content-Type: text/plain",
    "",
    "This is an email abuse report.",
    "--f1",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: Feedback/1.0",
    "Version: 1",
    ...(returnPath === null ? [] : [`Original-Mail-From: <${returnPath}>`]),
    ...(recipient === null ? [] : [`Original-Rcpt-To: <${recipient}>`]),
    "",
    "--f1",
    "Content-Type: text/rfc822-headers",
    "",
    "From: Meldpunt <meld@meldpunt.example>",
    "Subject: melding",
    ...(messageId === null ? [] : [`Message-ID: ${messageId}`]),
    "",
    "--f1--",
    "",
  ]);
}

/** A mail of somebody; what a test does not say is as usual. */
export function makeAnswer({
  from,
  to,
  subject = "Re: melding",
  text = "Dank u, we kijken ernaar.",
  headers = [],
  id = "1",
}: {
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly text?: string;
  readonly headers?: readonly string[];
  readonly id?: string;
}): Buffer {
  return toMail([
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    "Date: Wed, 1 Jul 2026 11:30:00 +0200",
    `Message-ID: <answer.${id}@mail.example>`,
    ...headers,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    "",
  ]);
}

function toMail(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join("\r\n"));
}
