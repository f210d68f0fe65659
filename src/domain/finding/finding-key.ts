import { halfSipHash } from "./half-sip-hash.ts";

/**
 * Keys of findings: 128 bits over network object, port, transport and type, as two HalfSipHash-2-4 of 64 bits with
 * independent keys (Aumasson and Bernstein, 2012; HalfSipHash is its 32-bit form).
 *
 * Lists are hostile input. A keyed hash leaves nobody outside able to make two objects collide, and 32-bit words make
 * it several times faster here than SHA-256 (ADR 0006).
 */
export type FindingKeySecret = { readonly words: Uint32Array };

/** Tags that keep the three sorts of network object apart. */
const objectTags = { address4: 1, address6: 2, name: 3, mailDomain: 4 } as const;

/** Reads the secret of the installation: 16 bytes. */
export function toFindingKeySecret(bytes: Uint8Array): FindingKeySecret {
  if (bytes.length !== 16)
    throw new RangeError(`a finding key secret has 16 bytes, not ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { words: Uint32Array.from([0, 4, 8, 12], (at) => view.getUint32(at, true)) };
}

/** Hashes one row after another into the same buffers. */
export type FindingKeyHasher = {
  /** Writes the four words of the key of a finding about an address to `out[at..at+4)`. */
  hashAddress(
    typeHash: Uint32Array,
    family: number,
    words: Uint32Array,
    wordsAt: number,
    port: number,
    transport: number,
    out: Uint32Array,
    at: number,
  ): void;
  /** The same for a finding about a name or a mail domain. */
  hashName(
    typeHash: Uint32Array,
    isMailDomain: boolean,
    name: string,
    port: number,
    transport: number,
    out: Uint32Array,
    at: number,
  ): void;
  /** Four words that stand for the id of a finding type. */
  hashType(id: string): Uint32Array;
};

/** A hasher with a buffer of its own; not to be shared between threads. */
export function makeFindingKeyHasher(secret: FindingKeySecret): FindingKeyHasher {
  const message = new Uint32Array(80);
  const [k0, k1, k2, k3] = secret.words as unknown as readonly [number, number, number, number];

  function finish(length: number, out: Uint32Array, at: number): void {
    halfSipHash(message, length, k0, k1, out, at);
    halfSipHash(message, length, k2, k3, out, at + 2);
  }

  function begin(typeHash: Uint32Array, tag: number, port: number, transport: number): void {
    message[0] = typeHash[0] as number;
    message[1] = typeHash[1] as number;
    message[2] = typeHash[2] as number;
    message[3] = typeHash[3] as number;
    message[4] = ((tag << 24) | (transport << 16) | port) >>> 0;
  }

  return {
    hashAddress(typeHash, family, words, wordsAt, port, transport, out, at) {
      begin(typeHash, family === 4 ? objectTags.address4 : objectTags.address6, port, transport);
      message[5] = words[wordsAt] as number;
      if (family === 4) return finish(6, out, at);
      message[6] = words[wordsAt + 1] as number;
      message[7] = words[wordsAt + 2] as number;
      message[8] = words[wordsAt + 3] as number;
      finish(9, out, at);
    },
    hashName(typeHash, isMailDomain, name, port, transport, out, at) {
      begin(typeHash, isMailDomain ? objectTags.mailDomain : objectTags.name, port, transport);
      finish(5 + putText(name, message, 5), out, at);
    },
    hashType(id) {
      const length = putText(id, message, 0);
      const out = new Uint32Array(4);
      finish(length, out, 0);
      return out;
    },
  };
}

/** Puts the length and the ASCII text into the message, four characters a word; answers how many words. */
function putText(text: string, message: Uint32Array, at: number): number {
  const wordCount = 1 + Math.ceil(text.length / 4);
  if (at + wordCount > message.length)
    throw new RangeError(`no name is ${text.length} characters long`);
  message.fill(0, at, at + wordCount);
  message[at] = text.length;
  for (let i = 0; i < text.length; i++) {
    const word = at + 1 + (i >> 2);
    message[word] = ((message[word] as number) | (text.charCodeAt(i) << ((i & 3) * 8))) >>> 0;
  }
  return wordCount;
}
