import { readFile, stat } from "node:fs/promises";
import { AppError } from "../platform/errors.ts";

const mostBytes = 200_000;

/** Reads a file with a private key. The message of an error never holds any of it. */
export async function readPrivateKeyFile(path: string): Promise<Buffer> {
  const bytes = await read(path);
  if (bytes.length > 0 && bytes.length <= mostBytes) return bytes;
  throw new AppError("input-refused", `${path}: ${bytes.length} bytes are no key.`);
}

/** Reads a message or a whole mail. */
export async function readMessageFile(path: string): Promise<string> {
  const bytes = await read(path, mostMessageBytes);
  if (bytes.length <= mostMessageBytes) return bytes.toString("latin1");
  throw new AppError("input-too-large", `${path} has more than ${mostMessageBytes} bytes.`);
}

const mostMessageBytes = 50_000_000;

/** Reads a passphrase: the first line of a file. */
export async function readPassphraseFile(path: string): Promise<string> {
  const [line = ""] = (await read(path)).toString("utf8").split(/\r?\n/);
  return line;
}

/** A file, or where it is larger something that is larger too. */
async function read(path: string, most = mostBytes): Promise<Buffer> {
  try {
    if ((await stat(path)).size > most) return Buffer.alloc(most + 1);
    return await readFile(path);
  } catch (error) {
    throw new AppError("wrong-usage", `${path} cannot be read.`, {
      remedy: "Check the path.",
      cause: error,
    });
  }
}
