import { createCipheriv, createDecipheriv } from "node:crypto";
import { constants, type ZstdOptions } from "node:zlib";

/*
 * Files of frames: each holds 1 MiB of content, compressed with zstd and sealed with AES-256-GCM, so that the content
 * can be read from the middle and neither read nor changed without its key.
 *
 * Layout: frames behind one another (ciphertext, 16 bytes of tag), then the sealed length of each frame as 32-bit
 * little-endian, their number, and the magic. The nonce is the number of the frame: a key seals one file only.
 */

/** Content that one frame holds, the last one less. */
export const frameBytes = 1 << 20;

/** Length of the tag behind the ciphertext of a frame. */
export const tagBytes = 16;

/** A sealed frame is never longer: zstd adds less than 1 % to what it cannot compress. */
export const sealedBytes = frameBytes + (1 << 16);

// Mostly one piece of output a frame: the default of 16 KiB would make dozens and copy them together.
export const compression: ZstdOptions = {
  params: { [constants.ZSTD_c_compressionLevel]: 1 },
  chunkSize: frameBytes / 4,
};

// A little more than a frame: a buffer that is filled to its end is followed by another.
export const decompression: ZstdOptions = {
  maxOutputLength: frameBytes,
  chunkSize: frameBytes + 1024,
};

/** The number of the frame: a key seals one file only, so no nonce comes twice. */
function nonce(number: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32LE(number, 0);
  return bytes;
}

/** Ciphertext and tag (AES-256-GCM) of a compressed frame; GCM is a stream cipher, so nothing comes at its end. */
export function seal(
  key: Uint8Array,
  number: number,
  compressed: Buffer,
): readonly [Buffer, Buffer] {
  const cipher = createCipheriv("aes-256-gcm", key, nonce(number));
  const sealed = cipher.update(compressed);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
}

/** The compressed frame again; throws when the bytes were changed or sealed with another key. */
export function unseal(key: Uint8Array, number: number, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, nonce(number));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const compressed = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  decipher.final();
  return compressed;
}

/** Ends a file of frames. */
export const magic = Buffer.from("MPF1");

/** Frames sealed ahead of the disk, and opened ahead of the reader. */
export const ahead = 3;

/** Files of more frames than these are worth a thread of their own. */
export const fewFrames = 8;
