/** Words that an address has in the columns of its family. */
export type Width = 1 | 4;

/**
 * Disjoint ranges over the whole of a family, in order: row `i` goes from its start to the one before the next start.
 *
 * The first row starts at 0; -1 stands where nothing is known; neighbours differ in value. `top[b]` is the row that
 * holds the first address of the block whose upper 16 bits are `b`, and the last row behind the end.
 */
export type RangeRows = {
  /** One word a row for IPv4, four for IPv6. */
  readonly starts: Uint32Array;
  readonly values: Int32Array;
  readonly top: Uint32Array;
};

/** Gathers rows as they come, in order, and makes equal neighbours one. */
export function makeRangeCollector(
  width: Width,
  capacity: number,
): {
  add(starts: Uint32Array, at: number, value: number): void;
  finish(): RangeRows;
} {
  let starts = new Uint32Array(Math.max(1, capacity) * width);
  let values = new Int32Array(Math.max(1, capacity));
  let count = 0;
  function reserve(): void {
    if (count < values.length) return;
    starts = widened(starts, Uint32Array);
    values = widened(values, Int32Array);
  }
  return {
    add(from, at, value) {
      // What starts where the row before it starts takes its place.
      if (count > 0 && compareAt(width, starts, count - 1, from, at) === 0) count -= 1;
      if (count > 0 && values[count - 1] === value) return;
      reserve();
      for (let i = 0; i < width; i += 1) starts[count * width + i] = from[at * width + i] as number;
      values[count] = value;
      count += 1;
    },
    finish() {
      const exact = starts.slice(0, count * width);
      return { starts: exact, values: values.slice(0, count), top: compileTop(width, exact) };
    },
  };
}

/** Order of the address in row `i` of one column and that in row `j` of another. */
export function compareAt(
  width: Width,
  a: Uint32Array,
  i: number,
  b: Uint32Array,
  j: number,
): number {
  if (width === 1) return (a[i] as number) - (b[j] as number);
  for (let word = 0; word < 4; word += 1) {
    const order = (a[i * 4 + word] as number) - (b[j * 4 + word] as number);
    if (order !== 0) return order;
  }
  return 0;
}

function compileTop(width: Width, starts: Uint32Array): Uint32Array {
  const rows = starts.length / width;
  const top = new Uint32Array(65537).fill(rows - 1);
  let block = 0;
  for (let row = 1; row < rows; row += 1) {
    // The first address of a block lies in this row only when the row starts at it or before it.
    const start = starts[row * width] as number;
    const isAtBlock = (start & 0xffff) === 0 && isZeroBehindFirst(width, starts, row);
    const from = (start >>> 16) + (isAtBlock ? 0 : 1);
    while (block < from) {
      top[block] = row - 1;
      block += 1;
    }
  }
  return top;
}

function isZeroBehindFirst(width: Width, starts: Uint32Array, row: number): boolean {
  for (let word = 1; word < width; word += 1) if (starts[row * width + word] !== 0) return false;
  return true;
}

function widened<Column extends Uint32Array | Int32Array>(
  column: Column,
  make: new (length: number) => Column,
): Column {
  const wider = new make(column.length * 2);
  wider.set(column);
  return wider;
}
