/** Numbers of rows as people write them, `1-20, 35`, and as forms carry them; in order, each once. */
export function readRowNumbers(text: string, most: number): readonly number[] | null {
  const numbers = new Set<number>();
  for (const part of text.split(/[\s,;]+/).filter((part) => part !== "")) {
    const [, first, last] = /^(\d{1,7})(?:[-–](\d{1,7}))?$/.exec(part) ?? [];
    if (first === undefined) return null;
    const from = Number(first);
    const until = Number(last ?? first);
    if (from < 1 || until < from || until > most) return null;
    for (let number = from; number <= until; number++) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
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
