import type { Rung } from "../decision/rung.ts";
import type { FindingType, Language } from "../finding/finding-type.ts";
import type { Kind } from "../finding/kind.ts";
import type { Lane } from "../finding/lane.ts";
import type { Severity } from "../finding/severity.ts";
import type { Tier } from "../finding/tier.ts";
import type { Tlp } from "../finding/tlp.ts";
import type { DecisionId, FindingId, NotificationId, OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { AnswerToken } from "../response/answer-token.ts";
import type { MailFormat } from "../world/world.ts";
import type { LinkedFile } from "./linked-file.ts";
import type { PublicNumber } from "./public-number.ts";
import type { RecipientKey } from "./recipient-key.ts";
import type { ToldBefore } from "./told-before.ts";
import type { VerificationCode } from "./verification-code.ts";

/**
 * Why a recipient gets rows: asked to act, has a right to know, was told before and sees it again, or was told what turned
 * out to be wrong.
 */
export const notificationRoles = ["primary", "informed", "digest", "correction"] as const;

export type NotificationRole = (typeof notificationRoles)[number];

/** How a recipient stands to us, and so what form its mail may take. */
export type Manner = "registered" | "abuse-desk" | "unsolicited";

/**
 * How a recipient on this rung stands to us; null stands for informed parties, who all have consented.
 *
 * An abuse desk never asked either, but takes lists; a person behind a security.txt gets no attachment.
 */
export function mannerOf(rung: Rung | null): Manner {
  if (rung === "security-txt") return "unsolicited";
  return rung === "abuse-contact" ? "abuse-desk" : "registered";
}

/** Rungs whose recipient serves as a network's desk: it gets every observation of an event (2-domain.md, identity). */
export const deskRungs = [
  "network-operator",
  "network-constituency",
  "abuse-contact",
] as const satisfies readonly Rung[];

/** What binds the rows of a notification together: the campaign they belong to, else their kind. */
export type Topic =
  | { readonly kind: "case"; readonly name: string }
  | { readonly kind: "kind"; readonly name: Kind };

/** One row that a recipient is shown: an observation of a finding. */
export type NotificationRow = {
  readonly findingId: FindingId;
  readonly decisionId: DecisionId;
  readonly episode: number;
  readonly round: number;
  readonly role: NotificationRole;
  readonly type: FindingType;
  readonly severity: Severity;
  /** How much of it the recipient may see. */
  readonly tier: Tier;
  /** How far the recipient may share it. */
  readonly tlp: Tlp;
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  /** IANA protocol number. */
  readonly transport: number | null;
  readonly observedAt: Date;
  /** Number of the report it is shown from, and where its row lies in the text of it. */
  readonly report: number;
  readonly evidenceOffset: number;
  /** Columns of that row; null when they are not kept any more, or may not be used. */
  readonly evidence: ReadonlyMap<string, string> | null;
};

/** To whom, and how we know. */
export type Recipient = {
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  /** Null where only the address is known. */
  readonly name: string | null;
  readonly language: Language;
  /** What it chose; text where it chose nothing. Only registered recipients choose (`mannerOf`). */
  readonly format: MailFormat;
  /** Null for informed parties. */
  readonly rung: Rung | null;
  /** How long it has to acknowledge what is for others to fix, in milliseconds; null where it is asked to hold nothing. */
  readonly custodyWithinMs: number | null;
  /** What its mail is encrypted with; null: nothing, and so it is shown tier 1 at most by mail. */
  readonly key: RecipientKey | null;
};

/** What we tell one recipient, once; all that a channel needs to render it. */
export type Notification = {
  readonly id: NotificationId;
  readonly number: PublicNumber;
  readonly messageId: string;
  /** Message-ID of the first of the thread; null when this is the first. */
  readonly threadMessageId: string | null;
  /** How the recipient's own system marks the thread, as it stands in a subject; null where it never said. */
  readonly ticket: string | null;
  /** With which its recipient finds out whether it is real. */
  readonly verificationCode: VerificationCode;
  /** With which its recipient answers without an account; null where it is asked nothing. */
  readonly answerToken: AnswerToken | null;
  readonly recipient: Recipient;
  readonly role: NotificationRole;
  /** What is behind a reminder; null: its rows are told of for the first time, or only in a digest. */
  readonly reminder: ToldBefore | null;
  readonly lane: Lane;
  readonly topic: Topic;
  readonly round: number;
  readonly part: number;
  readonly parts: number;
  readonly composedAt: Date;
  /** Whether more is known of its rows than mail may show, since there is no key to encrypt with. */
  readonly withheld: boolean;
  /** Address that stops such digests (RFC 8058); null where a mail has none. */
  readonly stopUrl: string | null;
  /** In the order shown; at least one. */
  readonly rows: readonly NotificationRow[];
};

/** A rendered notification: bytes that are sent as they are. */
export type ComposedMail = {
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** Which texts it was rendered with. */
  readonly templateVersion: string;
  /** What its recipient fetches instead of having it attached, in the order in which the mail numbers it; mostly empty. */
  readonly files: readonly LinkedFile[];
};
