import fc from "fast-check";
import { expect, test } from "vitest";
import { propertySettings } from "../../../test/properties/settings.ts";
import { lanes } from "../../domain/finding/lane.ts";
import type { FindingId, NotificationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { DueRecipient } from "../../store/due-recipients.ts";
import { type Portion, sharesAddress, toPortions } from "./portions.ts";

const recipients = fc
  .array(
    fc.record({
      findings: fc.nat(30),
      owed: fc.nat(30),
      informed: fc.nat(3),
      lane: fc.constantFrom(...lanes),
    }),
    {
      maxLength: 20,
    },
  )
  .map((counts) =>
    counts.map(({ findings, owed, informed, lane }, i): DueRecipient => {
      const numbers = (count: number) => Array.from({ length: count }, (_, n) => i * 100 + n);
      return {
        address: `desk-${i}@provider.example` as EmailAddress,
        organisation: null,
        round: 1,
        lane,
        rows: findings + owed + informed,
        findings: numbers(findings) as FindingId[],
        owed: numbers(owed).map((evidenceOffset) => ({ report: i, evidenceOffset })),
        informed: numbers(informed).map((n) => `notification-${n}` as NotificationId),
        firstAt: null,
        lastAt: null,
        toldLately: false,
      };
    }),
  );

const sizes = fc.record({
  first: fc.integer({ min: 1, max: 10 }),
  several: fc.integer({ min: 10, max: 20 }),
  one: fc.constant(20),
});

test("each row is in one portion, in its order, with its recipient", () => {
  fc.assert(
    fc.property(recipients, sizes, (due, sizes) => {
      const portions = toPortions(due, sizes);
      for (const recipient of due) {
        const own = portions.filter(({ turns }) => turns.includes(recipient));
        const isOwn = (part: readonly number[]) => (n: number) => part.includes(n);
        const findings = own.flatMap((portion) => portion.findings);
        expect(findings.filter(isOwn(recipient.findings))).toEqual(recipient.findings);
        expect(own.flatMap(({ owed }) => owed)).toEqual(
          expect.arrayContaining([...recipient.owed]),
        );
        expect(own.flatMap(({ informed }) => informed)).toEqual(
          expect.arrayContaining([...recipient.informed]),
        );
      }
      for (const kind of ["findings", "owed", "informed"] as const) {
        const countIn = (list: readonly (Portion | DueRecipient)[]): number =>
          list.reduce((sum, one) => sum + one[kind].length, 0);
        expect(countIn(portions)).toBe(countIn(due));
      }
    }),
    propertySettings,
  );
});

test("no portion is larger than it may be, and only one recipient alone has more rows than several", () => {
  const sizeOf = ({ findings, owed }: Portion): number => findings.length + owed.length;
  fc.assert(
    fc.property(recipients, sizes, (due, sizes) => {
      for (const portion of toPortions(due, sizes)) {
        expect(sizeOf(portion)).toBeLessThanOrEqual(sizes.one);
        if (sizeOf(portion) > sizes.several) expect(portion.turns).toHaveLength(1);
      }
    }),
    propertySettings,
  );
});

test("who has no more than the most gets everything in one portion", () => {
  fc.assert(
    fc.property(recipients, sizes, (due, sizes) => {
      const portions = toPortions(due, sizes);
      for (const recipient of due.filter(({ rows }) => rows > 0 && rows <= sizes.one)) {
        expect(portions.filter(({ turns }) => turns.includes(recipient))).toHaveLength(1);
      }
    }),
    propertySettings,
  );
});

test("what goes out now comes before what has time", () => {
  fc.assert(
    fc.property(recipients, sizes, (due, sizes) => {
      const order = toPortions(due, sizes)
        .flatMap(({ turns }) => turns as readonly DueRecipient[])
        .map(({ lane }) => lanes.indexOf(lane));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }),
    propertySettings,
  );
});

test("portions share an address where one recipient is in both, in another lane as well", () => {
  const turn = (name: string, lane: DueRecipient["lane"]) => ({
    address: `${name}@provider.example` as EmailAddress,
    round: 1,
    lane,
  });
  const toPortion = (...turns: Portion["turns"]): Portion => {
    return { turns, findings: [], owed: [], informed: [] };
  };
  const now = toPortion(turn("desk", "now"), turn("noc", "now"));
  expect(sharesAddress(now, toPortion(turn("abuse", "day"), turn("noc", "day")))).toBe(true);
  expect(sharesAddress(now, toPortion(turn("abuse", "day")))).toBe(false);
});
