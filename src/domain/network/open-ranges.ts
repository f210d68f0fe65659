import type { Width } from "./range-rows.ts";

/**
 * The ranges that have begun, best on top (a binary heap). One that has ended stays until it comes to the top: in
 * registries ranges nest, so that the heap is as deep as they nest, a dozen at most.
 */
export function makeOpenRanges(
  width: Width,
  first: Uint32Array,
  last: Uint32Array,
  value: Int32Array,
) {
  const heap: number[] = [];
  const isBetter = (a: number, b: number) =>
    (compareSizes(width, first, last, a, b) || (value[a] as number) - (value[b] as number)) < 0;
  function swapIfBetter(child: number, parent: number): boolean {
    const [c, p] = [heap[child] as number, heap[parent] as number];
    if (!isBetter(c, p)) return false;
    heap[child] = p;
    heap[parent] = c;
    return true;
  }
  return {
    best: (): number => heap[0] ?? -1,
    push(row: number): void {
      let child = heap.push(row) - 1;
      while (child > 0 && swapIfBetter(child, (child - 1) >> 1)) child = (child - 1) >> 1;
    },
    drop(): void {
      const moved = heap.pop();
      if (moved === undefined || heap.length === 0) return;
      heap[0] = moved;
      for (let parent = 0; ; ) {
        const left = 2 * parent + 1;
        if (left >= heap.length) return;
        const right = left + 1;
        const child =
          right < heap.length && isBetter(heap[right] as number, heap[left] as number)
            ? right
            : left;
        if (!swapIfBetter(child, parent)) return;
        parent = child;
      }
    },
  };
}

/** Order of two ranges by how many addresses they hold. */
function compareSizes(
  width: Width,
  first: Uint32Array,
  last: Uint32Array,
  a: number,
  b: number,
): number {
  if (width === 1) {
    return (
      (last[a] as number) - (first[a] as number) - ((last[b] as number) - (first[b] as number))
    );
  }
  // Subtracts word by word from the least significant; the sign of the most significant difference decides.
  let order = 0;
  let borrowA = 0;
  let borrowB = 0;
  for (let word = 3; word >= 0; word -= 1) {
    const sizeA = (last[a * 4 + word] as number) - (first[a * 4 + word] as number) - borrowA;
    const sizeB = (last[b * 4 + word] as number) - (first[b * 4 + word] as number) - borrowB;
    borrowA = sizeA < 0 ? 1 : 0;
    borrowB = sizeB < 0 ? 1 : 0;
    order = (sizeA >>> 0) - (sizeB >>> 0) || order;
  }
  return order;
}
