import type { Draft } from "./draft-notifications.ts";

/** Rendered and kept in one go: few, so that what is delivered meanwhile does not come all at once. */
const most = { drafts: 100, rows: 2000 };

/** Drafts in batches; those of one address stay together, for they depend on each other. */
export function batchDrafts(drafts: readonly Draft[]): Draft[][] {
  const batches: Draft[][] = [];
  let rows = 0;
  for (const own of Map.groupBy(drafts, addressOf).values()) {
    const ownRows = own.reduce((sum, { notification }) => sum + notification.rows.length, 0);
    const last = batches.at(-1);
    if (
      last === undefined ||
      last.length + own.length > most.drafts ||
      rows + ownRows > most.rows
    ) {
      batches.push([...own]);
      rows = ownRows;
    } else {
      last.push(...own);
      rows += ownRows;
    }
  }
  return batches;
}

function addressOf({ notification }: Draft): string {
  return notification.recipient.address;
}
