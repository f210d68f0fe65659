/**
 * A short list of different numbers for each of many things, with how often each was added: three integers a pair and one
 * a thing, because a comparison has millions of them.
 */
export type PairLists = {
  /** Adds the value to the list of the thing, or counts it once more. */
  add(thing: number, value: number): void;
  /** Calls with each value of the thing and how often it was added, in order of first addition. */
  each(thing: number, call: (value: number, times: number) => void): void;
};

/** No pairs yet. */
export function makePairLists(): PairLists {
  let heads = new Int32Array(1024).fill(-1);
  let tails = new Int32Array(1024).fill(-1);
  let next = new Int32Array(1024);
  let values = new Int32Array(1024);
  let times = new Int32Array(1024);
  let count = 0;

  function append(thing: number, value: number): void {
    if (count === values.length) {
      [next, values, times] = [grown(next, 0), grown(values, 0), grown(times, 0)];
    }
    next[count] = -1;
    values[count] = value;
    times[count] = 1;
    const tail = tails[thing] as number;
    if (tail < 0) heads[thing] = count;
    else next[tail] = count;
    tails[thing] = count;
    count += 1;
  }

  return {
    add(thing, value) {
      while (thing >= heads.length) [heads, tails] = [grown(heads, -1), grown(tails, -1)];
      for (let pair = heads[thing] as number; pair >= 0; pair = next[pair] as number) {
        if (values[pair] !== value) continue;
        times[pair] = (times[pair] as number) + 1;
        return;
      }
      append(thing, value);
    },
    each(thing, call) {
      if (thing >= heads.length) return;
      for (let pair = heads[thing] as number; pair >= 0; pair = next[pair] as number) {
        call(values[pair] as number, times[pair] as number);
      }
    },
  };
}

function grown(old: Int32Array<ArrayBuffer>, fill: number): Int32Array<ArrayBuffer> {
  const array = new Int32Array(old.length * 2).fill(fill, old.length);
  array.set(old);
  return array;
}
