import { clearRowBatch, isFull, type RowBatch } from "../domain/report/row-batch.ts";
import type { RowCursor, RowReader, TextPiece } from "../domain/report/source.ts";
import { frameBytes } from "../platform/frame-codec.ts";
import type { FramedFile } from "../platform/framed-file.ts";

/** The text of a report as far as it was read and not yet parsed. */
export type TextFeed = {
  piece(): TextPiece;
  /** Drops what lies before the offset and reads on. */
  extend(offset: number): Promise<void>;
  close(): Promise<void>;
};

/** Feeds the text from the offset on, through one buffer that is used again and grows only for the longest row. */
export async function feedText(
  file: FramedFile,
  textBytes: number,
  from: number,
): Promise<TextFeed> {
  const frames = file.readInPlace(from);
  let buffer = Buffer.allocUnsafeSlow(2 * frameBytes);
  let length = 0;
  let at = from;
  const feed: TextFeed = {
    piece: () => ({ bytes: buffer.subarray(0, length), at, last: at + length >= textBytes }),
    async extend(offset) {
      const next = await frames.next();
      buffer.copyWithin(0, offset - at, length);
      length -= offset - at;
      at = offset;
      if (next.done) {
        if (at + length >= textBytes) return;
        throw new Error(
          `A kept report is damaged: it ends at ${at + length} of ${textBytes} bytes.`,
        );
      }
      if (length + next.value.length > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(2 * (length + next.value.length));
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
      length += next.value.copy(buffer, length);
    },
    close: async () => {
      await frames.return(undefined);
    },
  };
  await feed.extend(from);
  return feed;
}

/** Fills the batch with the next rows; it stays short only at the end of the text. */
export async function parse(
  feed: TextFeed,
  reader: RowReader,
  cursor: RowCursor,
  batch: RowBatch,
): Promise<void> {
  clearRowBatch(batch);
  for (;;) {
    const piece = feed.piece();
    reader.read(piece, cursor, batch);
    if (isFull(batch) || piece.last) return;
    await feed.extend(cursor.offset);
  }
}
