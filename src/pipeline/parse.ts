import { clearRowBatch, isFull, type RowBatch } from "../domain/row-batch.ts";
import type { RowCursor, RowReader, TextPiece } from "../domain/source.ts";
import type { FramedFile } from "../platform/framed-file.ts";

/** The text of a report as far as it was read and not yet parsed. */
export type TextFeed = {
  piece(): TextPiece;
  /** Drops what lies before the offset and reads on. */
  extend(offset: number): Promise<void>;
  close(): Promise<void>;
};

/** Feeds the text from the offset on. */
export async function feedText(
  file: FramedFile,
  textBytes: number,
  from: number,
): Promise<TextFeed> {
  const frames = file.read(from);
  let bytes: Buffer = Buffer.alloc(0);
  let at = from;
  const feed: TextFeed = {
    piece: () => ({ bytes, at, last: at + bytes.length >= textBytes }),
    async extend(offset) {
      const next = await frames.next();
      const rest = bytes.subarray(offset - at);
      at = offset;
      if (next.done) bytes = rest;
      else bytes = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
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
