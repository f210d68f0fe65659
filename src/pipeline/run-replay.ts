import type { DecisionBasis } from "../domain/decision/decision-basis.ts";
import {
  type DecisionDifference,
  findDifferingStep,
  type PairGroup,
  sumPairs,
  toDecidedParty,
} from "../domain/decision/decision-difference.ts";
import { type DecisionMemo, makeDecisionMemo } from "../domain/decision/decision-memo.ts";
import type { Catalogue, FindingType } from "../domain/finding/finding-type.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { RegistryLayer } from "../domain/registry/registry.ts";
import type { CompiledWorld } from "../domain/world/compiled-world.ts";
import type { World } from "../domain/world/world.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { listDeadAddresses } from "../store/address-states.ts";
import { readRegistryBeside } from "../store/registry.ts";
import { findSnapshot } from "../store/snapshots.ts";
import { listFindingObjects, streamOpenedSince } from "../store/streamed-findings.ts";
import { compileWith } from "./material/compile-with.ts";
import { addressClassOf, hasOrdinaryAddress, nameClassOf } from "./material/finding-classes.ts";
import { addToTally, makePairTally, type PairTally, toPairs } from "./material/pair-tally.ts";
import { readTypeNumbers } from "./material/type-numbers.ts";

export type ReplayContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
};

export type Replay = {
  readonly before: DecisionBasis;
  /** One that is not compiled is decided with the registry and the dead addresses of `before`. */
  readonly after: World | CompiledWorld;
  readonly days: number;
  /** Most changes that are named. */
  readonly listed?: number;
};

const dayMs = 86_400_000;

/** Two worlds under which the same findings are decided at one instant, and how often which pair came out. */
type Comparison = {
  readonly before: CompiledWorld;
  readonly after: CompiledWorld;
  readonly decidedAt: number;
  readonly memos: readonly [before: DecisionMemo, after: DecisionMemo];
  readonly asIfNow: PairTally;
  readonly asSeen: PairTally;
};

/**
 * Decides about the findings of the last days under two bases and answers what differs: from whom to whom, how many,
 * and why. Nothing is changed.
 *
 * The findings count as if they came in again now, since a claim says nothing of what was seen before it began; only
 * `open` takes them as they were seen, which is what deciding again will do when the change takes effect. Rungs that
 * were tried are left aside: both sides walk the whole ladder.
 */
export async function compareDecisions(
  context: ReplayContext,
  { before, after, days, listed = 50 }: Replay,
): Promise<DecisionDifference> {
  const compiled = "addressClasses" in after ? after : await compileBeside(context, before, after);
  const decidedAt = context.clock().getTime();
  const comparison: Comparison = {
    before: before.compiled,
    after: compiled,
    decidedAt,
    memos: [makeDecisionMemo(before.compiled, decidedAt), makeDecisionMemo(compiled, decidedAt)],
    asIfNow: makePairTally(),
    asSeen: makePairTally(),
  };
  const since = new Date(decidedAt - days * dayMs);
  await replayFindings(context, comparison, since);
  const { asIfNow, asSeen, memos } = comparison;
  const { counts, groups } = sumPairs(toPairs(asIfNow, memos));
  return {
    days,
    findings: asIfNow.findings,
    ...counts,
    changedShare: asIfNow.findings === 0 ? 0 : counts.moved / asIfNow.findings,
    open: { findings: asSeen.findings, moved: sumPairs(toPairs(asSeen, memos)).counts.moved },
    changes: await describeGroups(context.sql, groups.slice(0, listed), memos),
    changesLeftOut: Math.max(0, groups.length - listed),
  };
}

/** Compiles a world as it would hold with the registry, the addresses and the found contacts of a basis. */
export async function compileBeside(
  { sql }: Pick<ReplayContext, "sql">,
  basis: DecisionBasis,
  world: World,
): Promise<CompiledWorld> {
  return compileWith(basis, await readDead(sql, basis), { world });
}

/**
 * Compiles a basis as it would be with a version of one layer of the registry that this transaction has written beside
 * the present one.
 */
export async function compileLayer(
  { sql }: Pick<ReplayContext, "sql">,
  basis: DecisionBasis,
  layer: RegistryLayer,
  version: string,
): Promise<CompiledWorld> {
  const registry = await readRegistryBeside(sql, layer, version);
  return compileWith(basis, await readDead(sql, basis), { registry });
}

async function readDead(sql: Sql, basis: DecisionBasis): Promise<ReadonlySet<EmailAddress>> {
  const snapshot = must(await findSnapshot(sql, basis.snapshot), "a basis has its snapshot");
  return listDeadAddresses(sql, snapshot);
}

async function replayFindings(
  { sql, catalogue }: ReplayContext,
  { before, after, decidedAt, memos, asIfNow, asSeen }: Comparison,
  since: Date,
): Promise<void> {
  const types = await readTypeNumbers(sql, catalogue);
  const [memoBefore, memoAfter] = memos;
  await streamOpenedSince(sql, since, (finding) => {
    const { severity, standing, isOpen, observedAt } = finding;
    const type = types[finding.typeId] as FindingType;
    const isOrdinary = hasOrdinaryAddress(finding);
    const address = isOrdinary ? addressClassOf(before, finding) : -1;
    const name = nameClassOf(before, finding);
    const addressAfter = isOrdinary ? addressClassOf(after, finding) : -1;
    const nameAfter = nameClassOf(after, finding);
    const tally = (pairs: PairTally, seenAt: number): void =>
      addToTally(
        pairs,
        memoBefore.decide(address, name, type, severity, standing, seenAt),
        memoAfter.decide(addressAfter, nameAfter, type, severity, standing, seenAt),
        finding.id,
      );
    tally(asIfNow, decidedAt);
    if (isOpen) tally(asSeen, observedAt);
  });
}

/** Names one finding of each group, and where its two walks part. */
async function describeGroups(
  sql: Sql,
  groups: readonly PairGroup[],
  [memoBefore, memoAfter]: Comparison["memos"],
): Promise<DecisionDifference["changes"]> {
  const objects = await listFindingObjects(
    sql,
    groups.map(({ first }) => first.finding),
  );
  return groups.map(({ findings, first: { before, after, finding, numbers } }) => {
    const known = objects.get(finding);
    return {
      findings,
      before: toDecidedParty(before),
      after: toDecidedParty(after),
      example: known === undefined ? null : { object: known.object, type: known.type },
      why: findDifferingStep(memoBefore.traceOf(numbers[0]), memoAfter.traceOf(numbers[1])),
    };
  });
}
