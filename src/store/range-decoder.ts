import type { RangeTable } from "../domain/registry/registry.ts";

/** Columns of one family while they grow. */
type Columns = {
  readonly width: 1 | 4;
  count: number;
  first: Uint32Array;
  last: Uint32Array;
  value: Int32Array;
};

/** Bytes of the header of COPY in binary format, without extensions. */
const headerBytes = 19;
/** Bytes before the address in an inet: family, length of prefix, kind, length of address. */
const inetHeadBytes = 4;

/**
 * Reads the bytes of `copy (select first, last, value …) to stdout (format binary)` into a table.
 *
 * Rows may come in any order; `toValue` gets where the bytes of the third column lie.
 */
export async function decodeRanges(
  chunks: AsyncIterable<Buffer>,
  toValue: (bytes: Buffer, at: number, length: number) => number,
): Promise<RangeTable> {
  const v4 = makeColumns(1);
  const v6 = makeColumns(4);
  let rest: Buffer = Buffer.alloc(0);
  let at = headerBytes;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let next = endOfRow(bytes, at); next >= 0; next = endOfRow(bytes, at)) {
      readRow(bytes, at, v4, v6, toValue);
      at = next;
    }
    const used = Math.min(at, bytes.length);
    rest = bytes.subarray(used);
    at -= used;
  }
  return { v4: toTable(v4), v6: toTable(v6) };
}

/** Where the row at `at` ends; -1 when it is not all there or is the trailer. */
function endOfRow(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) return -1;
  const fields = bytes.readInt16BE(at);
  if (fields < 0) return -1;
  let end = at + 2;
  for (let field = 0; field < fields; field += 1) {
    if (end + 4 > bytes.length) return -1;
    end += 4 + bytes.readInt32BE(end);
  }
  return end <= bytes.length ? end : -1;
}

function readRow(
  bytes: Buffer,
  row: number,
  v4: Columns,
  v6: Columns,
  toValue: (bytes: Buffer, at: number, length: number) => number,
): void {
  const inetBytes = bytes.readInt32BE(row + 2);
  const first = row + 6 + inetHeadBytes;
  const last = first + inetBytes + 4;
  const value = last - inetHeadBytes + inetBytes + 4;
  const columns = inetBytes - inetHeadBytes === 4 ? v4 : v6;
  reserve(columns);
  for (let word = 0; word < columns.width; word += 1) {
    const slot = columns.count * columns.width + word;
    columns.first[slot] = bytes.readUInt32BE(first + 4 * word);
    columns.last[slot] = bytes.readUInt32BE(last + 4 * word);
  }
  columns.value[columns.count] = toValue(bytes, value, bytes.readInt32BE(value - 4));
  columns.count += 1;
}

function makeColumns(width: 1 | 4): Columns {
  const capacity = 1024;
  return {
    width,
    count: 0,
    first: new Uint32Array(capacity * width),
    last: new Uint32Array(capacity * width),
    value: new Int32Array(capacity),
  };
}

function reserve(columns: Columns): void {
  if (columns.count < columns.value.length) return;
  const { width, first, last, value } = columns;
  columns.first = new Uint32Array(2 * value.length * width);
  columns.first.set(first);
  columns.last = new Uint32Array(2 * value.length * width);
  columns.last.set(last);
  columns.value = new Int32Array(2 * value.length);
  columns.value.set(value);
}

function toTable({ width, count, first, last, value }: Columns): RangeTable["v4"] {
  const table = {
    first: first.slice(0, count * width),
    last: last.slice(0, count * width),
    value: value.slice(0, count),
  };
  return isSorted(width, table) ? table : sorted(width, table);
}

function isSorted(width: 1 | 4, table: RangeTable["v4"]): boolean {
  for (let row = 1; row < table.value.length; row += 1) {
    if (compareRows(width, table, row - 1, row) > 0) return false;
  }
  return true;
}

/** PostgreSQL gives rows as they lie, which is in order unless scans of several readers share their way. */
function sorted(width: 1 | 4, table: RangeTable["v4"]): RangeTable["v4"] {
  const order = Uint32Array.from(table.value, (_, row) => row);
  order.sort((a, b) => compareRows(width, table, a, b));
  const address = (column: Uint32Array) => {
    const result = new Uint32Array(column.length);
    order.forEach((row, slot) => {
      result.set(column.subarray(row * width, (row + 1) * width), slot * width);
    });
    return result;
  };
  const value = Int32Array.from(order, (row) => table.value[row] as number);
  return { first: address(table.first), last: address(table.last), value };
}

/** By first address, then by last address descending. */
function compareRows(
  width: 1 | 4,
  { first, last }: RangeTable["v4"],
  a: number,
  b: number,
): number {
  for (let word = 0; word < width; word += 1) {
    const order = (first[a * width + word] as number) - (first[b * width + word] as number);
    if (order !== 0) return order;
  }
  for (let word = 0; word < width; word += 1) {
    const order = (last[b * width + word] as number) - (last[a * width + word] as number);
    if (order !== 0) return order;
  }
  return 0;
}
