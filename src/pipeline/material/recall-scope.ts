import { createHash } from "node:crypto";
import { type CorrectionScope, toScopeText } from "../../domain/correction/scope.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { toSortedJson } from "../../platform/sorted-json.ts";
import { type EvidenceReport, findTypeNumber, listReportsOf } from "../../store/recall-scope.ts";
import { isWaiting, type RecallPlan } from "./recall-plan.ts";

/** The reports whose word a recall takes back, and those of its scope that it does not touch. */
export type ResolvedScope = {
  readonly reports: readonly EvidenceReport[];
  /** Number of the one type that is meant; null: all. */
  readonly typeId: number | null;
  /** Reports that wait for a person: they are refused, not recalled. */
  readonly waiting: readonly EvidenceReport[];
};

/**
 * Finds the reports that a recall is about. Throws `not-found` where there are none, and `conflict` where nothing of them
 * can be recalled, or one is still being read.
 */
export async function resolveScope(sql: Sql, scope: CorrectionScope): Promise<ResolvedScope> {
  const all = await listReportsOf(sql, scope);
  const typeId = scope.kind === "type" ? await findTypeNumber(sql, scope.type) : null;
  if (all.length === 0)
    throw new AppError("not-found", `Nobody reported anything of ${toScopeText(scope)}.`);
  const left = all.filter(({ state, rejectedAt }) => state !== "refused" && rejectedAt === null);
  const reading = left.find(({ state, releasedAt }) => state === "received" && releasedAt !== null);
  if (reading !== undefined) throw toReading(reading);
  const waiting = left.filter(({ releasedAt }) => releasedAt === null);
  const reports = left.filter(
    ({ releasedAt, recalledAt }) => releasedAt !== null && recalledAt === null,
  );
  if (reports.length === 0) throw toNothing(scope, all, waiting);
  return { reports, typeId, waiting };
}

function toReading({ id }: EvidenceReport): AppError {
  return new AppError("conflict", `Report ${id} is still being read, or was interrupted.`, {
    remedy: `Stop it with \`meldpunt report hold ${id}\`, hand the same file over again to its end, then recall it.`,
  });
}

function toNothing(
  scope: CorrectionScope,
  all: readonly EvidenceReport[],
  waiting: readonly EvidenceReport[],
): AppError {
  const what = toScopeText(scope);
  if (waiting.length > 0) {
    return new AppError(
      "conflict",
      `Nobody let go of ${what} yet: there is nothing to take back.`,
      {
        remedy: "What waits for a person is refused with `meldpunt report refuse`.",
      },
    );
  }
  const recalled = all.findLast(({ recalledAt }) => recalledAt !== null);
  const recalledAt = recalled?.recalledAt ?? null;
  return recalledAt === null
    ? new AppError("conflict", `All of ${what} was refused: nothing of it went out.`)
    : new AppError(
        "conflict",
        `What there is of ${what} was recalled on ${recalledAt.toISOString()}.`,
        {
          remedy: "Who was told so: `meldpunt correction list`.",
        },
      );
}

/**
 * Says in 32 bytes what a recall would do: of which reports, and to which findings what. Whom it would tell goes on by
 * itself while mail goes out, and is exactly whoever got rows of these.
 */
export function digestOf(
  scope: CorrectionScope,
  { reports }: ResolvedScope,
  plan: RecallPlan,
): Buffer {
  const asked = plan.left.filter(({ isLent }) => !isLent);
  const hashOf = (ids: readonly number[]): string =>
    createHash("sha256")
      .update([...ids].sort((a, b) => a - b).join(" "))
      .digest("hex");
  const idsOf = (some: typeof asked) => hashOf(some.map(({ id }) => id));
  const what = {
    scope,
    reports: reports.map(({ id }) => id),
    withdrawn: hashOf(plan.withdrawn),
    waits: idsOf(asked.filter(isWaiting)),
    stands: idsOf(asked.filter((left) => !isWaiting(left))),
  };
  return createHash("sha256").update(toSortedJson(what)).digest();
}
