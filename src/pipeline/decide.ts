import type { DecisionMemo } from "../domain/decision/decision-memo.ts";
import { dispositionCode } from "../domain/finding/disposition.ts";
import type { OpenedFindings } from "../store/findings.ts";
import type { Chunk, RowType } from "./material/chunk.ts";
import { type Deciding, dispositionOf } from "./material/deciding.ts";

const outOfScope = dispositionCode("outOfScope");

/**
 * Decides for every episode that the chunk opens; the numbers of the memo are left in `decision`, one more than the
 * number so that 0 means out of scope, until `placeDecisions` puts ids in their place.
 */
export function decideOpened(chunk: Chunk, types: readonly RowType[], deciding: Deciding): void {
  decideEach(chunk, chunk.fresh, chunk.freshRow, types, deciding.memo);
  decideEach(chunk, chunk.reopened, chunk.reopenedRow, types, deciding.memo);
}

function decideEach(
  chunk: Chunk,
  opened: OpenedFindings,
  rows: Int32Array,
  types: readonly RowType[],
  memo: DecisionMemo,
): void {
  for (let at = 0; at < opened.count; at++) {
    const row = rows[at] as number;
    if (chunk.outOfScope[row] === 1) {
      opened.decision[at] = 0;
      opened.disposition[at] = outOfScope;
      continue;
    }
    const standing = opened.standing[at] as number;
    const number = memo.decide(
      chunk.addressClass[row] as number,
      chunk.nameClass[row] as number,
      (types[chunk.batch.type[row] as number] as RowType).type,
      opened.severity[at] as number,
      standing,
      opened.observedAt[at] as number,
    );
    opened.decision[at] = number + 1;
    opened.disposition[at] = dispositionOf(memo, number, standing);
  }
}

/** Puts the ids of stored decisions in the place of the memo's numbers. */
export function placeDecisions(opened: OpenedFindings, deciding: Deciding): void {
  for (let at = 0; at < opened.count; at++) {
    const number = opened.decision[at] as number;
    if (number > 0) opened.decision[at] = deciding.stored[number - 1] as number;
  }
}

/** Numbers of the memo that the opened episodes refer to, each once. */
export function numbersOf(chunk: Chunk): Set<number> {
  const numbers = new Set<number>();
  for (const opened of [chunk.fresh, chunk.reopened]) {
    for (let at = 0; at < opened.count; at++) {
      const number = opened.decision[at] as number;
      if (number > 0) numbers.add(number - 1);
    }
  }
  return numbers;
}
