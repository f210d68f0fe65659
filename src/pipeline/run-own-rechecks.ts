import type { FindingType } from "../domain/finding/finding-type.ts";
import { isReachability, type Look, type LookAgain } from "../domain/recheck/look-again.ts";
import { findSeenVersion } from "../domain/recheck/seen-version.ts";
import { transaction } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import {
  type DueRecheck,
  leaseRechecks,
  planRechecks,
  postponeRechecks,
} from "../store/due-rechecks.ts";
import type { MadeRecheck } from "../store/rechecks.ts";
import type { PipelineContext } from "./material/context.ts";
import { readTypeNumbers } from "./material/type-numbers.ts";
import { readEvidence } from "./read-evidence.ts";
import { type Rechecked, runRecheck } from "./run-recheck.ts";

export type OwnRechecksContext = PipelineContext & {
  /** Null where this installation looks at nothing of others. */
  readonly lookAgain: LookAgain | null;
};

/** Looks of one turn, and how long a process may take over them. */
const atOnce = 20;
const leaseMs = 30 * 60_000;
const checker = { name: "meldpunt", finder: null, mayVerify: true };

/**
 * Looks at findings that are said to be fixed whether they are, where the owner or the finder allows it; answers what it
 * came to. No transaction is open while somebody is asked, and a process that dies leaves its looks to the next.
 */
export async function runOwnRechecks(context: OwnRechecksContext): Promise<Rechecked> {
  const { sql, clock, catalogue, lookAgain } = context;
  let sums: Rechecked = { kept: 0, leftOut: 0, verifiedFixed: 0, refuted: 0 };
  if (lookAgain === null) return sums;
  await transaction(sql, (sql) => planRechecks(sql, clock()), { attempts: 3 });
  const types = await readTypeNumbers(sql, catalogue);
  for (;;) {
    const now = clock();
    const due = await leaseRechecks(sql, now, new Date(now.getTime() + leaseMs), atOnce);
    if (due.length === 0) return sums;
    const looks = await Promise.all(
      due.map(async (one): Promise<MadeRecheck> => {
        const type = must(types[one.typeId], "every finding has a type");
        const look = await lookAt(context, lookAgain, one, type);
        const id = newUuid(clock().getTime());
        return { id, finding: one.finding, checkedAt: clock(), ...look };
      }),
    );
    const done = await runRecheck({ sql, clock }, checker, looks, async () => undefined);
    await postponeRechecks(
      sql,
      due.map(({ finding }) => finding),
      clock(),
    );
    sums = {
      kept: sums.kept + done.kept,
      leftOut: sums.leftOut + done.leftOut,
      verifiedFixed: sums.verifiedFixed + done.verifiedFixed,
      refuted: sums.refuted + done.refuted,
    };
  }
}

/** One look; only weaknesses of software are told by a version. */
async function lookAt(
  context: PipelineContext,
  lookAgain: LookAgain,
  { address, port, report, offset }: DueRecheck,
  type: FindingType,
): Promise<Look> {
  const target = { address, port, isReachability: isReachability(type), seen: null };
  if (type.kind !== "vulnerability") return lookAgain(target);
  try {
    const [evidence = null] = await readEvidence(context, [{ report, offset }]);
    return await lookAgain({ ...target, seen: findSeenVersion(evidence) });
  } catch (error) {
    // A damaged file must not keep the port from being looked at; that it is damaged stands with the look.
    const look = await lookAgain(target);
    const why = error instanceof Error ? error.message : "unknown";
    return { ...look, detail: `${look.detail}; report not readable: ${why}`.slice(0, 500) };
  }
}
