/** Where PostgreSQL begins to count, in milliseconds since 1970 UTC. */
const postgresEpochMs = Date.UTC(2000, 0, 1);
const twoTo32 = 4294967296;

/**
 * Writes rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format") into one growing buffer.
 *
 * Columns are written in the order of the statement's column list, `row` first with their number. Nothing is checked:
 * a column of another type than the table's is refused by PostgreSQL.
 */
export type CopyWriter = {
  row(columns: number): void;
  absent(): void;
  int16(value: number): void;
  int32(value: number): void;
  /** An integer up to 2⁵³ as bigint. */
  int64(value: number): void;
  text(value: string): void;
  bytes(value: Uint8Array): void;
  /** Four words, most significant first. */
  uuid(words: Uint32Array, at: number): void;
  /** An address of family 4 (the first word) or 6 (four words). */
  inet(family: number, words: Uint32Array, at: number): void;
  /** Milliseconds since 1970 UTC. */
  timestamp(ms: number): void;
  /** All that was written, with header and trailer; the writer is not to be used again. */
  finish(): Buffer;
};

/** A writer with room for so many bytes before it grows. */
export function makeCopyWriter(expectedBytes = 1 << 16): CopyWriter {
  let buffer = Buffer.allocUnsafe(expectedBytes + 64);
  let end = buffer.write("PGCOPY\n\xff\r\n\0", 0, "latin1");
  buffer.fill(0, end, end + 8);
  end += 8;

  function room(bytes: number): void {
    if (end + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, end + bytes));
    buffer.copy(larger, 0, 0, end);
    buffer = larger;
  }

  function word(value: number): void {
    buffer[end] = value >>> 24;
    buffer[end + 1] = value >>> 16;
    buffer[end + 2] = value >>> 8;
    buffer[end + 3] = value;
    end += 4;
  }

  function int64(value: number): void {
    room(12);
    word(8);
    const high = Math.floor(value / twoTo32);
    word(high);
    word(value - high * twoTo32);
  }

  return {
    row(columns) {
      room(2);
      buffer[end++] = columns >>> 8;
      buffer[end++] = columns;
    },
    absent() {
      room(4);
      word(-1);
    },
    int16(value) {
      room(6);
      word(2);
      buffer[end++] = value >>> 8;
      buffer[end++] = value;
    },
    int32(value) {
      room(8);
      word(4);
      word(value);
    },
    int64,
    text(value) {
      const bytes = Buffer.byteLength(value);
      room(4 + bytes);
      word(bytes);
      end += buffer.write(value, end);
    },
    bytes(value) {
      room(4 + value.length);
      word(value.length);
      buffer.set(value, end);
      end += value.length;
    },
    uuid(words, at) {
      room(20);
      word(16);
      for (let i = 0; i < 4; i++) word(words[at + i] as number);
    },
    inet(family, words, at) {
      const addressBytes = family === 4 ? 4 : 16;
      room(8 + addressBytes);
      word(4 + addressBytes);
      // PostgreSQL's own family numbers, the full length as netmask, no cidr, length of the address.
      word(((family === 4 ? 2 : 3) << 24) | ((addressBytes * 8) << 16) | addressBytes);
      for (let i = 0; i < addressBytes / 4; i++) word(words[at + i] as number);
    },
    timestamp(ms) {
      int64(Math.round((ms - postgresEpochMs) * 1000));
    },
    finish() {
      room(2);
      buffer[end++] = 0xff;
      buffer[end++] = 0xff;
      return buffer.subarray(0, end);
    },
  };
}
