const headerBytes = 19;

/**
 * Hands rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format") to `onRow`, one after the other.
 *
 * @param onRow called with bytes that hold the row, and of each column where its value begins and how long it is (-1:
 *   absent); all three are valid during the call only
 */
export async function readCopyRows(
  chunks: AsyncIterable<Buffer>,
  columns: number,
  onRow: (bytes: Buffer, starts: Int32Array, lengths: Int32Array) => void,
): Promise<void> {
  const starts = new Int32Array(columns);
  const lengths = new Int32Array(columns);
  let rest: Buffer = Buffer.alloc(0);
  let skip = headerBytes;

  /** Where the row that begins here ends; -1 when the bytes end before it does. */
  function measure(bytes: Buffer, from: number): number {
    let at = from + 2;
    for (let column = 0; column < columns; column++) {
      if (at + 4 > bytes.length) return -1;
      const length = bytes.readInt32BE(at);
      at += 4;
      starts[column] = at;
      lengths[column] = length;
      if (length > 0) at += length;
    }
    return at <= bytes.length ? at : -1;
  }

  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = Math.min(skip, bytes.length);
    skip -= at;
    // The trailer is a number of columns that no row has.
    while (at + 2 <= bytes.length && bytes.readInt16BE(at) === columns) {
      const end = measure(bytes, at);
      if (end < 0) break;
      onRow(bytes, starts, lengths);
      at = end;
    }
    rest = bytes.subarray(at);
  }
}
