import { type DecisionMemo, makeDecisionMemo } from "../../domain/decision/decision-memo.ts";
import { textOfOutcome, toOutcome } from "../../domain/decision/decision-outcome.ts";
import type { Catalogue, FindingType } from "../../domain/finding/finding-type.ts";
import type { CompiledWorld } from "../../domain/world/compiled-world.ts";
import { noSilences } from "../../domain/world/silence.ts";
import type { Sql } from "../../platform/database.ts";
import { listEverDead } from "../../store/address-states.ts";
import { listOutcomes } from "../../store/redecidable-findings.ts";
import type { Basis } from "./basis.ts";
import { compileWith } from "./compile-with.ts";
import { type Deciding, startDeciding } from "./deciding.ts";
import { readTypeNumbers } from "./type-numbers.ts";

/** The same basis with other addresses dead or silent. */
export type Variant = { readonly world: CompiledWorld; readonly memo: DecisionMemo };

/** Deciding again under a basis, and what is known of the decisions that hold: outcomes by small numbers. */
export type Redeciding = {
  readonly deciding: Deciding;
  /** By number in this database. */
  readonly types: readonly FindingType[];
  /** Outcome of a decision that the memo made. */
  outcomeOf(number: number): number;
  /** Outcomes of stored decisions, by id, all that were asked for. */
  readonly stored: ReadonlyMap<number, number>;
  /** Learns the outcomes of these stored decisions. */
  learn(sql: Sql, ids: Iterable<number>): Promise<void>;
  /**
   * With every address alive and asking for mail, and with all dead or silent that ever were; empty where none ever was.
   * Made when asked for.
   */
  variants(sql: Sql): Promise<readonly Variant[]>;
};

/** Starts deciding again about findings of this database at an instant. */
export async function startRedeciding(
  sql: Sql,
  catalogue: Catalogue,
  basis: Basis,
  decidedAt: Date,
): Promise<Redeciding> {
  const deciding = startDeciding(basis, decidedAt);
  const texts = new Map<string, number>();
  const ofMemo: number[] = [];
  const stored = new Map<number, number>();
  let variants: Promise<Variant[]> | null = null;
  const numberOf = (text: string): number => {
    const number = texts.get(text) ?? texts.size;
    texts.set(text, number);
    return number;
  };
  return {
    deciding,
    types: await readTypeNumbers(sql, catalogue),
    outcomeOf(number) {
      const known = ofMemo[number];
      if (known !== undefined) return known;
      const outcome = numberOf(textOfOutcome(toOutcome(deciding.memo.decisionOf(number))));
      ofMemo[number] = outcome;
      return outcome;
    },
    stored,
    async learn(sql, ids) {
      const unknown = [...new Set(ids)].filter((id) => !stored.has(id));
      if (unknown.length === 0) return;
      for (const { id, ...outcome } of await listOutcomes(sql, unknown)) {
        stored.set(id, numberOf(textOfOutcome(outcome)));
      }
    },
    variants: (sql) => {
      variants ??= makeVariants(sql, basis, decidedAt);
      return variants;
    },
  };
}

async function makeVariants(sql: Sql, basis: Basis, decidedAt: Date): Promise<Variant[]> {
  const everDead = await listEverDead(sql);
  const everSilent = basis.compiled.silences.ever ?? noSilences;
  if (everDead.size === 0 && everSilent.all.length === 0) return [];
  const extremes = [
    { dead: new Set<never>(), silences: noSilences },
    { dead: everDead, silences: everSilent },
  ];
  return extremes.map(({ dead, silences }) => {
    const world = compileWith(basis, dead, { silences });
    return { world, memo: makeDecisionMemo(world, decidedAt.getTime()) };
  });
}
