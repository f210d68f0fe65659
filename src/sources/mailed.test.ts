import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type MailedRows, readMailedRows } from "../actions/shadow/read-mailed-rows.ts";
import { formatAddress } from "../domain/network/ip-address.ts";
import type { MailedOptions, MailedRow } from "../domain/shadow/mailed-row.ts";
import type { MailedSource } from "../domain/shadow/mailed-source.ts";
import { readCatalogue } from "../registry/finding-types.ts";
import { delimitedMailed } from "./delimited/delimited-mailed.ts";
import { intelmqMailed } from "./intelmq/intelmq-mailed.ts";

const catalogue = readCatalogue(join(import.meta.dirname, "../../data/finding-types"));

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

type Read = MailedRows & { readonly byType: boolean; readonly list: readonly string[] };

async function read(
  source: MailedSource,
  text: string,
  options: Partial<MailedOptions> = {},
  pieceBytes = 1 << 16,
): Promise<Read> {
  const bytes = Buffer.from(text);
  expect(source.recognises(bytes)).toBe(true);
  const opened = source.open(bytes, {
    fileName: "mailed",
    mapping: new Map(),
    contactField: "source.abuse_contact",
    byType: null,
    catalogue,
    ...options,
  });
  if (opened.kind === "refused") throw new Error(opened.refusal.detail);
  const list: string[] = [];
  const each = ({ recipients, address, name, type }: MailedRow): void => {
    const object = [address === null ? null : formatAddress(address), name].filter(
      (part) => part !== null,
    );
    list.push(`${recipients.join(" ")} | ${object.join(" ")} | ${type?.id ?? "-"}`);
  };
  const rows = await readMailedRows(inPieces(bytes, pieceBytes), opened.reader, each);
  return { ...rows, byType: opened.reader.byType, list };
}

const csv = `time,recipient,ip,host,classification
2026-11-20 10:00:00,a@a.example,192.0.2.1,,open-rdp
2026-11-20T12:00:00+02:00,"A <A@a.example>, b@b.example",::ffff:192.0.2.1,www.a.example.,open-rdp
,mailto:a@a.example;geen,,https://WWW.a.example/x,CVE-2021-44228
unknown,c@c.example,,user@a.example,open-rdp
,,192.0.2.2,,open-rdp
,d@d.example,192.0.2.3,,no-such-type
,d@d.example,,,open-rdp
,@,192.0.2.4,,open-rdp
short
`;

describe("a list", () => {
  test("tells who was mailed about what, and which rows it does not", async () => {
    const whole = await read(delimitedMailed, csv);
    expect(whole.list).toEqual([
      "a@a.example | 192.0.2.1 | open-rdp",
      "a@a.example b@b.example | 192.0.2.1 www.a.example | open-rdp",
      "a@a.example | www.a.example | cve-2021-44228",
      "c@c.example | a.example | open-rdp",
    ]);
    expect(whole).toMatchObject({ byType: true, rows: 9, read: 4, withoutRecipient: 1, unread: 4 });
    expect(whole.faults.map(({ row, line, field }) => [row, line, field])).toEqual([
      [3, 4, "address"],
      [6, 7, "type"],
      [7, 8, "host"],
      [8, 9, "address"],
      [9, 10, "row"],
    ]);
    expect([whole.from, whole.until]).toEqual([
      Date.UTC(2026, 10, 20, 10),
      Date.UTC(2026, 10, 20, 10),
    ]);
  });

  test.each([1, 7, 64])("reads the same in pieces of %i bytes", async (size) => {
    expect(await read(delimitedMailed, csv, {}, size)).toEqual(await read(delimitedMailed, csv));
  });

  test("a column is what --mailed-map says, and types may be left aside", async () => {
    const mapping = new Map([
      ["recipient", "ignore"],
      ["wie", "address"],
    ]);
    const text = "wie;recipient;ip;type\na@a.example;b@b.example;192.0.2.1;no-such-type\n";
    const some = await read(delimitedMailed, text, { mapping, byType: false });
    expect(some.list).toEqual(["a@a.example | 192.0.2.1 | -"]);
  });

  test.each([
    ["a,b\n1,2\n", new Map(), "No column says whom it was mailed to."],
    ["address,b\n1,2\n", new Map(), "No column says what it was about: ip or host."],
    ["address,ip\n1,2\n", new Map([["c", "ip"]]), 'There is no column "c".'],
  ])("%j is refused", async (text, mapping, detail) => {
    await expect(read(delimitedMailed, text, { mapping })).rejects.toThrow(detail);
  });

  test("more rows than fit a batch are all read", async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, i) => `a@a.example,192.0.${i >> 8}.${i & 255}\n`,
    );
    const many = await read(delimitedMailed, `address,ip\n${rows.join("")}`);
    expect(many).toMatchObject({ rows: 10_000, read: 10_000, unread: 0 });
    expect(new Set(many.list).size).toBe(10_000);
  });
});

describe("events of IntelMQ", () => {
  const event = (values: object): string =>
    `${JSON.stringify({ "time.source": "2026-11-20T10:00:00+00:00", "classification.type": "vulnerable-system", ...values })}\n`;

  test("tell it in the field of their contacts, flat or nested, as text or list", async () => {
    const text = [
      event({
        "source.ip": "192.0.2.1",
        "classification.identifier": "open-rdp",
        "source.abuse_contact": "a@a.example,b@b.example",
      }),
      event({
        source: {
          ip: "192.0.2.2",
          fqdn: "www.a.example",
          abuse_contact: ["a@a.example", "b@b.example"],
        },
        "classification.identifier": "open-rdp",
      }),
      event({
        "source.ip": "192.0.2.3",
        "classification.identifier": "open-rdp",
        "source.abuse_contact": "a@a.example",
        extra: '{"notify":false}',
      }),
      event({ "source.ip": "192.0.2.4", "classification.identifier": "open-rdp" }),
      event({
        "source.ip": "192.0.2.5",
        "classification.identifier": "no-such-type",
        "source.abuse_contact": "a@a.example",
      }),
      "no json\n",
    ].join("");
    const whole = await read(intelmqMailed, text);
    expect(whole.list).toEqual([
      "a@a.example b@b.example | 192.0.2.1 | open-rdp",
      "a@a.example b@b.example | 192.0.2.2 www.a.example | open-rdp",
    ]);
    expect(whole).toMatchObject({ byType: true, rows: 6, read: 2, withoutRecipient: 2, unread: 2 });
    const byObject = await read(intelmqMailed, text, { byType: false });
    expect(byObject).toMatchObject({ rows: 6, read: 3, withoutRecipient: 2, unread: 1 });
  });

  test("in another field", async () => {
    const text = event({
      "source.ip": "192.0.2.1",
      "classification.identifier": "open-rdp",
      "extra.mailed_to": "a@a.example",
    });
    const whole = await read(intelmqMailed, text, { contactField: "extra.mailed_to" });
    expect(whole.list).toEqual(["a@a.example | 192.0.2.1 | open-rdp"]);
  });
});
