import { type Door, knockLimits } from "../domain/access/knock-limits.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { makeKeyedHash } from "../platform/keyed-hash.ts";
import type { MasterKey } from "../platform/master-key.ts";
import { countKnocks, type Knock, knockPurpose, uncountKnocks } from "../store/knocks.ts";

export type KnockContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
};

/** Who knocks, or about what, and at which door. */
export type KnockInput = { readonly door: Door; readonly who: string };

type Counting = { readonly context: KnockContext; readonly input: KnockInput };

/**
 * Counts a knock over all processes, before it is heeded: of those that come at once no more get in than the limit lets.
 * Answers until when to wait; null: come in. Where nothing can be counted it throws, and nobody comes in.
 */
export async function countKnock({ context, input }: Counting): Promise<Date | null> {
  const knocks = toKnocks(context, input);
  const counted = await countKnocks(context.sql, knocks, context.clock());
  const ends = counted.flatMap(({ hash, count, until }) => {
    const knock = knocks.find((knock) => knock.hash.equals(hash));
    return count > must(knock, "what was counted was asked for").most ? [until.getTime()] : [];
  });
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}

/** Takes a knock back that turned out to be right. */
export async function takeKnockBack({ context, input }: Counting): Promise<void> {
  const hashes = toKnocks(context, input).map(({ hash }) => hash);
  await uncountKnocks(context.sql, hashes, context.clock());
}

/** One for each limit of the door. */
function toKnocks(
  { masterKey }: KnockContext,
  { door, who }: KnockInput,
): readonly (Knock & { readonly most: number })[] {
  const hash = makeKeyedHash(masterKey, knockPurpose);
  return knockLimits[door].map(({ most, windowMs }) => ({
    hash: hash(JSON.stringify([door, windowMs, who])),
    windowMs,
    most,
  }));
}
