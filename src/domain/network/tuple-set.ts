/** Distinct tuples of integers, numbered from 0 in the order in which they were first added. */
export type TupleSet = {
  /** Integers in a tuple. */
  readonly width: number;
  /** How many tuples there are. */
  readonly count: () => number;
  /** Number of the tuple, added where it is new. */
  readonly add: (tuple: ArrayLike<number>) => number;
  /** All tuples one after the other, `width` integers each; a copy. */
  readonly toColumns: () => Int32Array;
};

/** An empty set; open addressing over typed arrays, because a world has hundreds of thousands of additions. */
export function makeTupleSet(width: number): TupleSet {
  let values = new Int32Array(1024 * width);
  let slots = new Int32Array(2048).fill(-1);
  let count = 0;

  function slotOf(tuple: ArrayLike<number>, at: number): number {
    const mask = slots.length - 1;
    for (let slot = hashTuple(tuple, at, width) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] as number;
      if (number < 0 || isEqual(number, tuple, at)) return slot;
    }
  }

  function isEqual(number: number, tuple: ArrayLike<number>, at: number): boolean {
    for (let i = 0; i < width; i += 1)
      if (values[number * width + i] !== tuple[at + i]) return false;
    return true;
  }

  function grow(): void {
    const wider = new Int32Array(values.length * 2);
    wider.set(values);
    values = wider;
    slots = new Int32Array(slots.length * 2).fill(-1);
    for (let number = 0; number < count; number += 1)
      slots[slotOf(values, number * width)] = number;
  }

  return {
    width,
    count: () => count,
    add(tuple) {
      const known = slots[slotOf(tuple, 0)] as number;
      if (known >= 0) return known;
      if (count * 2 >= slots.length) grow();
      slots[slotOf(tuple, 0)] = count;
      for (let i = 0; i < width; i += 1) values[count * width + i] = tuple[i] as number;
      count += 1;
      return count - 1;
    },
    toColumns: () => values.slice(0, count * width),
  };
}

/** Multiply and rotate (the finaliser of MurmurHash3 at the end), 32 bits; never for anything that an attacker picks. */
function hashTuple(tuple: ArrayLike<number>, at: number, width: number): number {
  let hash = 0x9e3779b9;
  for (let i = 0; i < width; i += 1) {
    hash = Math.imul(hash ^ (tuple[at + i] as number), 0x85ebca6b);
    hash = (hash << 13) | (hash >>> 19);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  return (hash ^ (hash >>> 13)) >>> 0;
}
