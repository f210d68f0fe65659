import {
  addSupport,
  outcomeOfRecall,
  type RecallOutcome,
  type Support,
} from "../../domain/correction/recalled-finding.ts";
import type { FindingId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import { readObservations } from "../../store/observations.ts";
import {
  findFirstOpening,
  listFreedByEvidence,
  listOpenedByEvidence,
  listStandingByEvidence,
  type RecallCandidate,
  type RecalledEvidence,
} from "../../store/recall-candidates.ts";
import {
  type EvidenceReport,
  listCountingSince,
  listEvidenceReports,
  listVoidTypes,
  type VoidType,
} from "../../store/recall-scope.ts";
import type { RecalledRows } from "../../store/recalled-rows.ts";

/** Clocks of machines that take reports in are not further apart than this. */
const clocksApartMs = 3_600_000;

/** A finding whose evidence changes hands. */
export type LeftFinding = RecallCandidate & {
  readonly outcome: Exclude<RecallOutcome, "withdrawn">;
  readonly support: Support;
  /** It was never in question: only how freely it may be used is. */
  readonly isLent: boolean;
};

/** What a recall does to findings. */
export type RecallPlan = {
  readonly withdrawn: readonly FindingId[];
  /** Numbers of the reports that opened these. */
  readonly withdrawnOpeners: readonly number[];
  /** How many of the open ones among these another report opened, which nobody let go. */
  readonly freedWithdrawn: number;
  /** Those that wait or stand by what is left of their evidence. */
  readonly left: readonly LeftFinding[];
};

/** How freely a report may be used, as a number; of somebody who only counts, always the same. */
export type StandingOfReport = (report: EvidenceReport) => number;

/** The ids of the findings that these reports saw, each once, in ascending order. */
export async function readObserved(sql: Sql, reports: readonly number[]): Promise<number[]> {
  const seen = new Set<number>();
  for (const report of reports) {
    for await (const { findingIds } of readObservations(sql, report)) {
      for (const id of findingIds) seen.add(id);
    }
  }
  return [...seen].sort((a, b) => a - b);
}

export type PlanOptions = {
  /** Whether a report counts for nothing, beside those of the evidence. */
  readonly isVoid: (report: EvidenceReport) => boolean;
  readonly standingOf: StandingOfReport;
  /**
   * Of the reports of the evidence, where findings of others are wanted too whose standing they gave; null: only what may
   * end is looked at.
   */
  readonly standings: readonly number[] | null;
};

/**
 * Works out what becomes of each finding when this evidence is void: one set of queries, and one pass over the
 * observations of whatever came in since the evidence did. Nothing is changed.
 */
export async function planRecall(
  sql: Sql,
  evidence: RecalledEvidence,
  options: PlanOptions,
): Promise<RecallPlan> {
  const candidates = [
    ...(await listOpenedByEvidence(sql, evidence)),
    ...(await listFreedByEvidence(sql, evidence)),
  ];
  const lent = await listLentStandings(sql, evidence, options);
  const all = [...candidates, ...lent];
  if (all.length === 0) return { withdrawn: [], withdrawnOpeners: [], freedWithdrawn: 0, left: [] };
  const supports = await findSupports(sql, evidence, all, options);
  const gone = candidates.filter(({ id }) => !supports.has(id));
  const withdrawn = gone.map(({ id }) => id);
  const withdrawnOpeners = [...new Set(gone.map(({ openedBy }) => openedBy))];
  const left = all.flatMap((candidate, i): LeftFinding[] => {
    const support = supports.get(candidate.id);
    const outcome = outcomeOfRecall(support);
    if (support === undefined || outcome === "withdrawn") return [];
    return [{ ...candidate, outcome, support, isLent: i >= candidates.length }];
  });
  const ours = new Set(evidence.reports);
  const freedWithdrawn = gone.filter(
    ({ openedBy, isClosed }) => !isClosed && !ours.has(openedBy),
  ).length;
  return { withdrawn, withdrawnOpeners, freedWithdrawn, left };
}

/** Findings of others that are used as freely as this evidence said, and more freely than their own opener says. */
async function listLentStandings(
  sql: Sql,
  evidence: RecalledEvidence,
  { standings, standingOf }: Pick<PlanOptions, "standings" | "standingOf">,
): Promise<RecallCandidate[]> {
  if (standings === null) return [];
  const some = await listStandingByEvidence(sql, evidence, standings);
  if (some.length === 0) return [];
  const openers = await listEvidenceReports(sql, [
    ...new Set(some.map(({ openedBy }) => openedBy)),
  ]);
  const own = new Map(openers.map((opener) => [opener.number, standingOf(opener)]));
  return some.filter(({ openedBy }) => !standings.includes(own.get(openedBy) ?? -1));
}

/** What is left of the evidence for these findings, by id. */
async function findSupports(
  sql: Sql,
  evidence: RecalledEvidence,
  candidates: readonly RecallCandidate[],
  options: Pick<PlanOptions, "isVoid" | "standingOf">,
): Promise<Map<number, Support>> {
  const supports = new Map<number, Support>();
  const openers = new Set(candidates.map(({ openedBy }) => openedBy));
  const opened = await findFirstOpening(sql, [...openers]);
  if (opened === null) return supports;
  const types = new Map<number, number>(candidates.map(({ id, typeId }) => [id, typeId]));
  // Whatever saw one of these again came in behind the report that opened it.
  const since = new Date(opened.getTime() - clocksApartMs);
  const excluded = evidence.typeId === null ? evidence.reports : [];
  const voidTypes = await listVoidTypes(sql);
  for (const report of await listCountingSince(sql, since, excluded)) {
    if (options.isVoid(report)) continue;
    await addSupports(sql, report, {
      supports,
      types,
      standing: options.standingOf(report),
      voidTypes: voidTypes.filter((entry) => isVoidOf(entry, report)).map(({ typeId }) => typeId),
    });
  }
  return supports;
}

/** Whether a recall by type took back what this report says of that type. */
function isVoidOf({ finder, madeAt }: VoidType, report: EvidenceReport): boolean {
  if (finder !== null && finder !== report.finder) return false;
  return report.releasedAt !== null && report.releasedAt <= madeAt;
}

async function addSupports(
  sql: Sql,
  report: EvidenceReport,
  {
    supports,
    types,
    standing,
    voidTypes,
  }: {
    readonly supports: Map<number, Support>;
    readonly types: ReadonlyMap<number, number>;
    readonly standing: number;
    readonly voidTypes: readonly number[];
  },
): Promise<void> {
  const released = report.releasedAt !== null;
  for await (const observed of readObservations(sql, report.number)) {
    const { findingIds, offsets, observedAtS, chunk } = observed;
    for (let i = 0; i < findingIds.length; i++) {
      const id = findingIds[i] as number;
      const type = types.get(id);
      if (type === undefined || voidTypes.includes(type)) continue;
      supports.set(
        id,
        addSupport(supports.get(id), {
          report: report.number,
          chunk,
          offset: offsets[i] as number,
          released,
          observedAtS: observedAtS[i] as number,
          standing,
        }),
      );
    }
  }
}

/** Whether it goes back to waiting for a person; what was closed already stays so, whoever's word it rests on. */
export function isWaiting({ outcome, isClosed, isLent }: LeftFinding): boolean {
  return outcome === "waits" && !isClosed && !isLent;
}

/** Rows of what waits are void too: whoever was told so was told too early. */
export function toRecalledRows(
  reports: readonly number[],
  typeId: number | null,
  { withdrawn, withdrawnOpeners, left }: RecallPlan,
): RecalledRows & { readonly gone: readonly FindingId[] } {
  const waiting = left.filter(isWaiting);
  const openers = new Set([...withdrawnOpeners, ...waiting.map(({ openedBy }) => openedBy)]);
  return {
    reports,
    typeId,
    gone: [...withdrawn, ...waiting.map(({ id }) => id)],
    openers: [...openers].filter((opener) => !reports.includes(opener)),
  };
}
