/**
 * Observations of one chunk, packed: delta-coded columns of some bytes a row instead of a table row each.
 *
 * Every column is a sequence of zigzag-coded LEB128 differences to the row before (the first to 0): rows of a report
 * lie behind one another, and a report of the next day repeats the findings in about the same order, so most
 * differences fit one or two bytes.
 */
export type PackedObservations = {
  readonly count: number;
  readonly findingIds: Uint8Array;
  /** Where each row lies in the text of its report, in bytes. */
  readonly offsets: Uint8Array;
  /** Whole seconds since 1970 UTC. */
  readonly observedAt: Uint8Array;
};

/** Longest coding of a difference of 53 bits. */
const longest = 8;

/** Packs the first `count` values: integers up to 2⁵³. */
export function packDeltas(values: ArrayLike<number>, count: number): Uint8Array {
  const out = new Uint8Array(count * longest);
  let end = 0;
  let previous = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    const delta = value - previous;
    previous = value;
    // Zigzag in floating point: shifts would cut at 32 bits.
    let rest = delta >= 0 ? delta * 2 : -delta * 2 - 1;
    while (rest >= 128) {
      out[end++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    out[end++] = rest;
  }
  return out.slice(0, end);
}

/** The values that were packed, in order; throws when the bytes do not hold exactly so many. */
export function unpackDeltas(bytes: Uint8Array, count: number): Float64Array {
  const values = new Float64Array(count);
  let at = 0;
  let previous = 0;
  for (let i = 0; i < count; i++) {
    let rest = 0;
    let scale = 1;
    let byte: number;
    do {
      if (at >= bytes.length)
        throw new RangeError(`packed column ends after ${i} of ${count} values`);
      byte = bytes[at++] as number;
      rest += (byte & 127) * scale;
      scale *= 128;
    } while (byte >= 128);
    previous += rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2;
    values[i] = previous;
  }
  if (at !== bytes.length) throw new RangeError(`packed column holds more than ${count} values`);
  return values;
}
