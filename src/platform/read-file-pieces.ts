import { open } from "node:fs/promises";

const pieceBytes = 1 << 20;

/**
 * The bytes of a file in pieces, through one buffer: a piece is valid until the next is asked for.
 *
 * A stream would make a buffer for each piece; for a large file that is a collection of the whole heap every few
 * dozen pieces.
 */
export async function* readFilePieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.allocUnsafeSlow(pieceBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
