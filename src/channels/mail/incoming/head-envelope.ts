import type { ArrivedMail } from "../../../domain/incoming/received-mail.ts";

const mostHead = 262_144;
const recipientFields = [
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "x-delivered-to",
  "to",
  "cc",
];
const mostRecipients = 50;

/** What is left of the envelope in the head of a mail that a server has delivered (RFC 5321 section 4.4). */
export function readHeadEnvelope(bytes: Uint8Array): Pick<ArrivedMail, "sender" | "recipients"> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, mostHead))
    .toString("latin1")
    .replace(/\r\n?/g, "\n");
  const end = text.indexOf("\n\n");
  const lines = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, " ").split("\n");
  const valuesOf = (name: string): string[] =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1));
  const [returnPath] = valuesOf("return-path");
  return {
    sender: returnPath === undefined ? "unknown" : (findAddresses(returnPath)[0] ?? null),
    recipients: recipientFields.flatMap(valuesOf).flatMap(findAddresses).slice(0, mostRecipients),
  };
}

function findAddresses(value: string): string[] {
  return value.slice(0, 10_000).match(/[^\s<>"(),:;@]{1,64}@[A-Za-z0-9.-]{1,250}/g) ?? [];
}
