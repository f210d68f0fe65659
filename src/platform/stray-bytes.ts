import { isUtf8 } from "node:buffer";

/** How many stretches of these bytes are no UTF-8 and become U+FFFD when they are read as text. */
export function countStrayBytes(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return 0;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return count(buffer.toString("utf8"), "\ufffd") - countBytes(buffer, Buffer.from("\ufffd"));
}

function count(text: string, sign: string): number {
  let found = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) found += 1;
  return found;
}

function countBytes(buffer: Buffer, sign: Buffer): number {
  let found = 0;
  for (let at = buffer.indexOf(sign); at >= 0; at = buffer.indexOf(sign, at + 1)) found += 1;
  return found;
}
