import type { ImportedText, Place } from "./place.ts";

/**
 * What became of a piece of what was imported: `left-out` of the world, `changed` on its way into it, or `kept` although
 * somebody should look at it.
 */
export type Effect = "left-out" | "changed" | "kept";

/** A line of the list of what to mend. */
export type Remark = Place & {
  readonly effect: Effect;
  /** What stood there, cut to 200 characters. */
  readonly value: string;
  readonly problem: string;
  /** What to do. */
  readonly remedy: string;
};

/** A remark about a text of the import. */
export function toRemark(
  effect: Effect,
  { text, place }: ImportedText,
  problem: string,
  remedy: string,
): Remark {
  const { file, line, row, field } = place;
  const value = text.length > 200 ? `${text.slice(0, 199)}…` : text;
  return { file, line, row, field, effect, value, problem, remedy };
}
