import type { Notification, NotificationRow, Recipient } from "./notification.ts";
import { neededEvidence } from "./render-row.ts";

/** What plain mail may show: what is found, not what the finder saw (2-domain.md, tiers). */
const mostByPlainMail = 1;

/**
 * A row as mail may bring it to a recipient: reduced to tier 1 where there is no key to encrypt it with. It is the
 * content that is reduced, never the way that it goes.
 */
export function reduceRowForMail(
  row: NotificationRow,
  { key }: Pick<Recipient, "key">,
): NotificationRow {
  if (key !== null || row.tier <= mostByPlainMail) return row;
  const evidence = neededEvidence(row.evidence, mostByPlainMail);
  return { ...row, tier: mostByPlainMail, evidence };
}

/** A notification as mail may bring it; it says that something is withheld where that is so. */
export function reduceForMail(notification: Notification): Notification {
  const { recipient } = notification;
  const rows = notification.rows.map((row) => reduceRowForMail(row, recipient));
  const isReduced = rows.some((row, i) => row !== notification.rows[i]);
  return isReduced ? { ...notification, rows, withheld: true } : notification;
}
