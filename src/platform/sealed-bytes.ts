import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";

const nonceBytes = 12;
const tagBytes = 16;
/** More than anything that is sealed; a damaged or hostile length does not fill the memory. */
export const mostSealedBytes = 64_000_000;

/**
 * Compresses and seals bytes for the database (zstd, AES-256-GCM): nonce, ciphertext, tag. `name` says what they are
 * and is needed to open them, so that sealed bytes cannot be put in the place of others.
 */
export function sealBytes(key: Buffer, name: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(name));
  // Told how much comes, it takes no more memory than that needs: half of the time, for what is small.
  const packed = zstdCompressSync(bytes, { pledgedSrcSize: bytes.length });
  const sealed = cipher.update(packed);
  return Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `sealBytes` sealed; throws when key or name are others, or the bytes were changed. */
export function openSealedBytes(key: Buffer, name: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(name));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  const packed = decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes));
  return zstdDecompressSync(Buffer.concat([packed, decipher.final()]), {
    maxOutputLength: mostSealedBytes,
  });
}
