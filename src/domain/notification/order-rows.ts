import { compareText } from "../compare-text.ts";
import { severityRank } from "../finding/severity.ts";
import { compareAddresses, findAddress } from "../network/ip-address.ts";
import type { NotificationRow } from "./notification.ts";

/**
 * Rows in the order in which a recipient is shown them: what is worst first, rows of one type together, then by
 * object, then by time. A total order: the same rows come in the same order, however they were read.
 */
export function orderRows(rows: readonly NotificationRow[]): NotificationRow[] {
  const worst = new Map<string, number>();
  for (const { type, tier, severity } of rows) {
    const group = toGroup(type.id, type.kind, tier);
    worst.set(group, Math.max(worst.get(group) ?? 0, severityRank(severity)));
  }
  const keyed = rows.map((row) => {
    const group = toGroup(row.type.id, row.type.kind, row.tier);
    const address = row.address === null ? null : findAddress(row.address);
    return { row, group, worst: worst.get(group) ?? 0, address };
  });
  keyed.sort(
    (a, b) =>
      b.worst - a.worst ||
      compareText(a.group, b.group) ||
      (a.address !== null && b.address !== null
        ? compareAddresses(a.address, b.address)
        : Number(a.address === null) - Number(b.address === null)) ||
      compareText(a.row.name ?? "", b.row.name ?? "") ||
      (a.row.port ?? 0) - (b.row.port ?? 0) ||
      a.row.observedAt.getTime() - b.row.observedAt.getTime() ||
      a.row.findingId - b.row.findingId ||
      a.row.report - b.row.report ||
      a.row.evidenceOffset - b.row.evidenceOffset,
  );
  return keyed.map(({ row }) => row);
}

/**
 * Which rows of a notification are told under one heading: those of a type, or where the recipient may not know the
 * type, those of a kind.
 */
export function headingOf(row: Pick<NotificationRow, "type" | "tier">): string {
  return toGroup(row.type.id, row.type.kind, row.tier);
}

function toGroup(type: string, kind: string, tier: number): string {
  return tier === 0 ? `${kind} ` : `${kind} ${type}`;
}
