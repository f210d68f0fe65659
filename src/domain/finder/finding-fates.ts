/** Where a finding of a report stands, for its finder; each stands in exactly one place. */
export const fates = [
  "waiting",
  "notTold",
  "bounced",
  "delivered",
  "acknowledged",
  "saidFixed",
  "disputed",
  "fixed",
  "expired",
  "withdrawn",
] as const;

export type Fate = (typeof fates)[number];

export type FateCounts = Readonly<Record<Fate, number>>;

/** What a finder is shown: `answered` stands for several words of owners, `told` for whether there was any. */
export type ShownFates = Readonly<Partial<Record<Fate | "answered" | "told", number>>>;

/** Words of owners: of few findings they would tell what one owner said. */
const words = ["acknowledged", "saidFixed", "disputed"] as const satisfies readonly Fate[];

/** Fewer findings than this are not told apart. */
export const leastFindings = 5;

/**
 * The counts as a finder may see them; they add up to the same. Where a word of owners stands for fewer than five findings,
 * the words are one count (`answered`); where all of them together do, that is one with what was only delivered (`told`).
 */
export function showFates(counts: FateCounts): ShownFates {
  const rest = Object.fromEntries(
    fates.filter((fate) => !isWord(fate)).map((fate) => [fate, counts[fate]]),
  );
  const isSmall = (count: number): boolean => count > 0 && count < leastFindings;
  if (!words.some((word) => isSmall(counts[word]))) return drop({ ...rest, ...pick(counts) });
  const answered = words.reduce((sum, word) => sum + counts[word], 0);
  if (!isSmall(answered)) return drop({ ...rest, answered });
  const { delivered = 0, ...others } = rest;
  return drop({ ...others, told: delivered + answered });
}

function isWord(fate: Fate): boolean {
  return words.some((word) => word === fate);
}

function pick(counts: FateCounts): Record<string, number> {
  return Object.fromEntries(words.map((word) => [word, counts[word]]));
}

function drop(counts: Readonly<Record<string, number>>): ShownFates {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
