import { formatRange } from "../registry/registry-difference.ts";
import { type AddressRange, toNumber } from "./prefix.ts";

/** A stretch of addresses with what was said of it. */
export type NamedStretch<Fact> = {
  /** A prefix where it is one, else `first - last`. */
  readonly range: string;
  /** Decimal string for IPv6. */
  readonly addresses: number | string;
  readonly fact: Fact;
};

type Open<Fact> = {
  readonly family: 4 | 6;
  first: bigint;
  last: bigint;
  readonly range: AddressRange;
  end: AddressRange;
  readonly fact: Fact;
};

/**
 * Gathers ranges that come in order into stretches of what is the same, and keeps the largest of each family.
 *
 * Call `next` before the facts of each range: what is not said again of the range behind it ends there.
 */
export function makeStretches<Fact>(listed: number): {
  next(): void;
  add(key: string, range: AddressRange, fact: Fact): void;
  finish(): { readonly largest: readonly NamedStretch<Fact>[]; readonly count: number };
} {
  let open = new Map<string, Open<Fact>>();
  let following = new Map<string, Open<Fact>>();
  const largest: Record<4 | 6, { stretch: Open<Fact>; size: bigint }[]> = { 4: [], 6: [] };
  let count = 0;

  function close(stretch: Open<Fact>): void {
    count += 1;
    const size = stretch.last - stretch.first + 1n;
    const kept = largest[stretch.family];
    if (kept.length === listed && size <= (kept.at(-1)?.size ?? 0n)) return;
    const behind = kept.findIndex((other) => other.size < size);
    kept.splice(behind < 0 ? kept.length : behind, 0, { stretch, size });
    kept.length = Math.min(kept.length, listed);
  }

  function next(): void {
    for (const [key, stretch] of open) if (!following.has(key)) close(stretch);
    open = following;
    following = new Map();
  }

  return {
    next,
    add(key, range, fact) {
      const { family } = range;
      const [first, last] = [toNumber(family, range.first), toNumber(family, range.last)];
      const before = open.get(key);
      if (before !== undefined && before.family === family && before.last + 1n === first) {
        before.last = last;
        before.end = range;
        following.set(key, before);
      } else {
        if (before !== undefined) close(before);
        open.delete(key);
        following.set(key, { family, first, last, range, end: range, fact });
      }
    },
    finish() {
      next();
      next();
      const named = [...largest[4], ...largest[6]].map(({ stretch, size }) => ({
        range: formatRange({ ...stretch.range, last: stretch.end.last }),
        addresses: stretch.family === 4 ? Number(size) : String(size),
        fact: stretch.fact,
      }));
      return { largest: named, count };
    },
  };
}

/** How many addresses the range has. */
export function sizeOfRange({ family, first, last }: AddressRange): bigint {
  return toNumber(family, last) - toNumber(family, first) + 1n;
}
