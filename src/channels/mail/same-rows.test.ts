import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { mailMaterial } from "../../../test/makers/mail-material.ts";
import { makeFindingType, makeNotification, makeRow } from "../../../test/makers/notification.ts";
import { makeXarfCheck } from "../../../test/makers/xarf-check.ts";
import { rungs } from "../../domain/decision/rung.ts";
import { tlpLabels, tlpRank } from "../../domain/finding/tlp.ts";
import type { FindingId, FindingTypeId } from "../../domain/ids.ts";
import { isForDesk, mostCustomerFiles } from "../../domain/notification/customers.ts";
import type { LinkedFile } from "../../domain/notification/linked-file.ts";
import {
  mannerOf,
  type Notification,
  type NotificationRow,
} from "../../domain/notification/notification.ts";
import { orderRows } from "../../domain/notification/order-rows.ts";
import { composeMail } from "./compose-mail.ts";

const problemsOf = makeXarfCheck();

const types = [
  makeFindingType(),
  makeFindingType({
    id: "cve-2021-26855" as FindingTypeId,
    kind: "vulnerability",
    cves: ["CVE-2021-26855"],
    severity: "critical",
    advice: "exchange",
  }),
  makeFindingType({
    id: "infected-system" as FindingTypeId,
    kind: "compromise",
    nature: "event",
    port: false,
    transport: 0,
    rsit: { class: "malicious-code", type: "infected-system" },
    advice: "infected-system",
  }),
  makeFindingType({
    id: "leaked-credential" as FindingTypeId,
    kind: "leaked-credential",
    about: "mail-domain",
    port: false,
  }),
];

const anyAddress = fc.oneof(
  fc.constantFrom("192.0.2.1", "192.0.2.2", "192.0.2.11", "2001:db8::1"),
  fc.nat(255).map((last) => `198.51.100.${last}`),
);

/** What a finder wrote, or somebody who wants to be read by a machine. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "=cmd|'/C calc'!A0",
    "a\r\n  1. 203.0.113.9",
    "</pre><script>",
    "<img src=https://evil.example/x onerror=alert(1)>",
    "{{{subject}}} & <a href='https://evil.example'>",
    '"],[{',
    "\u202Ex",
  ),
);

const anyRow: fc.Arbitrary<NotificationRow> = fc
  .record({
    address: fc.option(anyAddress, { nil: null }),
    name: fc.constantFrom(null, "a.example", "b.uni-x.example"),
    port: fc.option(fc.integer({ min: 0, max: 65_535 }), { nil: null }),
    transport: fc.constantFrom(6, 17, 132, 200, null),
    tier: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
    tlp: fc.constantFrom(...tlpLabels),
    type: fc.constantFrom(...types),
    role: fc.constantFrom("primary" as const, "digest" as const),
    findingId: fc.nat(1_000_000).map((id) => id as FindingId),
    evidence: fc.option(
      fc
        .dictionary(
          fc.constantFrom("version", "product", "src_port", "infection", "banner", "password"),
          anyText,
        )
        .map((columns) => new Map(Object.entries(columns))),
      { nil: null },
    ),
  })
  .map((changes) =>
    makeRow({
      ...changes,
      address: changes.address ?? (changes.name === null ? "192.0.2.1" : null),
    }),
  );

const anyNotification: fc.Arbitrary<Notification> = fc
  .record({
    rows: fc.array(anyRow, { minLength: 1, maxLength: 70 }),
    rung: fc.constantFrom(...rungs, null),
    language: fc.constantFrom("nl" as const, "en" as const),
    format: fc.constantFrom("text" as const, "html" as const),
    role: fc.constantFrom("primary" as const, "digest" as const),
  })
  .map(({ rows, rung, language, format, role }) =>
    makeNotification({
      rows: orderRows(rows),
      role: rung === null ? "informed" : role,
      recipient: { ...makeNotification().recipient, rung, language, format },
    }),
  );

type Read = { readonly name: string; readonly type: string; readonly text: string };

async function read(notification: Notification): Promise<{
  body: string;
  html: string | null;
  files: Read[];
  linked: readonly LinkedFile[];
}> {
  const { bytes, files } = await composeMail(notification, mailMaterial);
  const mail = await PostalMime.parse(bytes);
  return {
    body: (mail.text ?? "").replaceAll("\r\n", "\n"),
    html: mail.html ?? null,
    linked: files,
    files: mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? "",
      type: mimeType,
      text: new TextDecoder().decode(content as ArrayBuffer),
    })),
  };
}

/** Number and object of each row in a text. */
function rowsOfText(text: string): string[] {
  return [...text.matchAll(/^ {0,3}(\d+)\. (\S+)/gm)].map(
    ([, number, object]) => `${number} ${object}`,
  );
}

