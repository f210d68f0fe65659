/**
 * Values of ASN.1 in DER (X.690), so many as signed and encrypted mail needs. Written by hand: they are few, always the
 * same, and every mail has some.
 */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), toLength(content.length), content]);
}

export const derTags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Constructed, of the context; add the number. */
  context: 0xa0,
  /** Primitive, of the context; add the number. */
  contextPrimitive: 0x80,
} as const;

export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return der(derTags.sequence, ...contents);
}

/** A set of values; they are ordered as DER wants them (X.690 section 11.6). */
export function setOf(...contents: readonly Buffer[]): Buffer {
  return der(derTags.set, ...[...contents].sort(Buffer.compare));
}

/** A small number, not negative. */
export function integer(value: number): Buffer {
  if (value < 0 || value > 127) throw new Error("not so small a number");
  return der(derTags.integer, Buffer.of(value));
}

export function octets(bytes: Uint8Array): Buffer {
  return der(derTags.octetString, bytes);
}

export const derNull: Buffer = der(derTags.null);

/** An object identifier as people write it: `1.2.840.113549.1.7.2`. */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(derTags.oid, Buffer.from(bytes));
}

/** An instant to the second: UTCTime until 2049 (RFC 5652 section 11.3). */
export function derTime(instant: Date): Buffer {
  const digits = instant.toISOString().replace(/[-:T]|\.\d{3}/g, "");
  const year = instant.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? der(derTags.utcTime, Buffer.from(digits.slice(2)))
    : der(derTags.generalizedTime, Buffer.from(digits));
}

function toLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left & 0xff);
  return Buffer.of(0x80 | bytes.length, ...bytes);
}

/** A value that was read: its tag, its content, and the whole of it. */
export type DerValue = { readonly tag: number; readonly content: Buffer; readonly whole: Buffer };

/**
 * Values one behind the other. Throws for anything that is not DER of tags below 31 and definite lengths, so that bytes of
 * strangers can be read with it.
 */
export function readDer(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at);
    if ((tag & 0x1f) === 0x1f) throw new Error("DER: a long tag");
    const { length, from } = readLength(bytes, at + 1);
    const until = from + length;
    if (until > bytes.length) throw new Error("DER: a value ends behind its surroundings");
    values.push({ tag, content: bytes.subarray(from, until), whole: bytes.subarray(at, until) });
    at = until;
  }
  return values;
}

/** The values inside one; throws where its tag is another. */
export function readInside(value: DerValue | undefined, tag: number): DerValue[] {
  if (value?.tag !== tag) throw new Error(`DER: no value of tag ${tag.toString(16)}`);
  return readDer(value.content);
}

function readLength(bytes: Buffer, at: number): { readonly length: number; readonly from: number } {
  if (at >= bytes.length) throw new Error("DER: no length");
  const first = bytes.readUInt8(at);
  if (first < 0x80) return { length: first, from: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4 || at + 1 + count > bytes.length) throw new Error("DER: no length");
  return { length: bytes.readUIntBE(at + 1, count), from: at + 1 + count };
}
