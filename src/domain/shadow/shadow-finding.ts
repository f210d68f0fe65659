import type { FindingType } from "../finding/finding-type.ts";

/** A finding of the feeds, seen for the first time in them; the words are valid during the call only. */
export type ShadowFinding = {
  readonly type: FindingType;
  /** The name or mail domain that it is about; null when it is about the address. */
  readonly name: string | null;
  readonly family: 4 | 6;
  readonly words: Uint32Array;
  /** Where its four words begin. */
  readonly at: number;
  /** Number of the decision about it; -1 when it is out of scope. */
  readonly decision: number;
};
