import { type Disposition, dispositions } from "../../domain/finding/disposition.ts";

/** Rows of a report that no episode of it counts. */
export type UncountedRows = {
  /** Saw again what was open. */
  readonly seenAgain: number;
  /** Opened an episode which the row of another report stands for, since this one was recalled. */
  readonly recalledElsewhere: number;
  /** Of those that saw again: recalled. */
  readonly recalledRepeats: number;
};

/**
 * Where the rows of a report stand, in the order of the dispositions; those that are 0 are left out. What was seen again
 * while open is a duplicate, and what was recalled is withdrawn, so that they add up to the rows accepted (invariant 1).
 *
 * @param ended episodes that the report opened, by code of their disposition
 */
export function toDispositions(
  ended: Readonly<Record<string, number>>,
  { seenAgain, recalledElsewhere, recalledRepeats }: UncountedRows,
): Readonly<Partial<Record<Disposition, number>>> {
  const more: Partial<Record<Disposition, number>> = {
    duplicate: seenAgain - recalledRepeats,
    withdrawn: recalledElsewhere + recalledRepeats,
  };
  const counts = dispositions.map(
    (name, code) => [name, (ended[code] ?? 0) + (more[name] ?? 0)] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
