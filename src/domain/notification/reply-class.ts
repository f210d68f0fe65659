/**
 * What an attempt to hand a message over means for the delivery:
 *
 * - `accepted`: the server has taken it
 * - `retry`: not now; the same bytes again later
 * - `address-dead`: no mail will ever arrive there; the next rung is asked at once
 * - `refused`: not by this address for another reason; the next rung is asked, the address stays as it is
 * - `content`: the message was not wanted, which is not the address's fault; the next rung is asked, a person is told
 * - `authentication`: we are at fault; the lane stops and a person is called
 * - `unknown`: the connection was lost after the final dot: perhaps it has arrived
 */
export type ReplyClass =
  | "accepted"
  | "retry"
  | "address-dead"
  | "refused"
  | "content"
  | "authentication"
  | "unknown";

/** What the server said: three digits, enhanced status (RFC 3463) where it gave one, its words. */
export type SmtpReply = {
  readonly code: number;
  readonly enhanced: string | null;
  readonly text: string;
};

/** What came of an attempt. */
export type AttemptResult = {
  /** Null when the connection was lost, or never there. */
  readonly reply: SmtpReply | null;
  /** The command that the reply answers, or in which the connection was lost. */
  readonly command: "connect" | "auth" | "mail" | "rcpt" | "data";
  /** Of the mail library, for people; it decides nothing where there is a reply. */
  readonly libraryCode: string | null;
  /** Whether the whole message was on its way, final dot included. */
  readonly contentSent: boolean;
};

/** Classifies by what the server said; only where it said nothing by how far we came (5-delivery.md, outbox 4 and 5). */
export function classifyAttempt(result: AttemptResult): ReplyClass {
  const { reply, command } = result;
  if (reply === null) return classifySilence(result);
  if (reply.code >= 200 && reply.code < 300) return command === "data" ? "accepted" : "retry";
  if (reply.code < 500) return "retry";
  if (command === "connect") return "retry";
  if (command === "auth" || reply.code === 530) return "authentication";
  // The state of the session was lost, not the message (RFC 5321, section 4.2.4).
  if (reply.code === 503) return "retry";
  return classifyRefusal(reply, command);
}

/** Without any reply only what we did counts: before the final dot no server may take the message. */
function classifySilence({ contentSent, libraryCode }: AttemptResult): ReplyClass {
  if (contentSent) return "unknown";
  if (libraryCode === "EAUTH" || libraryCode === "ENOAUTH") return "authentication";
  // Larger than the server announced to take, or an address that the library does not send to.
  if (libraryCode === "EMESSAGE") return "content";
  if (libraryCode === "EENVELOPE") return "refused";
  return "retry";
}

/** Enhanced status codes of RFC 3463, and of RFC 7372 and RFC 7505 for 5.7.26 and 5.1.10; 5.7.515 is Microsoft's. */
function classifyRefusal(
  { enhanced, text }: SmtpReply,
  command: AttemptResult["command"],
): ReplyClass {
  const [, subject = "", detail = ""] = /^5\.(\d{1,3})\.(\d{1,3})$/.exec(enhanced ?? "") ?? [];
  if (subject === "7" && (detail === "26" || detail === "515")) return "authentication";
  // A 5.1.7 or 5.1.8 complains about the sender's address, and so does any refusal of MAIL FROM but for size.
  if (subject === "1" && (detail === "7" || detail === "8")) return "authentication";
  if (subject === "3" && detail === "4") return "content";
  if (command === "mail") return subject === "2" ? "retry" : "authentication";
  // Our own relay does not let us through: no address is at fault, and all of them would be.
  if (command === "rcpt" && subject === "7" && /\brelay/i.test(text)) return "authentication";
  if (subject === "1" && detail !== "9") return "address-dead";
  if (subject === "4" && detail === "4") return "address-dead";
  if (subject === "7" || subject === "6") return "content";
  return "refused";
}

/** Reads a reply line as servers send it (`550 5.1.1 No such user`), of several lines the last; null when it is none. */
export function findSmtpReply(text: string): SmtpReply | null {
  const line = text.trimEnd().slice(-2000).split(/\r?\n/).at(-1) ?? "";
  const [, code, enhanced, words = ""] =
    /^([2-5]\d\d)(?:[ -]+([245]\.\d{1,3}\.\d{1,3})(?=\s|$))?[ -]*(.*)$/s.exec(line) ?? [];
  return code === undefined
    ? null
    : { code: Number(code), enhanced: enhanced ?? null, text: words };
}
