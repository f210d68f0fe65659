import { describe, expect, it } from "vitest";
import { mailMaterial } from "../../../test/makers/mail-material.ts";
import { makeFindingType, makeNotification, makeRow } from "../../../test/makers/notification.ts";
import { mostLinkedBytes, mostLinkedRows } from "../../domain/notification/linked-file.ts";
import type { NotificationRow } from "../../domain/notification/notification.ts";
import { mostSealedBytes } from "../../platform/sealed-bytes.ts";
import { toAttachments } from "./attachments.ts";
import { toRowsCsv } from "./rows-csv.ts";
import { type ShownRow, toShownRows } from "./shown-row.ts";
import { splitRows } from "./split-rows.ts";

const language = "en";
const desk = { ...makeNotification().recipient, rung: "network-operator" as const };

/** Bytes of the largest file that a network's desk gets of these rows. */
function largestFile(rows: readonly NotificationRow[]): number {
  const notification = makeNotification({ recipient: desk, rows });
  const files = toAttachments(notification, toShownRows(rows), mailMaterial);
  return Math.max(...files.map(({ content }) => content.length));
}

/** A row that says as much as one can besides its evidence. */
const wordy = makeRow({
  address: "2001:db8:1111:2222:3333:4444:5555:6666",
  name: `${"n".repeat(63)}.${"n".repeat(63)}.${"n".repeat(63)}.example`,
  type: makeFindingType({
    cves: Array.from({ length: 6 }, (_, i) => `CVE-2026-1000${i}`),
    title: { nl: "t".repeat(200), en: "t".repeat(200) },
  }),
  evidence: new Map(
    ["product", "version", "family"].map((column) => [column, "\u20ac".repeat(120)]),
  ),
});

/** Rows with a column each of so many signs that say little: XARF names them again in each row. */
const columned = (columns: number, sign: string): NotificationRow =>
  makeRow({
    tier: 2,
    evidence: new Map(
      Array.from({ length: columns }, (_, i) => [`${sign.repeat(50)}${i}`, sign.repeat(i % 3)]),
    ),
  });

describe("rows of one notification whose files are linked", () => {
  it("make no file that is too large to be opened again, encrypted as it may be", () => {
    // A file takes so much for each row whatever it says, and so many times what the row counts for.
    const of = (row: NotificationRow): number => largestFile(Array(100).fill(row)) / 100;
    const least = of(makeRow({ tier: 0, port: null }));
    const said = [wordy, columned(200, "c"), columned(150, '"'), columned(150, "\u20ac")];
    const times = said.map((row) => (of(row) - least) / weightOf(row));
    const most = mostLinkedRows * least + mostLinkedBytes * Math.max(...times);
    // Armor is base64 in lines, with a sum.
    expect(most * 1.4).toBeLessThan(mostSealedBytes);
  });

  it("are cut where evidence, which XARF tells once more, makes them large; none is lost", () => {
    const evidence = new Map(Array.from({ length: 20 }, (_, i) => [`c${i}`, "v".repeat(1000)]));
    const rows = Array.from({ length: 200 }, () => makeRow({ tier: 2, evidence }));
    const parts = splitRows({ language }, rows, "linked");
    expect(parts.map((part) => part.length)).toEqual([149, 51]);
    expect(parts.flat()).toEqual(rows);
    const [row] = rows as [NotificationRow];
    expect(149 * weightOf(row)).toBeLessThanOrEqual(mostLinkedBytes);
    expect(150 * weightOf(row)).toBeGreaterThan(mostLinkedBytes);
  });

  it("are at most so many", () => {
    const rows = Array.from({ length: mostLinkedRows + 1 }, () => makeRow());
    const parts = splitRows({ language }, rows, "linked");
    expect(parts.map((part) => part.length)).toEqual([mostLinkedRows, 1]);
  });
});

/** What a row counts for: its line of CSV, and its evidence once more. */
function weightOf(row: NotificationRow): number {
  const [shown] = toShownRows([row]);
  const { rendered } = shown as ShownRow;
  const { lines } = toRowsCsv([shown as ShownRow], language);
  let bytes = Buffer.byteLength(lines.join(""));
  for (const [column, value] of rendered.evidence) {
    bytes += Buffer.byteLength(column) + Buffer.byteLength(value);
  }
  return bytes;
}
