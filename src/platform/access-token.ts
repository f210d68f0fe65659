import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "./errors.ts";

/** The word that API and portal ask for. */
export type AccessToken = {
  /** A secret. */
  readonly value: string;
  /** Where it stands; null when it came from a setting. */
  readonly path: string | null;
};

/**
 * The token that was given, else that of the folder, made on the first use with 256 random bits; processes that start
 * together agree on one. Its file can be read by its user only.
 */
export async function readAccessToken(folder: string, given: string | null): Promise<AccessToken> {
  if (given !== null) return { value: given, path: null };
  const path = join(folder, "api-token");
  const found = await findToken(path);
  if (found !== null) return { value: found, path };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(own, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flush: true });
  try {
    // A link never replaces: whoever comes second takes the token of the first.
    await link(own, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await unlink(own);
  }
  return { value: (await readFile(path, "utf8")).trim(), path };
}

async function findToken(path: string): Promise<string | null> {
  try {
    const token = (await readFile(path, "utf8")).trim();
    if (/^[\x21-\x7e]{32,256}$/.test(token)) return token;
    throw new AppError("settings-invalid", `${path} holds no token of 32 to 256 signs.`, {
      remedy: "Remove the file: the next start makes a new one.",
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
