import type { Tried } from "../domain/decision/decision.ts";
import { makeLatestBeginning } from "../domain/decision/latest-beginning.ts";
import { isToldParty, type Placement, placeRedecided } from "../domain/decision/redecided.ts";
import { dispositionCode } from "../domain/finding/disposition.ts";
import type { FindingType } from "../domain/finding/finding-type.ts";
import type { DecisionId, FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { saveFindingDecisions } from "../store/findings.ts";
import {
  forgetInformedDue,
  listRedecidable,
  listTriedBetween,
  type RedecidableFinding,
  saveRounds,
} from "../store/redecidable-findings.ts";
import { settleOwedRedecisions } from "../store/redecisions.ts";
import { forgetReminders } from "../store/reminders.ts";
import { awaitSightings } from "../store/sightings.ts";
import { streamRedecidable } from "../store/streamed-findings.ts";
import { passAskedParties } from "../store/tried-rungs.ts";
import { withdrawAbout, withdrawOutdated } from "../store/withdrawals.ts";
import { decideFact } from "./material/decide-fact.ts";
import { type Deciding, dispositionOf, storeDecisions } from "./material/deciding.ts";
import { addressClassOf, hasOrdinaryAddress, nameClassOf } from "./material/finding-classes.ts";
import type { Redeciding } from "./material/redeciding.ts";

const delivered = dispositionCode("delivered");
const toldCodes = [delivered, dispositionCode("inCustody")];
const undeliverable = dispositionCode("undeliverable");
const heldForPerson = dispositionCode("heldForPerson");

/** What deciding again came to. */
export type RedecidedCounts = {
  /** Findings that got another decision. */
  readonly changed: number;
  /** Those of them that somebody else is to be told of than who was. */
  readonly moved: number;
  /** Notifications taken back before they were sent. */
  readonly withdrawn: number;
};

/**
 * The open findings between two ids (the first exclusive) whose decision comes to something else by now. Equal inputs
 * share the work: a finding costs a look-up, and what stays as it is writes nothing.
 */
export async function findChanged(
  sql: Sql,
  redeciding: Redeciding,
  after: number,
  until: number,
): Promise<FindingId[]> {
  const { types, deciding } = redeciding;
  const { memo } = deciding;
  const world = deciding.basis.compiled;
  const tried = await listTriedBetween(sql, after, until);
  const ids: number[] = [];
  const decisions: number[] = [];
  const outcomes: number[] = [];
  const begun = makeLatestBeginning(world, deciding.decidedAt.getTime());
  const awaited = { ids: [] as number[], since: [] as number[] };
  await streamRedecidable(sql, after, until, (finding) => {
    const { id, severity, standing, observedAt } = finding;
    const addressClass = hasOrdinaryAddress(finding) ? addressClassOf(world, finding) : -1;
    const nameClass = nameClassOf(world, finding);
    const since = begun(addressClass, nameClass);
    if (since > observedAt) {
      awaited.ids.push(id);
      awaited.since.push(since);
    }
    const number = memo.decide(
      addressClass,
      nameClass,
      types[finding.typeId] as FindingType,
      severity,
      standing,
      observedAt,
      tried.get(id),
    );
    ids.push(id);
    decisions.push(finding.decision);
    // Whose ladder has ended may have somebody new on a rung that was tried.
    outcomes.push(finding.disposition === undeliverable ? -1 : redeciding.outcomeOf(number));
  });
  if (awaited.ids.length > 0) await awaitSightings(sql, awaited.ids, awaited.since);
  await redeciding.learn(sql, decisions);
  return ids.filter(
    (_, i) => redeciding.stored.get(decisions[i] as number) !== outcomes[i],
  ) as FindingId[];
}

/** A finding with what is decided about it now. */
type Changed = {
  readonly finding: RedecidableFinding;
  readonly placement: Placement;
  /** In the memo. */
  readonly number: number;
  readonly disposition: number;
};

/**
 * Decides again about those of the findings that are open, by the rule of ADR 0008, in one transaction that the caller
 * holds: their decisions, dispositions and rounds, and what was not sent yet is taken back. Doing it twice changes
 * nothing more.
 */
export async function redecide(
  sql: Sql,
  redeciding: Redeciding,
  ids: readonly FindingId[],
): Promise<RedecidedCounts> {
  const findings = await listRedecidable(sql, ids);
  const later = findings.filter(({ isInHand }) => isInHand).map(({ id }) => id);
  await settleOwedRedecisions(sql, ids, later);
  const changed: Changed[] = [];
  for (const finding of findings) {
    if (finding.isInHand) continue;
    const one = await place(sql, redeciding, finding);
    if (one !== null) changed.push(one);
  }
  const counts = await save(sql, redeciding.deciding, changed);
  const walked = changed.filter(
    ({ finding, placement }) => placement.kind === "stay" && finding.tried.length > 0,
  );
  const again = await passAskedParties(
    sql,
    walked.map(({ finding }) => finding.id),
  );
  if (again.length === 0) return counts;
  const { moved, withdrawn } = await redecide(sql, redeciding, again);
  return { ...counts, moved: counts.moved + moved, withdrawn: counts.withdrawn + withdrawn };
}

/** Null where nothing is to be done about it. */
async function place(
  sql: Sql,
  redeciding: Redeciding,
  finding: RedecidableFinding,
): Promise<Changed | null> {
  const { deciding, types } = redeciding;
  const { memo } = deciding;
  const world = deciding.basis.compiled;
  const type = types[finding.typeId] as FindingType;
  const rungs = walkedBy(finding);
  const numbers = {
    walkedOn: decideFact(world, memo, finding, type, rungs),
    afresh: decideFact(world, memo, finding, type),
  };
  const decisions = {
    walkedOn: memo.decisionOf(numbers.walkedOn),
    afresh: memo.decisionOf(numbers.afresh),
  };
  const triedAddresses = finding.tried.map(({ address }) => address);
  const placement = placeRedecided(decisions, { ...finding, triedAddresses }, world);
  if (placement.kind !== "keep" && (await isOnlyDeadness(sql, redeciding, finding))) return null;
  const number = numbers[placement.by];
  return {
    finding,
    placement,
    number,
    disposition: toDisposition(deciding, finding, placement, number),
  };
}

function walkedBy({ tried, passedOver }: RedecidableFinding): Tried[] {
  return [...new Set([...passedOver, ...tried.map(({ rung }) => rung)])];
}

/** Whether whoever was told in this round would be asked still, had no address died, come back or asked for silence. */
async function isOnlyDeadness(
  sql: Sql,
  redeciding: Redeciding,
  finding: RedecidableFinding,
): Promise<boolean> {
  const { told, round } = finding;
  if (told === null || told.round !== round) return false;
  const type = redeciding.types[finding.typeId] as FindingType;
  const rungs = walkedBy(finding);
  for (const { world, memo } of await redeciding.variants(sql)) {
    for (const walked of [rungs, []]) {
      const decision = memo.decisionOf(decideFact(world, memo, finding, type, walked));
      if (isToldParty(told, decision, world)) return true;
    }
  }
  return false;
}

function toDisposition(
  { memo }: Deciding,
  { disposition, standing, tried }: RedecidableFinding,
  { kind }: Placement,
  number: number,
): number {
  if (kind === "keep") return toldCodes.includes(disposition) ? disposition : delivered;
  const fresh = dispositionOf(memo, number, standing);
  const hasEnded = memo.decisionOf(number).held?.reason === "nobody" && tried.length > 0;
  return kind === "stay" && hasEnded && fresh === heldForPerson ? undeliverable : fresh;
}

async function save(
  sql: Sql,
  deciding: Deciding,
  changed: readonly Changed[],
): Promise<RedecidedCounts> {
  if (changed.length === 0) return { changed: 0, moved: 0, withdrawn: 0 };
  const now = deciding.decidedAt;
  // Of this transaction: what it stores is gone when it fails.
  const storing = { ...deciding, stored: [] as DecisionId[] };
  await storeDecisions(
    sql,
    storing,
    changed.map(({ number }) => number),
  );
  await saveFindingDecisions(sql, {
    ids: changed.map(({ finding }) => finding.id),
    decisions: changed.map(({ number }) => storing.stored[number] as DecisionId),
    dispositions: changed.map(({ disposition }) => disposition),
  });
  const idsOf = (some: readonly Changed[]) => some.map(({ finding }) => finding.id);
  const wasTold = ({ finding }: Changed) => finding.told?.round === finding.round;
  const moved = changed.filter(({ placement }) => placement.kind === "move");
  const over = changed.filter((one) => wasTold(one) && one.placement.kind !== "keep");
  const untold = changed.filter((one) => !wasTold(one));
  const withdrawn =
    (await withdrawOutdated(sql, idsOf(untold), now)) +
    (await withdrawAbout(sql, idsOf(over), now));
  await forgetReminders(sql, idsOf(moved));
  await saveRounds(
    sql,
    changed
      .filter(({ placement }) => placement.kind !== "stay")
      .map(({ finding: { id }, placement }) => ({
        id,
        round: placement.kind === "stay" ? 0 : placement.round,
        isTold: placement.kind === "keep",
      })),
  );
  await forgetInformedDue(sql, idsOf(changed));
  return { changed: changed.length, moved: moved.length, withdrawn };
}
