import type { Actor } from "../../domain/access/actor.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { formatAsset } from "../../domain/world/claim-id.ts";
import type { SilenceScope } from "../../domain/world/silence.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { makeKeyedHash } from "../../platform/keyed-hash.ts";
import type { MasterKey } from "../../platform/master-key.ts";
import { newUuid } from "../../platform/uuid.ts";
import { appendAudit } from "../../store/audit.ts";
import {
  recordSuppressions,
  type SuppressionSource,
  suppressionPurpose,
} from "../../store/suppressions.ts";
import { withdrawTo } from "../../store/withdrawals.ts";

export type SuppressionContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
};

/** What somebody wants no mail about, until when; `until` null: until it is withdrawn. */
export type AskedSilence = {
  readonly address: EmailAddress;
  readonly scope: SilenceScope;
  readonly until: Date | null;
  readonly reason: string;
};

/** What came of it. */
export type PutSuppressions = {
  /** Of the entries that hold now, in the order given. */
  readonly ids: readonly string[];
  /** Mails taken back that waited for these addresses; what they still want is composed anew. */
  readonly withdrawn: number;
};

/**
 * Puts addresses on the suppression list, as hashes only, and takes back what waits for them. Whose word it is was
 * checked before. Decisions heed it from the next run on.
 */
export function putSuppressions(
  context: SuppressionContext,
  actor: Actor,
  source: SuppressionSource,
  asked: readonly AskedSilence[],
): Promise<PutSuppressions> {
  return transaction(context.sql, (sql) => putSuppressionsIn(sql, context, actor, source, asked), {
    attempts: 3,
  });
}

/** The same in a transaction that is under way. */
export async function putSuppressionsIn(
  sql: Sql,
  { clock, masterKey }: Omit<SuppressionContext, "sql">,
  actor: Actor,
  source: SuppressionSource,
  asked: readonly AskedSilence[],
): Promise<PutSuppressions> {
  const at = clock();
  const hash = makeKeyedHash(masterKey, suppressionPurpose);
  const entries = asked.map(({ address, scope, until, reason }) => ({
    ...{ id: newUuid(at.getTime()), addressHash: hash(address), scope, reason, source, until },
    ...{ recordedAt: at, recordedBy: actor.name },
  }));
  const ids = await recordSuppressions(sql, entries);
  const addresses = [...new Set(asked.map(({ address }) => address))];
  const withdrawn = await withdrawTo(sql, addresses, at);
  for (const [i, { scope, until }] of asked.entries()) {
    await appendAudit(sql, {
      at,
      actor,
      act: "suppression.record",
      about: null,
      subject: ids[i] ?? null,
      // No address: the list keeps none either.
      detail: { source, scope: describeScope(scope), until: until?.toISOString() ?? null },
    });
  }
  return { ids, withdrawn };
}

/** As plain values. */
function describeScope({ asset, ...scope }: SilenceScope) {
  return { ...scope, asset: asset === null ? null : formatAsset(asset) };
}
