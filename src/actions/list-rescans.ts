import type { Actor } from "../domain/access/actor.ts";
import type { FinderId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { type RescanEntry, listRescans as readRescans } from "../store/views/rescan-list.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/** What a finder has not seen for so long is worth another look. */
const notSeenMs = 7 * 86_400_000;

export type Rescans = {
  readonly rescans: readonly RescanEntry[];
  /** Give it as `after` of the next; null: this was the last page. */
  readonly next: number | null;
};

/**
 * What a finder is asked to scan again: of its own findings those that were told and are said to be fixed, or that it has
 * not seen for a week. Which of the two is not said: what owners answer is theirs.
 */
export async function listRescans({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly actor: Actor;
    readonly finder: FinderId;
    readonly after: number;
    readonly limit: number;
  };
}): Promise<Rescans> {
  const { actor, finder, after, limit } = input;
  permit(actor, "report.read", { finder });
  const since = new Date(context.clock().getTime() - notSeenMs);
  const rescans = await readRescans(context.sql, finder, since, { after, limit });
  const detail = { what: "rescan", findings: rescans.length };
  await recordAct(context, { actor, act: "finding.read", about: finder, subject: null, detail });
  const last = rescans.at(-1);
  return { rescans, next: rescans.length < limit || last === undefined ? null : last.finding };
}
