import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { readScope, type Scope } from "../domain/report/scope.ts";
import { mostSignatureBytes } from "../platform/detached-signature.ts";
import { AppError } from "../platform/errors.ts";
import { readFilePieces } from "../platform/read-file-pieces.ts";
import type { Terminal } from "./terminal.ts";

/** A report to be read once, as it lies there. */
export type ReportFile = {
  /** Base name without the ending of its packing; null from standard input. */
  readonly name: string | null;
  /** Null while it is not known. */
  readonly bytes: number | null;
  /** Each is valid until the next is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
};

/** Opens the file of a report, or standard input for `-`; throws `wrong-usage` when there is none. */
export async function openReportFile(terminal: Terminal, path: string): Promise<ReportFile> {
  if (path === "-") {
    if (terminal.isTyped) terminal.note("Reading the report from standard input; Ctrl-D ends it.");
    return { name: null, bytes: null, chunks: terminal.stdin };
  }
  const bytes = await getFileBytes(path);
  const name = basename(path).replace(/\.(?:gz|gzip|zst|zstd|zip)$/i, "");
  return { name, bytes, chunks: readFilePieces(path) };
}

/** Reads what a complete report covered; throws `input-refused` naming each line that is neither prefix nor name. */
export async function readScopeFile(path: string): Promise<Scope> {
  await getFileBytes(path);
  const scope = readScope(await readFile(path, "utf8"));
  if ("prefixes" in scope) return scope;
  const told = scope.slice(0, 20);
  const lines = told.map(({ line, text }) => `${path}, line ${line}: ${JSON.stringify(text)}`);
  throw new AppError(
    "input-refused",
    `${lines.join("\n")}${scope.length > told.length ? `\nand ${scope.length - told.length} more` : ""}`,
    {
      remedy: "Write a prefix without host bits, an address or a name a line; # begins a comment.",
      details: { problems: scope },
    },
  );
}

/** Reads a detached signature; throws `input-refused` when it is too large for one. */
export async function readSignatureFile(path: string): Promise<Uint8Array> {
  const bytes = await getFileBytes(path);
  if (bytes > 0 && bytes <= mostSignatureBytes) return readFile(path);
  throw new AppError("input-refused", `${path}: ${bytes} bytes are no detached signature.`, {
    remedy: "Make one with `gpg --detach-sign --armor FILE`.",
  });
}

/** Reads a key in ASCII armor; throws `input-refused` when it is too large for one. */
export async function readKeyFile(path: string): Promise<string> {
  const bytes = await getFileBytes(path);
  if (bytes <= mostKeyBytes) return readFile(path, "latin1");
  throw new AppError("input-refused", `${path}: ${bytes} bytes are no key.`, {
    remedy: "Write one with `gpg --export --armor FINGERPRINT`.",
  });
}

const mostKeyBytes = 100_000;

async function getFileBytes(path: string): Promise<number> {
  try {
    const file = await stat(path);
    if (!file.isDirectory()) return file.size;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new AppError("wrong-usage", `${path}: ${reason}.`, {
      remedy: "Check the path.",
      cause: error,
    });
  }
  throw new AppError("wrong-usage", `${path}: it is a folder.`, { remedy: "Name a file in it." });
}
