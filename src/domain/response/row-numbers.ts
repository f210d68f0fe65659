/**
 * Numbers of rows as people write them, `1-20, 35`, and as forms carry them; in order, each once. Null for what names none
 * of so many rows.
 */
export function readRowNumbers(text: string, most: number): readonly number[] | null {
  const stretches: [from: number, until: number][] = [];
  for (const part of text.split(/[\s,;]+/).filter((part) => part !== "")) {
    const [, first, last] = /^(\d{1,7})(?:[-–](\d{1,7}))?$/.exec(part) ?? [];
    if (first === undefined) return null;
    const from = Number(first);
    const until = Number(last ?? first);
    if (from < 1 || until < from || until > most) return null;
    stretches.push([from, until]);
  }
  return listNumbers(stretches.sort(([a], [b]) => a - b));
}

/** Goes over each number once, however often a stranger repeats it. */
function listNumbers(stretches: readonly (readonly [from: number, until: number])[]): number[] {
  const numbers: number[] = [];
  for (const [from, until] of stretches) {
    const next = (numbers.at(-1) ?? 0) + 1;
    for (let number = Math.max(from, next); number <= until; number++) numbers.push(number);
  }
  return numbers;
}

/** Writes rows, in order, with what follows one another drawn together. */
export function formatRowNumbers(numbers: readonly number[]): string {
  const stretches: [number, number][] = [];
  for (const number of numbers) {
    const last = stretches.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else stretches.push([number, number]);
  }
  return stretches.map(([from, until]) => (from === until ? from : `${from}-${until}`)).join(", ");
}
