import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RegistryLayer } from "../domain/registry/registry.ts";
import { formatRange } from "../domain/registry/registry-difference.ts";
import type {
  RegistryBatch,
  RegistryEntry,
  RegistrySource,
} from "../domain/registry/registry-source.ts";
import { csvRanges, splitCsvLine } from "./csv-ranges.ts";
import { delegatedStatistics } from "./delegated-statistics.ts";
import { risDump } from "./ris-dump.ts";
import { rpsl } from "./rpsl.ts";

const sources = [csvRanges, delegatedStatistics, risDump, rpsl];

function sample(name: string): Buffer {
  return readFileSync(new URL(`../../test/samples/registry/${name}`, import.meta.url));
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

type Read = {
  entries: RegistryEntry[];
  faults: RegistryBatch["faults"][number][];
  skipped: Record<string, number>;
};

async function read(
  source: RegistrySource,
  bytes: Uint8Array,
  layer: RegistryLayer,
  options: { country?: string; size?: number } = {},
): Promise<Read> {
  const result: Read = { entries: [], faults: [], skipped: {} };
  const chunks = cut(bytes, options.size ?? 1 << 16);
  for await (const batch of source.read(chunks, {
    layer,
    country: options.country ?? null,
    fileName: "sample",
  })) {
    result.entries.push(...batch.entries);
    result.faults.push(...batch.faults);
    for (const [reason, count] of batch.skipped)
      result.skipped[reason] = (result.skipped[reason] ?? 0) + count;
  }
  return result;
}

/** One line an entry, for golden comparison. */
function lines({ entries }: Read): string[] {
  return entries.map((entry) => {
    const { kind, ...rest } = entry;
    const values = Object.entries(rest).map(([, value]) =>
      typeof value === "object" && value !== null ? formatRange(value) : String(value ?? "-"),
    );
    return [kind, ...values].join(" ");
  });
}

describe("the format is told by the content", () => {
  test.each([
    ["announced.csv", "csv"],
    ["announced-without-header.csv", "csv"],
    ["delegated-without-header.csv", "csv"],
    ["delegated-without-country.csv", "csv"],
    ["delegated-extended.txt", "delegated-extended"],
    ["ris-dump.txt", "ris"],
    ["mixed.rpsl", "rpsl"],
  ])("%s is %s and nothing else", (name, format) => {
    expect(
      sources.filter((source) => source.recognises(sample(name))).map((source) => source.format),
    ).toEqual([format]);
  });

  test.each([
    "",
    "\n\n",
    "hello",
    "a,b\n1,2\n",
    "ip,port\n192.0.2.1,80\n",
    '{"a":1}',
    "192.0.2.0/24\n",
    "fe80::1\n",
    "\0\0",
  ])("%j is none", (text) => {
    expect(sources.filter((source) => source.recognises(Buffer.from(text)))).toEqual([]);
  });

  test("an address that looks like an attribute makes it CSV", () => {
    const text = Buffer.from("fdda::,fdda::ff,64500\n");
    expect(sources.filter((source) => source.recognises(text))).toEqual([csvRanges]);
  });
});

describe("CSV ranges", () => {
  test("with a header, quotes and UTF-8", async () => {
    const found = await read(csvRanges, sample("announced.csv"), "announced");
    expect(lines(found)).toEqual([
      "range 192.0.2.0/24 64500 Example Network - 0",
      'range 198.51.100.0/25 64501 Example, with a comma and "quotes" - 0',
      "range 198.51.100.0/24 64502 Größe B.V. - 0",
      "range 2001:db8::/32 4200000001 - - 0",
    ]);
    expect(found.faults).toEqual([]);
  });

  test("without a header", async () => {
    expect(
      lines(await read(csvRanges, sample("announced-without-header.csv"), "announced")),
    ).toEqual([
      "range 192.0.2.0/24 64500 Example Network - 0",
      "range 2001:db8::/32 64501 Example, Other - 0",
    ]);
    expect(
      lines(await read(csvRanges, sample("delegated-without-header.csv"), "delegated")),
    ).toEqual([
      "range 192.0.2.0/24 - - NL 0",
      "range 198.51.100.0/24 - - BE 0",
      "range 2001:db8::/32 - - NL 0",
    ]);
  });

  test("columns come in any order, others are passed over", async () => {
    const text = Buffer.from(
      "\ufeffcountry,note,last,first\r\nnl,x,192.0.2.9,192.0.2.0\r\n,x,192.0.2.99,192.0.2.90\r\n",
    );
    expect(lines(await read(csvRanges, text, "delegated", { country: "BE" }))).toEqual([
      "range 192.0.2.0 - 192.0.2.9 - - NL 0",
      "range 192.0.2.90 - 192.0.2.99 - - BE 0",
    ]);
  });

  test("without a column that the layer needs are refused with what to do", async () => {
    const bytes = sample("delegated-without-country.csv");
    await expect(read(csvRanges, bytes, "delegated")).rejects.toMatchObject({
      code: "input-refused",
      message: "sample: line 1: the delegated layer needs a column country.",
      remedy: expect.stringContaining("--country"),
    });
    await expect(read(csvRanges, bytes, "announced")).rejects.toMatchObject({
      code: "input-refused",
      message: expect.stringContaining("asn"),
    });
    expect((await read(csvRanges, bytes, "delegated", { country: "NL" })).entries).toHaveLength(2);
  });

  test("bad lines are put aside, each with its reason", async () => {
    const rows = [
      "first,last,asn",
      "192.0.2.0,192.0.2.9,64500",
      "192.0.2.9,192.0.2.0,64500",
      "192.0.2.0,2001:db8::,1",
      "x,y,1",
      "192.0.2.0,192.0.2.9",
      "192.0.2.0,192.0.2.9,4294967296",
      "192.0.2.0,192.0.2.9,0",
      '"192.0.2.0,192.0.2.9,1',
      "",
    ];
    const found = await read(csvRanges, Buffer.from(rows.join("\n")), "announced");
    expect(found.entries).toHaveLength(1);
    expect(found.skipped).toEqual({ "range without an AS number": 1 });
    expect(found.faults.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      "3 the last address comes before the first",
      "4 the addresses are of two families",
      "5 not an IP address",
      "6 3 fields expected, 2 found",
      "7 not an AS number",
      "9 a quote is not closed",
    ]);
  });

  test("a line is cut as it was put together", () => {
    const field = fc.string({ unit: fc.constantFrom("a", ",", '"', " ", "é") });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
        const quoted = fields.map((value) =>
          /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value,
        );
        expect(splitCsvLine(quoted.join(","))).toEqual(fields);
      }),
    );
  });
});

