/**
 * Remembers a small number for each distinct stretch of bytes, so that a value that stands in a million rows is looked
 * at once and never made a string.
 *
 * Bounded, because what it remembers is foreign: at `maxEntries` it forgets everything and begins again.
 */
export type ByteMemo = {
  /** What was put for these bytes; -1 when nothing was. */
  find(bytes: Uint8Array, from: number, until: number): number;
  /** Remembers the value, from 0 to 2³¹−1, for these bytes. Stretches over 200 bytes are not remembered. */
  put(bytes: Uint8Array, from: number, until: number, value: number): void;
};

const longestKey = 200;

export function makeByteMemo(maxEntries = 4096): ByteMemo {
  const slots = new Int32Array(maxEntries * 2).fill(-1);
  const mask = slots.length - 1;
  const keys: Uint8Array[] = [];
  const values: number[] = [];
  let lastIndex = -1;
  if ((slots.length & mask) !== 0) throw new RangeError("maxEntries has to be a power of two");

  function isKey(index: number, bytes: Uint8Array, from: number, until: number): boolean {
    const key = keys[index] as Uint8Array;
    if (key.length !== until - from) return false;
    for (let i = 0; i < key.length; i += 1) if (key[i] !== bytes[from + i]) return false;
    return true;
  }

  function slotOf(bytes: Uint8Array, from: number, until: number): number {
    let hash = 0x811c9dc5;
    for (let i = from; i < until; i += 1) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const index = slots[slot] as number;
      if (index < 0 || isKey(index, bytes, from, until)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  return {
    find(bytes, from, until) {
      if (until - from > longestKey) return -1;
      if (lastIndex >= 0 && isKey(lastIndex, bytes, from, until))
        return values[lastIndex] as number;
      const index = slots[slotOf(bytes, from, until)] as number;
      if (index < 0) return -1;
      lastIndex = index;
      return values[index] as number;
    },
    put(bytes, from, until, value) {
      if (until - from > longestKey) return;
      if (keys.length === maxEntries) {
        slots.fill(-1);
        keys.length = 0;
        values.length = 0;
        lastIndex = -1;
      }
      const slot = slotOf(bytes, from, until);
      const known = slots[slot] as number;
      if (known >= 0) {
        values[known] = value;
        return;
      }
      slots[slot] = keys.length;
      keys.push(bytes.slice(from, until));
      values.push(value);
    },
  };
}
