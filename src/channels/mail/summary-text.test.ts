import { expect, test } from "vitest";
import { mailMaterial } from "../../../test/makers/mail-material.ts";
import { makeFindingType, makeNotification, makeRow } from "../../../test/makers/notification.ts";
import { type Rung, rungs } from "../../domain/decision/rung.ts";
import type { FindingTypeId } from "../../domain/ids.ts";
import type { Notification } from "../../domain/notification/notification.ts";
import { toShownRows } from "./shown-row.ts";
import { type Summary, toSummary } from "./summary-text.ts";

const { recipient } = makeNotification();

function sum(changes: Partial<Notification>): Summary {
  const notification = makeNotification(changes);
  return toSummary(notification, toShownRows(notification.rows), mailMaterial.templates);
}

function to(
  rung: Rung | null,
  custodyWithinMs: number | null = null,
): Pick<Notification, "recipient"> {
  return { recipient: { ...recipient, rung, custodyWithinMs } };
}

test("what is worst comes first, and the rest is counted", () => {
  const exchange = makeFindingType({
    id: "exchange" as FindingTypeId,
    severity: "critical",
    title: { nl: "Lek in Exchange", en: "Flaw in Exchange" },
  });
  const others = [1, 2, 3, 4].map((last) => makeRow({ address: `198.51.100.${last}` }));
  const rows = [makeRow({ type: exchange }), makeRow(), ...others];
  expect(sum({ rows })).toEqual({
    what: "Flaw in Exchange, and 1 more type",
    where: "192.0.2.7, 198.51.100.1, 198.51.100.2 and 2 more",
    worst: "critical",
    doNow: "Have somebody who runs these systems look at this.",
  });
});

test("who may not know the type is not told it here either", () => {
  expect(sum({ rows: [makeRow({ tier: 0 })] }).what).toBe(
    "There is a system that is misconfigured",
  );
});

test("the lane now says that it cannot wait", () => {
  expect(sum({ lane: "now" }).doNow).toContain("straight away");
  expect(sum({ lane: "day" }).doNow).not.toContain("straight away");
});

test("whoever stands between passes on, as far as the label lets it", () => {
  for (const rung of rungs) {
    const own = rung === "owner" || rung === "security-txt";
    expect(String(sum(to(rung)).doNow).startsWith("Pass this on")).toBe(!own);
    const kept = sum({ ...to(rung), rows: [makeRow({ tlp: "AMBER+STRICT" })] });
    expect(kept.doNow).not.toContain("Pass this on");
  }
});

test("whoever holds it for others is told by when to say so", () => {
  const hourMs = 3_600_000;
  expect(sum(to("constituency", 4 * hourMs)).doNow).toContain("within 4 hours");
  expect(sum(to("constituency", 72 * hourMs)).doNow).toContain("within 3 days");
});

test("informed parties are asked nothing, desks of a digest to find the customer", () => {
  expect(sum({ ...to(null), role: "informed" }).doNow).toBe(false);
  expect(sum({ ...to("abuse-contact"), role: "digest" }).doNow).toContain("Find out who used");
});