test("delegated statistics", async () => {
  const found = await read(delegatedStatistics, sample("delegated-extended.txt"), "delegated");
  expect(lines(found)).toEqual([
    "range 192.0.2.0 - 192.0.4.255 - - NL 0",
    "range 198.51.100.0/24 - - BE 0",
    "range 2001:db8::/32 - - NL 0",
  ]);
  expect(found.skipped).toEqual({
    "record of type asn": 1,
    "record with status available": 1,
    "record with status reserved": 1,
    "record without a country": 1,
  });
  expect(found.faults.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    "13 not a range",
    "14 not a range",
  ]);
  const withCountry = await read(
    delegatedStatistics,
    sample("delegated-extended.txt"),
    "delegated",
    { country: "NL" },
  );
  expect(lines(withCountry)).toContain("range 198.18.0.0/24 - - NL 0");
});

test("RIS dump", async () => {
  const found = await read(risDump, sample("ris-dump.txt"), "announced");
  expect(lines(found)).toEqual([
    "range 192.0.2.0/24 64500 - - 320",
    "range 192.0.2.0/24 64501 - - 3",
    "range 198.51.100.0/25 4200000001 - - 299",
    "range 2001:db8::/32 64500 - - 211",
  ]);
  expect(found.skipped).toEqual({
    "prefix announced by a set of AS numbers": 1,
    "prefix too short to be a network": 1,
    "prefix announced by AS0": 1,
  });
  expect(found.faults).toEqual([{ line: 12, reason: "not a prefix", value: "192.0.2.1/24" }]);
});

describe("RPSL", () => {
  test("contacts of mixed classes, with folded lines, comments and Latin-1", async () => {
    const found = await read(rpsl, sample("mixed.rpsl"), "contacts");
    expect(lines(found)).toEqual([
      "organisation TEST ORG-EX1-TEST AR1-TEST",
      "role TEST AR1-TEST abuse@voorbeeld.example",
      "network TEST 192.0.2.0/24 - ORG-EX1-TEST -",
      "network TEST 198.51.100.0/24 - ORG-EX2-TEST AR3-TEST",
      "network TEST 2001:db8::/32 - ORG-EX1-TEST -",
      "system TEST 64500 EXAMPLE-AS ORG-EX1-TEST -",
    ]);
    expect(found.skipped).toEqual({
      "object of class route": 1,
      "placeholder for space of other registries": 1,
      "role without an abuse mailbox": 1,
    });
    expect(found.faults.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      "67 not an IP address",
      "71 not a mail address",
      "76 neither an attribute nor a continuation",
    ]);
  });

  test("countries, of the same file", async () => {
    const found = await read(rpsl, sample("mixed.rpsl"), "delegated");
    expect(lines(found)).toEqual([
      "range 192.0.2.0/24 - - NL 0",
      "range 198.51.100.0/24 - - BE 0",
      "range 2001:db8::/32 - - NL 0",
    ]);
  });
});

test.each([
  ["announced.csv", csvRanges, "announced"],
  ["delegated-extended.txt", delegatedStatistics, "delegated"],
  ["ris-dump.txt", risDump, "announced"],
  ["mixed.rpsl", rpsl, "contacts"],
] as const)("%s reads the same in pieces of any size", async (name, source, layer) => {
  const bytes = sample(name);
  const whole = await read(source, bytes, layer);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (size) => {
      expect(await read(source, bytes, layer, { size })).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

test("what is no text is refused: zero bytes, endless lines", async () => {
  const zeros = Buffer.from("first,last,asn\n192.0.2.0,192.0.2.9,1\0\n");
  await expect(read(csvRanges, zeros, "announced")).rejects.toMatchObject({
    code: "input-refused",
  });
  const endless = Buffer.from(`first,last,asn\n${"1".repeat(200_000)}`);
  await expect(read(csvRanges, endless, "announced")).rejects.toMatchObject({
    code: "input-refused",
  });
});