function rowsOfCsv(text: string): string[] {
  const records = parse(text, { columns: true }) as Record<string, string>[];
  return records.map(({ row, address, name }) => `${row} ${address || name}`);
}

function rowsOfHtml(html: string): string[] {
  const cells = /<tr><td>(\d+)<\/td><td>(\S+?)(?: .*?)?<\/td>/g;
  return [...html.matchAll(cells)].map(([, number, object]) => `${number} ${object}`);
}

/** Nothing but our own elements, none of which fetches or leads anywhere. */
function checkHarmless(html: string): void {
  const elements = new Set([...html.matchAll(/<([^\s>]+)/g)].map(([, name]) => name));
  const own =
    "!DOCTYPE html head meta title style body p strong h1 h2 h3 br table tr th td pre".split(" ");
  expect([...elements].filter((name) => !own.includes((name ?? "").replace("/", "")))).toEqual([]);
  expect(html).not.toMatch(/(?:src|href|action|background|on\w+)\s*=|url\(|@import|https?:/i);
}

function customerOf({ address, name }: NotificationRow): string {
  return address ?? name ?? "";
}

/** The body without the block for the customer, and that block. */
function splitBody(body: string): { own: string; block: string } {
  const [before = "", block = "", after = ""] = body.split(/^-{10} .* -{10}$/m);
  return { own: before + after, block };
}

describe("every form of a notification", () => {
  it("holds the same rows: body, CSV, XARF, and what is to be passed on", async () => {
    await fc.assert(
      fc.asyncProperty(anyNotification, async (notification) => {
        const { rows, recipient } = notification;
        const { body, html, files } = await read(notification);
        const all = rows.map((row, i) => `${i + 1} ${customerOf(row)}`);
        const { own, block } = splitBody(body);
        expect(rowsOfText(own)).toEqual(all.slice(0, 50));
        const chose = recipient.format === "html" && mannerOf(recipient.rung) === "registered";
        expect(html !== null).toBe(chose);
        if (html !== null) {
          expect(rowsOfHtml(html)).toEqual(all.slice(0, 50));
          checkHarmless(html);
        }
        if (mannerOf(recipient.rung) === "unsolicited") {
          expect(files).toEqual([]);
          return;
        }
        const [csv, xarf, ...customers] = files;
        expect(rowsOfCsv(csv?.text ?? "")).toEqual(all);
        if (!isForDesk(notification)) {
          expect(xarf).toBeUndefined();
          expect(block).toBe("");
          return;
        }
        const reports = JSON.parse(xarf?.text ?? "") as XarfReport[];
        expect(
          reports.map(({ meldpunt, source_identifier: object }) => `${meldpunt.row} ${object}`),
        ).toEqual(all);
        expect(reports.map(problemsOf).filter((problem) => problem !== null)).toEqual([]);
        expect(new Set(reports.map(({ report_id: id }) => id)).size).toBe(rows.length);
        checkCustomers(notification, block, customers);
      }),
      { numRuns: 60 },
    );
  });
});

/** Rows of any sort, so many, or of so long names, that they are too large for a mail. */
const largeNotification: fc.Arbitrary<Notification> = anyNotification
  .filter(({ recipient }) => recipient.rung !== null && mannerOf(recipient.rung) !== "unsolicited")
  .map((notification) => {
    const copies = Math.ceil(3000 / notification.rows.length);
    const rows: NotificationRow[] = Array(copies).fill(notification.rows).flat();
    if (isForDesk(notification)) return { ...notification, rows: orderRows(rows) };
    const name = `${"x".repeat(400)}.example`;
    const named = rows.map((row) => ({ ...row, address: row.address ?? "192.0.2.1", name }));
    return { ...notification, rows: orderRows(named) };
  });

describe("what is linked because it is too large", () => {
  it("holds the same rows as what would be attached, and the mail names each file with its digest", async () => {
    await fc.assert(
      fc.asyncProperty(largeNotification, async (notification) => {
        const { rows, recipient } = notification;
        const { body, html, files, linked } = await read(notification);
        const all = rows.map((row, i) => `${i + 1} ${customerOf(row)}`);
        expect(files).toEqual([]);
        expect(rowsOfText(body)).toEqual(all.slice(0, 50));
        const chose = recipient.format === "html" && mannerOf(recipient.rung) === "registered";
        expect(html !== null).toBe(chose);
        if (html !== null) checkHarmless(html);
        const texts = linked.map(({ bytes }) => new TextDecoder().decode(bytes));
        for (const [i, { name, bytes, sha256 }] of linked.entries()) {
          const digest = createHash("sha256").update(bytes).digest("hex");
          expect(Buffer.from(sha256).toString("hex")).toBe(digest);
          for (const form of [body, ...(html === null ? [] : [html])]) {
            expect(form).toContain(`[${i + 1}] ${name}, `);
            expect(form).toContain(`    ${digest}\n`);
          }
        }
        const [csv = "", xarf, ...customers] = texts;
        expect(rowsOfCsv(csv)).toEqual(all);
        expect(xarf !== undefined).toBe(isForDesk(notification));
        if (xarf === undefined) return;
        const reports = JSON.parse(xarf) as XarfReport[];
        expect(
          reports.map(({ meldpunt, source_identifier: object }) => `${meldpunt.row} ${object}`),
        ).toEqual(all);
        const theirs = customers.map((text) => ({ name: "", type: "", text }));
        checkCustomers(notification, null, theirs);
      }),
      { numRuns: 6 },
    );
  });
});

type XarfReport = {
  readonly report_id: string;
  readonly source_identifier: string;
  readonly meldpunt: { readonly row: number };
};

/** Nobody's rows stand in what is for another customer, and nothing that must not be passed on; null: no block is there. */
function checkCustomers(
  { rows }: Notification,
  block: string | null,
  files: readonly Read[],
): void {
  const free = rows
    .map((row, i) => ({ row, shown: `${i + 1} ${customerOf(row)}` }))
    .filter(({ row }) => tlpRank(row.tlp) <= tlpRank("AMBER"));
  const byCustomer = Map.groupBy(free, ({ row }) => customerOf(row));
  const expected = [...byCustomer.values()].map((members) => members.map(({ shown }) => shown));
  if (block !== null) expect(rowsOfText(block)).toEqual(expected.length === 1 ? expected[0] : []);
  if (expected.length > mostCustomerFiles) {
    expect(files.map(({ text }) => rowsOfCsv(text))).toEqual([expected.flat()]);
    return;
  }
  const parts = files.map(({ text }) => /^(.*?\r\n)(row,.*)$/ms.exec(text) ?? []);
  expect(parts.map(([, text = ""]) => rowsOfText(text))).toEqual(expected);
  expect(parts.map(([, , csv = ""]) => rowsOfCsv(csv))).toEqual(expected);
}
