import type { X509Certificate } from "node:crypto";
import { derTags, oid, readDer, readInside } from "./der.ts";

const keyUsage = oid("2.5.29.15");
/** Bits of the first byte (RFC 5280 section 4.2.1.3). */
const usageBits = { keyEncipherment: 0x20, keyAgreement: 0x08 } as const;

export type KeyUsage = keyof typeof usageBits;

/** Whether the key of a certificate may be used so: it says so, or says nothing. Throws for what is no certificate. */
export function mayBeUsedFor(certificate: X509Certificate, usage: KeyUsage): boolean {
  const [whole] = readDer(certificate.raw);
  const [toBeSigned] = readInside(whole, derTags.sequence);
  const fields = readInside(toBeSigned, derTags.sequence);
  const extensions = fields.find(({ tag }) => tag === derTags.context + 3);
  if (extensions === undefined) return true;
  for (const extension of readInside(readDer(extensions.content)[0], derTags.sequence)) {
    const parts = readInside(extension, derTags.sequence);
    if (!parts[0]?.whole.equals(keyUsage)) continue;
    const [bits] = readDer(parts.at(-1)?.content ?? Buffer.alloc(0));
    return ((bits?.content[1] ?? 0) & usageBits[usage]) !== 0;
  }
  return true;
}
