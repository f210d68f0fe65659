import { type EmailAddress, findEmailAddress } from "../network/email-address.ts";
import { type ReportFields, readReportFields } from "./report-fields.ts";

/** What a server says became of mail for one recipient (RFC 3464 section 2.3). */
export type RecipientStatus = {
  /** Where it was to go in the end; null when the server does not say. */
  readonly final: EmailAddress | null;
  /** Where we had sent it, as the request said (ORCPT); null when the server does not say. */
  readonly original: EmailAddress | null;
  /** In lower case: failed, delayed, delivered, relayed, expanded; null when it is missing. */
  readonly action: string | null;
  /** RFC 3463, as in `5.1.1`; null when it is missing or no such code. */
  readonly status: string | null;
  /** What the server that refused it said; null when nothing. */
  readonly diagnostic: string | null;
};

/** Reads message/delivery-status; one entry for each recipient, none where no group names one. */
export function readDeliveryStatus(text: string): RecipientStatus[] {
  return readReportFields(text).flatMap((fields) => {
    const status = toRecipientStatus(fields);
    return status === null ? [] : [status];
  });
}

/** The first group is about the message; some servers put everything into one, and some leave it out. */
function toRecipientStatus(fields: ReportFields): RecipientStatus | null {
  if (!fields.has("final-recipient") && !fields.has("action") && !fields.has("status")) return null;
  return {
    final: findTyped(fields.get("final-recipient")),
    original: findTyped(fields.get("original-recipient")),
    action: /^[a-z]+/.exec((fields.get("action") ?? "").toLowerCase())?.[0] ?? null,
    status: findStatus(fields.get("status") ?? ""),
    diagnostic: fields.get("diagnostic-code")?.slice(0, 500) ?? null,
  };
}

/** An enhanced status code in a text: class, subject and detail (RFC 3463 section 2); null when there is none. */
export function findStatus(text: string): string | null {
  return /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]\d)/.exec(text)?.[0] ?? null;
}

/** `rfc822; name@domain`, with or without brackets; the type may be missing. */
function findTyped(value: string | undefined): EmailAddress | null {
  const text = (value ?? "").replace(/^[^;@]*;/, "").trim();
  return findEmailAddress(text.replace(/^<|>$/g, ""));
}
