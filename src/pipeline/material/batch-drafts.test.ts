import fc from "fast-check";
import { expect, test } from "vitest";
import { propertySettings } from "../../../test/properties/settings.ts";
import { batchDrafts } from "./batch-drafts.ts";
import type { Draft } from "./draft-notifications.ts";

const drafts = fc
  .array(fc.record({ mailbox: fc.nat(150), rows: fc.integer({ min: 1, max: 900 }) }), {
    maxLength: 250,
  })
  .map((all) => all.map(({ mailbox, rows }) => toDraft(`desk-${mailbox}@provider.example`, rows)));

function toDraft(address: string, rows: number): Draft {
  const notification = { recipient: { address }, rows: Array.from({ length: rows }) };
  return { notification, follows: null, becauseOf: [] } as unknown as Draft;
}

const addressOf = ({ notification }: Draft): string => notification.recipient.address;
const rowsOf = (batch: readonly Draft[]): number =>
  batch.reduce((sum, { notification }) => sum + notification.rows.length, 0);

test("each draft is in one batch, and those of an address together, in their order", () => {
  fc.assert(
    fc.property(drafts, (all) => {
      const batches = batchDrafts(all);
      expect(batches.flat()).toHaveLength(all.length);
      for (const [address, own] of Map.groupBy(all, addressOf)) {
        const theirs = batches.filter((batch) => batch.some((one) => addressOf(one) === address));
        expect(theirs).toHaveLength(1);
        expect(theirs[0]?.filter((one) => addressOf(one) === address)).toEqual(own);
      }
    }),
    propertySettings,
  );
});

test("a batch is small, unless one address alone has more", () => {
  fc.assert(
    fc.property(drafts, (all) => {
      for (const batch of batchDrafts(all)) {
        if (new Set(batch.map(addressOf)).size === 1) continue;
        expect(batch.length).toBeLessThanOrEqual(100);
        expect(rowsOf(batch)).toBeLessThanOrEqual(2000);
      }
    }),
    propertySettings,
  );
});
