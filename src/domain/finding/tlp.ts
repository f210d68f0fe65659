/** Traffic Light Protocol 2.0 (FIRST, August 2022), from widest to strictest. */
export const tlpLabels = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] as const;

export type Tlp = (typeof tlpLabels)[number];

/** What holds where neither the report nor its finder says anything. */
export const defaultTlp: Tlp = "AMBER";

/** Position from 0 (CLEAR) to 4 (RED). */
export function tlpRank(tlp: Tlp): number {
  return tlpLabels.indexOf(tlp);
}

/** The stricter of those that are given; AMBER when none is. */
export function strictestTlp(...labels: readonly (Tlp | null | undefined)[]): Tlp {
  let strictest: Tlp | null = null;
  for (const label of labels) {
    if (label && (strictest === null || tlpRank(label) > tlpRank(strictest))) strictest = label;
  }
  return strictest ?? defaultTlp;
}

/** Reads a label as people write it: any case, with or without `TLP:`, WHITE as CLEAR (TLP 1.0); null when it is none. */
export function findTlp(text: string): Tlp | null {
  const bare = text
    .trim()
    .toUpperCase()
    .replace(/^TLP:\s*/, "");
  if (bare === "WHITE") return "CLEAR";
  return tlpLabels.find((label) => label === bare) ?? null;
}
