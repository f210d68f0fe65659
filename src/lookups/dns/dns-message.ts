import { randomBytes, randomInt } from "node:crypto";
import { AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode } from "dns-packet";

export type DnsType = "A" | "AAAA" | "NS" | "TXT";

export type DnsQuestion = {
  readonly name: string;
  readonly type: DnsType;
  /** Whether the server shall find out for us. */
  readonly recursion: boolean;
};

/** A record of an answer that we can use; other types and classes are left out. */
export type DnsRecord = {
  /** Lower case, without the dot at the end. */
  readonly name: string;
  readonly type: string;
  /** Of NS, CNAME, DNAME the name in lower case; of A and AAAA the address; of TXT the whole text; of others "". */
  readonly value: string;
};

export type DnsMessage = {
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, … */
  readonly rcode: string;
  readonly isAuthoritative: boolean;
  /** AD: the server says that it has checked the signatures (RFC 4035 section 3.2.3). */
  readonly isValidated: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
};

/** A question as it goes out: id and letter case of the name are chance. */
export type SentQuestion = { readonly id: number; readonly name: string; readonly bytes: Buffer };

/** The largest answer over UDP that passes any network whole (RFC 9715). */
const udpBytes = 1232;

const recursionDesired = 1 << 8;
const authenticData = 1 << 5;
const truncated = 1 << 9;
const dnssecOk = 1 << 15;

/** Encodes a question with EDNS and DO set, so that signatures come along. */
export function encodeQuestion({ name, type, recursion }: DnsQuestion): SentQuestion {
  const id = randomInt(0x1_0000);
  const mixed = mixCase(name);
  const bytes = encode({
    type: "query",
    id,
    // DO asks for AD as well; a server that only gives our bits back must not look as if it had checked signatures.
    flags: recursion ? recursionDesired : 0,
    questions: [{ type, name: mixed }],
    additionals: [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: udpBytes,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: dnssecOk,
        flag_do: true,
        options: [],
      },
    ],
  });
  return { id, name: mixed, bytes };
}

/** What bytes are that came back: an answer to this question, one that has to be asked for over TCP, somebody else's. */
export type ReadAnswer =
  | { readonly kind: "answer"; readonly message: DnsMessage }
  | { readonly kind: "ask-over-tcp" }
  | { readonly kind: "not-ours" }
  | { readonly kind: "malformed" };

/**
 * Reads bytes as the answer to a question.
 *
 * Over UDP the name has to come back letter by letter as it was sent: nobody who does not see the question knows the
 * case. The few servers that do not keep it are asked over TCP.
 */
export function readAnswer(
  bytes: Buffer,
  sent: SentQuestion,
  question: DnsQuestion,
  over: "udp" | "tcp",
): ReadAnswer {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== sent.id) return { kind: "not-ours" };
  let packet: DecodedPacket;
  try {
    packet = decode(bytes);
  } catch {
    return { kind: "malformed" };
  }
  const [asked, ...more] = packet.questions ?? [];
  if (packet.type !== "response" || asked === undefined || more.length > 0) {
    return { kind: "not-ours" };
  }
  const isSame =
    asked.type === question.type &&
    (asked.class ?? "IN") === "IN" &&
    asked.name.toLowerCase() === sent.name.toLowerCase();
  if (!isSame) return { kind: "not-ours" };
  const flags = packet.flags ?? 0;
  const isWhole = (flags & truncated) === 0;
  if (over === "tcp" && !isWhole) return { kind: "malformed" };
  if (over === "udp" && (!isWhole || asked.name !== sent.name)) return { kind: "ask-over-tcp" };
  return { kind: "answer", message: toMessage(packet, flags) };
}

function toMessage(packet: DecodedPacket, flags: number): DnsMessage {
  return {
    rcode: "rcode" in packet ? String(packet.rcode) : "",
    isAuthoritative: (flags & AUTHORITATIVE_ANSWER) !== 0,
    isValidated: (flags & authenticData) !== 0,
    answers: toRecords(packet.answers ?? []),
    authorities: toRecords(packet.authorities ?? []),
    additionals: toRecords(packet.additionals ?? []),
  };
}

function toRecords(answers: NonNullable<DecodedPacket["answers"]>): DnsRecord[] {
  return answers.flatMap((answer) => {
    if (answer.type === "OPT" || !("class" in answer) || answer.class !== "IN") return [];
    const value = toValue(answer.type, "data" in answer ? answer.data : null);
    return [{ name: foldName(answer.name), type: answer.type, value }];
  });
}

function toValue(type: string, data: unknown): string {
  switch (type) {
    case "NS":
    case "CNAME":
    case "DNAME":
      return typeof data === "string" ? foldName(data) : "";
    case "A":
    case "AAAA":
      return typeof data === "string" ? data : "";
    case "TXT":
      // The strings of one record are one text (RFC 7208 section 3.3 and everybody else).
      return Array.isArray(data) ? Buffer.concat(data.map(toBytes)).toString("latin1") : "";
    default:
      return "";
  }
}

function toBytes(data: unknown): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.alloc(0);
}

function foldName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function mixCase(name: string): string {
  const chance = randomBytes(name.length);
  return [...name]
    .map((letter, i) => ((chance[i] ?? 0) & 1 ? letter.toUpperCase() : letter))
    .join("");
}
