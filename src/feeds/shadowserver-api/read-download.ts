import type { FeedAnswer } from "../../domain/feed/feed-fetch.ts";
import { findPacking } from "../../platform/packed-text.ts";
import { fail } from "./call-api.ts";

/**
 * The bytes of a download, whole: where the server said no length, a plain list has to end with a line end. Throws
 * `feed-failed` for an empty one or one that breaks off.
 */
export async function* readDownload({ headers, body }: FeedAnswer): AsyncGenerator<Uint8Array> {
  const isCounted = headers.has("content-length") || headers.has("transfer-encoding");
  const start: number[] = [];
  let last = 0;
  let bytes = 0;
  for await (const piece of body) {
    if (piece.length === 0) continue;
    if (start.length < 4) start.push(...piece.subarray(0, 4 - start.length));
    last = piece.at(-1) ?? last;
    bytes += piece.length;
    yield piece;
  }
  if (bytes === 0) throw fail("The download is empty.");
  if (isCounted || findPacking(Uint8Array.from(start)) !== null || last === lineEnd) return;
  throw fail("The download ends in the middle of a line.");
}

const lineEnd = 10;
