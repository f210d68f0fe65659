import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The key that wraps all other keys of an installation: 32 bytes, in a file that only its user can read. */
export type MasterKey = { readonly bytes: Buffer };

const keyBytes = 32;

/**
 * Reads the master key of the folder, or makes it on the first use; processes that start together agree on one.
 *
 * It lies apart from the database, so that a copy of the database alone reads no kept report. Without it nothing that
 * was wrapped can be read again: it belongs in the backup, apart from the rest.
 */
export async function readMasterKey(folder: string): Promise<MasterKey> {
  const path = join(folder, "master.key");
  const found = await findKey(path);
  if (found !== null) return found;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(own, randomBytes(keyBytes), { mode: 0o600, flush: true });
  try {
    // A link never replaces: whoever comes second takes the key of the first.
    await link(own, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await unlink(own);
  }
  return { bytes: await readFile(path) };
}

async function findKey(path: string): Promise<MasterKey | null> {
  try {
    const bytes = await readFile(path);
    if (bytes.length !== keyBytes)
      throw new Error(`${path} is no master key: it has ${bytes.length} bytes, not ${keyBytes}`);
    return { bytes };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** A key of its own for another purpose, always the same for the same name (HKDF, RFC 5869). */
export function deriveKey(master: MasterKey, name: string): Buffer {
  return Buffer.from(hkdfSync("sha256", master.bytes, Buffer.alloc(0), name, keyBytes));
}

/** Seals a data key for storage: nonce, ciphertext and tag. */
export function wrapKey(master: MasterKey, dataKey: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", master.bytes, nonce);
  return Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `wrapKey` sealed; throws when it was sealed with another master key. */
export function unwrapKey(master: MasterKey, wrapped: Uint8Array): Buffer {
  const bytes = Buffer.from(wrapped);
  const decipher = createDecipheriv("aes-256-gcm", master.bytes, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(bytes.length - 16));
  return Buffer.concat([decipher.update(bytes.subarray(12, bytes.length - 16)), decipher.final()]);
}
