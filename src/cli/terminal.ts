import type { Readable, Writable } from "node:stream";

/** Where a command reads and writes. */
export type Terminal = {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Whether somebody would have to type the input. */
  readonly isTyped: boolean;
  /** Whether somebody watches standard error, so that progress makes sense. */
  readonly isWatched: boolean;
  readonly stderr: Writable;
  /** Writes to standard output at the pace of its reader; answers false once nobody reads any more. */
  write(text: string): Promise<boolean>;
  /** A line on standard error. */
  note(text: string): void;
};

/** The streams of this process. A reader that goes away (`… | head`) ends no command: what is left unread is dropped. */
export function openTerminal(streams: {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
}): Terminal {
  const { stdin, stdout, stderr } = streams;
  let isRead = true;
  let wake = (): void => undefined;
  stdout.on("error", (error: Error & { code?: string }) => {
    isRead = false;
    wake();
    if (error.code !== "EPIPE") stderr.write(`standard output: ${error.message}\n`);
  });
  stderr.on("error", () => undefined);
  stdout.on("drain", () => wake());
  return {
    stdin,
    isTyped: stdin.isTTY === true,
    isWatched: stderr.isTTY === true,
    stderr,
    async write(text) {
      if (isRead && text !== "" && !stdout.write(text)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (!isRead || !stdout.writableNeedDrain) resolve();
        });
      }
      return isRead;
    },
    note(text) {
      stderr.write(`${text}\n`);
    },
  };
}

/** Text is written in pieces of about this size: one write a line costs more than the line. */
const pieceLength = 1 << 16;

/** Writes text that comes bit by bit; stops asking for more once nobody reads any more. */
export async function writeAll(
  terminal: Terminal,
  texts: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  let piece = "";
  for await (const text of texts) {
    piece += text;
    if (piece.length < pieceLength) continue;
    if (!(await terminal.write(piece))) return;
    piece = "";
  }
  await terminal.write(piece);
}
