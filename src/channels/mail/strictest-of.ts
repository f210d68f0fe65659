import { type Tlp, tlpRank } from "../../domain/finding/tlp.ts";

/** The label of the strictest row holds for the whole; at least one row. */
export function strictestOf(rows: readonly { readonly tlp: Tlp }[]): Tlp {
  return rows.map((row) => row.tlp).reduce((a, b) => (tlpRank(b) > tlpRank(a) ? b : a));
}
