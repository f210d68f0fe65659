/** Orders instants, which may be infinite: ∞ − ∞ is no number. */
export function compareInstants(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
