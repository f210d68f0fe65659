import type { FindingType } from "../finding/finding-type.ts";
import { type Severity, severities } from "../finding/severity.ts";
import { decodeStanding } from "../finding/standing.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import { intervalOf } from "../world/validity-interval.ts";
import { decide } from "./decide.ts";
import type { Decision, DecisionInput, TraceStep, Tried } from "./decision.ts";

/**
 * Decisions made once for all findings with equal inputs (ADR 0004).
 *
 * An answer is the number of a decision, from 0 in the order of asking; it holds as long as the memo. All decisions of
 * a memo are made at one instant.
 */
export type DecisionMemo = {
  /**
   * @param addressClass -1 when the finding has no address; likewise `nameClass`
   * @param severity `severityRank`
   * @param standing `encodeStanding`
   * @param observedAt milliseconds since 1970 UTC
   */
  decide(
    addressClass: number,
    nameClass: number,
    type: FindingType,
    severity: number,
    standing: number,
    observedAt: number,
    tried?: readonly Tried[],
  ): number;
  decisionOf(number: number): Decision;
  /** Every candidate and rung that the decision looked at. */
  traceOf(number: number): TraceStep[];
  /** Text that is equal for equal inputs under one snapshot, in every process. */
  identityOf(number: number): string;
  size(): number;
};

const nothingTried: readonly Tried[] = [];
const mostCombinations = 4096;
/** Numbers of `encodeStanding` have 15 bits. */
const standings = 32_768;

/** A memo of decisions under this world, made at this instant (milliseconds since 1970 UTC). */
export function makeDecisionMemo(world: CompiledWorld, decidedAt: number): DecisionMemo {
  const inputs: DecisionInput[] = [];
  const identities: string[] = [];
  const decisions: Decision[] = [];
  const numbers = new Map<number, number>();
  const combinations = new Map<string, number>();
  const combinationsOfType = new Map<FindingType, Map<number, number>>();
  const nameClasses = world.nameClasses.length + 1;

  /** A small number for type, severity, standing and interval; rows of a report share a handful. */
  function combinationOf(
    type: FindingType,
    severity: number,
    standing: number,
    interval: number,
  ): number {
    let ofType = combinationsOfType.get(type);
    if (ofType === undefined) {
      ofType = new Map();
      combinationsOfType.set(type, ofType);
    }
    const within = (interval * 8 + severity) * standings + standing;
    let number = ofType.get(within);
    if (number === undefined) {
      const text = `${type.id} ${within}`;
      number = combinations.get(text) ?? combinations.size;
      combinations.set(text, number);
      ofType.set(within, number);
    }
    return number;
  }

  function add(input: DecisionInput, interval: number, severity: number, standing: number): number {
    const { addressClass, nameClass, type, tried } = input;
    inputs.push(input);
    decisions.push(decide(input, world));
    // Classes stand for what the snapshot says about address and name; intervals for the instants.
    const decided = intervalOf(world, addressClass, nameClass, decidedAt);
    identities.push(
      [
        addressClass,
        nameClass,
        type.id,
        type.severity,
        severity,
        standing,
        interval,
        decided,
        ...tried,
      ].join(" "),
    );
    return inputs.length - 1;
  }

  return {
    decide(addressClass, nameClass, type, severity, standing, observedAt, tried = nothingTried) {
      const interval = intervalOf(world, addressClass, nameClass, observedAt);
      const make = (): number => {
        const { tlp, gradeSuffices, policy } = decodeStanding(standing);
        const input: DecisionInput = {
          addressClass,
          nameClass,
          type,
          severity: severities[severity] as Severity,
          tlp,
          gradeSuffices,
          policy,
          observedAt,
          decidedAt,
          tried,
        };
        return add(input, interval, severity, standing);
      };
      const combination = combinationOf(type, severity, standing, interval);
      // Rungs tried are rare, and so is a report of thousands of types: neither is worth a wider key.
      if (tried.length > 0 || combination >= mostCombinations) return make();
      const key =
        ((addressClass + 1) * nameClasses + nameClass + 1) * mostCombinations + combination;
      let number = numbers.get(key);
      if (number === undefined) {
        number = make();
        numbers.set(key, number);
      }
      return number;
    },
    decisionOf: (number) => decisions[number] as Decision,
    traceOf(number) {
      const trace: TraceStep[] = [];
      decide(inputs[number] as DecisionInput, world, trace);
      return trace;
    },
    identityOf: (number) => identities[number] as string,
    size: () => decisions.length,
  };
}
