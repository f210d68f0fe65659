import { readFile, stat } from "node:fs/promises";
import { AppError } from "../platform/errors.ts";

const mostBytes = 200_000;

/** Reads a file with a private key. The message of an error never holds any of it. */
export async function readPrivateKeyFile(path: string): Promise<Buffer> {
  const bytes = await read(path);
  if (bytes.length > 0 && bytes.length <= mostBytes) return bytes;
  throw new AppError("input-refused", `${path}: ${bytes.length} bytes are no key.`);
}

/** Reads a passphrase: the first line of a file. */
export async function readPassphraseFile(path: string): Promise<string> {
  const [line = ""] = (await read(path)).toString("utf8").split(/\r?\n/);
  return line;
}

async function read(path: string): Promise<Buffer> {
  try {
    if ((await stat(path)).size > mostBytes) return Buffer.alloc(mostBytes + 1);
    return await readFile(path);
  } catch (error) {
    throw new AppError("wrong-usage", `${path} cannot be read.`, {
      remedy: "Check the path.",
      cause: error,
    });
  }
}
