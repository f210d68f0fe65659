import type { FindingId } from "../domain/ids.ts";
import type { ToldBefore } from "../domain/notification/told-before.ts";
import type { Sql } from "../platform/database.ts";
import { ofPresentRound } from "./reminders.ts";

type Row = {
  id: FindingId;
  news: "seen-again" | "claim-refuted" | "new-channel";
  toldAt: Date;
  seenAt: Date | null;
  sameAddress: boolean;
  sameParty: boolean;
};

/** What is behind the present rounds of these findings, as whoever their decision names is to be told; reminders only. */
export async function listToldBefore(
  sql: Sql,
  ids: readonly number[],
): Promise<Map<FindingId, ToldBefore>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query<Row>(
    `select f.id, rm.news, rm.told_at as "toldAt", rm.seen_at as "seenAt",
            coalesce(b.same_address, false) as "sameAddress", coalesce(b.same_party, false) as "sameParty"
       from findings f
       join reminders rm on ${ofPresentRound("f")}
       join decisions d on d.id = f.decision_id
      cross join lateral (
        select bool_or(n.address = d.address) as same_address, bool_or(n.organisation = d.organisation) as same_party
          from notification_findings nf
          join notifications n on n.id = nf.notification_id
          join deliveries v on v.notification_id = n.id
         where nf.finding_id = f.id and nf.episode = f.episode and nf.round < f.round and nf.role = 'primary'
           and v.state = 'accepted') b
      where f.id = any($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toToldBefore(row)]));
}

function toToldBefore({ news, toldAt, seenAt, sameAddress, sameParty }: Row): ToldBefore {
  if (!sameAddress && !sameParty) return { kind: "other-party", toldAt, seenAt };
  if (news === "claim-refuted") return { kind: "claim-refuted", toldAt, seenAt };
  return { kind: sameAddress && seenAt !== null ? "seen-again" : "colleague", toldAt, seenAt };
}
