import type { TxtSaid } from "../../domain/proof/judge-views.ts";
import type { DnsReply } from "./ask-server.ts";
import type { DnsMessage } from "./dns-message.ts";

/** More records at one name than any proof needs. */
const mostTexts = 100;

/** Reads a server's answer about the TXT records of a name. An authoritative server has to speak for itself. */
export function readTxt(reply: DnsReply, name: string, from: "server" | "resolver"): TxtSaid {
  if (reply.kind === "failed") return reply;
  const { message } = reply;
  const { rcode } = message;
  if (rcode !== "NOERROR" && rcode !== "NXDOMAIN") return failed(`answers ${rcode}`);
  if (from === "server" && !message.isAuthoritative) {
    return refersBelow(message, name) ? { kind: "delegated" } : failed("is not in charge");
  }
  if (message.answers.some(({ type }) => type === "CNAME" || type === "DNAME")) {
    return { kind: "alias" };
  }
  const texts = message.answers
    .filter((record) => record.type === "TXT" && record.name === name)
    .map(({ value }) => value);
  if (texts.length > mostTexts) {
    return { kind: "failed", reason: "answer-too-large", detail: `${texts.length} records` };
  }
  const isSigned = message.answers.some(({ type }) => type === "RRSIG");
  return { kind: "texts", texts, isSigned, isValidated: message.isValidated };
}

function refersBelow({ authorities }: DnsMessage, name: string): boolean {
  return authorities.some((record) => record.type === "NS" && record.name === name);
}

function failed(detail: string): TxtSaid {
  return { kind: "failed", reason: "server-failure", detail };
}
