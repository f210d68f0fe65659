import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAsset } from "../../src/domain/world/claim-id.ts";
import { readObjectText, splitObjects } from "../../src/domain/world/import/read-object-text.ts";
import { readSamples, remarksOf, toFile, tryImport, worldOf } from "../makers/import-contacts.ts";
import { makeZip } from "../zip.ts";

const claimsOf = (answer: Awaited<ReturnType<typeof tryImport>>) =>
  worldOf(answer).organisations.flatMap(({ claims }) =>
    claims.map(
      ({ organisation, asset, use, basis }) =>
        `${organisation} ${use} ${formatAsset(asset)} ${basis}`,
    ),
  );

describe("a spreadsheet", () => {
  test("what is good goes in, and everything else is listed with its line", async () => {
    const answer = await tryImport(readSamples("contacten.csv"));
    expect(answer.organisations.added).toEqual([
      "universiteit-voorbeeld",
      "cert-onderwijs",
      "gemeente-kade",
      "hosting-kade",
      "winkel",
      "andere-winkel",
      "te-breed",
    ]);
    expect(claimsOf(answer)).toEqual([
      "universiteit-voorbeeld own 192.0.2.0/25 attested",
      "universiteit-voorbeeld own 192.0.2.128/28 attested",
      "universiteit-voorbeeld own uni-voorbeeld.example attested",
      "cert-onderwijs own cert-onderwijs.example attested",
      "gemeente-kade own 198.51.100.0/26 attested",
      "gemeente-kade own www.gemeente-kade.example attested",
      "hosting-kade own 203.0.113.0/24 attested",
      "winkel own winkel.example attested",
      "andere-winkel own xn--bcher-kva.example attested",
      "te-breed own te-breed.example attested",
    ]);
    expect(remarksOf(answer, "left-out")).toEqual([
      "1 Opmerking: a column of which nobody knows what it says",
      "4 KvK-nummer: no number of the register of companies",
      "5 IP-adressen: host bits are set: a block or one address",
      "6 AS-nummer: an AS number needs registry trust",
      "6 Domeinen: a public suffix",
      "7 IP-adressen: 198.51.100.64/28 is claimed alike by winkel and andere-winkel",
      "8 E-mail: not a mail address",
      "8 IP-adressen: 198.51.100.64/28 is claimed alike by andere-winkel and winkel",
      "8 Lid van: nobody is called so",
      "9 : the row does not say whom it is about",
      "10 : a quote is not closed",
      "11 IP-adressen: broader than /20 on less than registry trust",
      "11 IP-adressen: broader than /20 on less than registry trust",
    ]);
    expect(answer.effects).toEqual({ "left-out": 13, changed: 7, kept: 1 });
    const [university, cert] = worldOf(answer).organisations;
    expect(university).toMatchObject({
      kvk: "12345678",
      sector: "onderwijs",
      memberOf: [{ intermediary: "cert-onderwijs" }],
      contacts: [
        { role: "findings", email: "security@uni-voorbeeld.example", language: "nl" },
        { role: "emergency", email: "wacht@uni-voorbeeld.example", language: "nl" },
      ],
    });
    expect(cert?.roles).toEqual(["owner", "intermediary"]);
    expect(cert?.contacts.map(({ email }) => email)).toEqual(["cert@cert-onderwijs.example"]);
  });

  test.each([
    ["commas", "name,ip\na,192.0.2.1\n"],
    ["semicolons", "name;ip\na;192.0.2.1\n"],
    ["tabs", "name\tip\r\na\t192.0.2.1\r\n"],
    ["a mark of Excel", "sep=;\r\nname;ip\r\na;192.0.2.1\r\n"],
    ["quotes and line ends in them", '"name","ip"\n"a","192.0.2.1\n"\n'],
    ["an apostrophe before text", "name,ip\n'a,'192.0.2.1\n"],
  ])("separated by %s", async (_, text) => {
    const answer = await tryImport([toFile(text)]);
    expect(claimsOf(answer)).toEqual(["a own 192.0.2.1/32 attested"]);
    expect(remarksOf(answer, "left-out")).toEqual([]);
  });

  test("latin-1 is read, and told", async () => {
    const bytes = Buffer.from("naam;domein\nCaf\xe9;cafe.example\n", "latin1");
    const answer = await tryImport([{ name: "list.csv", bytes }]);
    expect(worldOf(answer).organisations[0]?.name).toBe("Café");
    expect(remarksOf(answer, "changed")).toEqual([": not UTF-8: read as Windows-1252 (latin-1)"]);
    const utf16 = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from("naam\nCafé\n", "utf16le"),
    ]);
    const other = await tryImport([{ name: "list.csv", bytes: utf16 }]);
    expect(worldOf(other).organisations[0]?.name).toBe("Café");
  });

  test("a column is what --map says", async () => {
    const file = toFile("Klant,Net,Wie\na,192.0.2.1,x@a.example\n");
    await expect(tryImport([file])).rejects.toMatchObject({ code: "input-refused" });
    const mapping = { klant: "name", net: "prefix", wie: "email" };
    const answer = await tryImport([file], { mapping });
    expect(answer.columns).toEqual([
      { column: "Klant", field: "name" },
      { column: "Net", field: "prefix" },
      { column: "Wie", field: "email" },
    ]);
    expect(answer.remarks).toEqual([]);
    const wrong = tryImport([file], { mapping: { ...mapping, nergens: "domain" } });
    await expect(wrong).rejects.toThrow('there is no column "nergens"');
  });

  test("first and last address in columns of their own", async () => {
    const answer = await tryImport([
      toFile("naam,van,tot\na,192.0.2.0,192.0.2.127\nb,192.0.2.200,\n"),
    ]);
    expect(claimsOf(answer)).toEqual([
      "a own 192.0.2.0/25 attested",
      "b own 192.0.2.200/32 attested",
    ]);
  });

  test("mailboxes that anybody can have, nests, gaps and double lines are pointed out", async () => {
    const text = [
      "naam,ip,domein,email",
      "a,192.0.2.0/24,a.example,a@post.example",
      "a,192.0.2.0/25,www.a.example,a@post.example",
      "b,192.0.2.7,b.a.example,",
      "a,192.0.2.0/24,,",
    ].join("\n");
    const answer = await tryImport([toFile(text)]);
    expect(remarksOf(answer, "kept")).toEqual([
      "2 email: a mailbox that anybody can have",
      "3 domein: www.a.example lies in a.example of the same organisation",
      "3 ip: 192.0.2.0/25 lies in 192.0.2.0/24 of the same organisation",
      "4 : no address for findings",
      "4 domein: b.a.example lies in a.example of a",
      "4 ip: 192.0.2.7/32 lies in 192.0.2.0/25 of a",
    ]);
    expect(remarksOf(answer, "changed")).toEqual([
      "3 email: stands twice as findings contact",
      "5 ip: 192.0.2.0/24 stands twice for a",
    ]);
  });

  test("what says nothing at all is refused as a whole", async () => {
    await expect(tryImport([toFile("naam,ip\n,192.0.2.1\n")])).rejects.toThrow("No organisation");
    await expect(tryImport([toFile("")])).rejects.toThrow("there is no header line");
  });

  test("no object is dropped in silence: each is claimed, held, or remarked on", async () => {
    const object = fc.constantFrom(
      ..."192.0.2.0/24 192.0.2.0/25 192.0.2.9/24 192.0.2.1-192.0.2.6 192.0.2.* AS64500 10.0.0.0/8 a.example *.a.example b.a.example com x@y ,".split(
        " ",
      ),
    );
    const cell = fc.array(object, { maxLength: 5 }).map((objects) => objects.join(" "));
    const row = fc.tuple(fc.constantFrom("a", "b", "c"), cell);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = rows.map(([name, objects]) => `${name};${objects}\n`).join("");
        const answer = await tryImport([toFile(`naam;object\n${text}`)]);
        const claimed = new Set(claimsOf(answer).map((claim) => claim.split(" ")[2]));
        for (const [i, [, objects]] of rows.entries()) {
          for (const part of splitObjects(objects)) {
            const read = readObjectText(part, "any");
            const assets = "assets" in read ? read.assets.map(formatAsset) : [];
            const isRemarked = answer.remarks.some(
              ({ line, value }) => line === i + 2 && value === part,
            );
            const isTaken = assets.length > 0 && assets.every((asset) => claimed.has(asset));
            expect(isTaken || isRemarked, part).toBe(true);
          }
        }
      }),
    );
  });
});

/** A workbook with one sheet, as small as ECMA-376 lets it be. */
function makeWorkbook(sheet: string, shared: string): Buffer {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const files = {
    "xl/workbook.xml": `<workbook ${main} xmlns:r="${relation}"><sheets><sheet name="Leden" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId7" Target="worksheets/sheet3.xml"/></Relationships>`,
    "xl/worksheets/sheet3.xml": `<?xml version="1.0"?><worksheet ${main}><sheetData>${sheet}</sheetData></worksheet>`,
    "xl/sharedStrings.xml": `<sst ${main}>${shared}</sst>`,
  };
  return makeZip(
    Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) })),
  );
}

describe("a workbook", () => {
  const shared =
    "<si><t>Naam</t></si><si><r><t>IP-</t></r><r><t>adressen</t></r><rPh><t>x</t></rPh></si><si><t>Bakker &amp; Zn</t></si>";
  const rows = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>KvK</t></is></c></row>
    <row r="4"><c r="A4" t="s"><v>2</v></c><c r="C4" t="str"><f>A1</f><v>192.0.2.0/24</v></c><c r="D4"><v>12345678</v></c></row>
    <row r="5"><c r="A5" t="s"><v>2</v></c><c r="C5" t="inlineStr"><is><t>192.0.2.1/24</t></is></c></row>`;

  test("its first sheet is read, with the numbers of its rows", async () => {
    const file = { name: "leden.xlsx", bytes: makeWorkbook(rows, shared) };
    const answer = await tryImport([file]);
    expect(worldOf(answer).organisations).toMatchObject([{ name: "Bakker & Zn", kvk: "12345678" }]);
    expect(claimsOf(answer)).toEqual(["bakker-zn own 192.0.2.0/24 attested"]);
    expect(remarksOf(answer, "left-out")).toEqual([
      "5 IP-adressen: host bits are set: a block or one address",
    ]);
    expect(claimsOf(await tryImport([file], { sheet: "Leden" }))).toHaveLength(1);
    await expect(tryImport([file], { sheet: "Weg" })).rejects.toThrow('there is no sheet "Weg"');
  });

  test("one that is damaged, none, or hostile is refused", async () => {
    const whole = makeWorkbook(rows, shared);
    const damaged = Buffer.from(whole);
    damaged.fill(0, 60, 90);
    const bomb = makeWorkbook(
      `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><row><c t="str"><v>&b;</v></c></row>`,
      "",
    );
    for (const bytes of [damaged, whole.subarray(0, 200), bomb, makeZip([])]) {
      const refused = tryImport([{ name: "leden.xlsx", bytes }]);
      await expect(refused).rejects.toMatchObject({ code: "input-refused" });
    }
  });
});

describe("onto the present world", () => {
  const present = `organisations:
  - {id: cert-x, name: CERT X, roles: [intermediary], sector: education, contacts: [{role: findings, email: cert@cert-x.example}]}
  - id: uni-x
    name: Universiteit X
    kvk: "12345678"
    sector: education
    roles: [owner]
    claims: [{prefix: 192.0.2.0/24, basis: proved, since: 2025-01-01}]
    contacts: [{role: findings, email: security@uni-x.example, language: nl}]
    maxTier: 1
finders: [{id: divd, trusted: true}]
`;

  test("what is new is added, and what it says stays as it is", async () => {
    const text = [
      "naam,kvk,sector,ip,email,lid van",
      "Uni X (oud),12345678,onderwijs,192.0.2.0/24; 198.51.100.0/24,security@uni-x.example;soc@uni-x.example,cert-x",
      "Nieuw,,education,192.0.2.0/24; 192.0.2.8/29,a@nieuw.example,CERT X",
    ].join("\n");
    const answer = await tryImport([toFile(text)], { onto: present });
    expect(answer.organisations).toEqual({ added: ["nieuw"], changed: ["uni-x"], unchanged: [] });
    expect(answer.claims).toEqual({ added: 2, alreadyHeld: 1 });
    const world = worldOf(answer);
    expect(world.finders).toMatchObject([{ id: "divd" }]);
    expect(world.organisations.find(({ id }) => id === "uni-x")).toMatchObject({
      name: "Universiteit X",
      sector: "education",
      maxTier: 1,
      contacts: [{ email: "security@uni-x.example" }, { email: "soc@uni-x.example" }],
      memberOf: [{ intermediary: "cert-x" }],
    });
    expect(claimsOf(answer)).toEqual([
      "uni-x own 192.0.2.0/24 proved",
      "uni-x own 198.51.100.0/24 attested",
      "nieuw own 192.0.2.8/29 attested",
    ]);
    expect(remarksOf(answer, "left-out")).toEqual([
      '2 naam: the present world says "Universiteit X"',
      '2 sector: the present world says "education"',
      "3 ip: 192.0.2.0/24 is claimed by uni-x in the present world and by nieuw here",
    ]);
    expect(remarksOf(answer, "kept")).toEqual([
      "2 sector: the present world has no sector onderwijs",
      "3 ip: 192.0.2.8/29 lies in 192.0.2.0/24 of uni-x",
    ]);
    expect(answer.remarks.at(-1)?.remedy).toMatch(/^It waits until the holder agrees/);
  });

  test("a claim for exactly one name holds nothing below it, and is not widened in silence", async () => {
    const exact = "domain: www.uni-x.example, basis: attested, since: 2026-01-01, exact: true";
    const onto = present.replace("claims: [", `claims: [{${exact}}, `);
    const rows = "naam,domein\nUniversiteit X,www.uni-x.example\nnieuw,a.www.uni-x.example\n";
    const answer = await tryImport([toFile(rows)], { onto });
    expect(remarksOf(answer, "left-out")).toEqual([
      "2 domein: www.uni-x.example is held by uni-x for exactly this name in the present world",
    ]);
    expect(remarksOf(answer, "kept")).toEqual(["3 : no address for findings"]);
    expect(claimsOf(answer)).toContain("nieuw own a.www.uni-x.example attested");
  });

  test("a second time nothing is new", async () => {
    const files = readSamples("contacten.csv");
    const first = await tryImport(files, { onto: present });
    const second = await tryImport(files, { onto: first.text });
    expect(second.organisations).toMatchObject({ added: [], changed: [] });
    expect(second.claims.added).toBe(0);
    expect(worldOf(second)).toEqual(worldOf(first));
  });

  test("words for sectors and what rows leave out", async () => {
    const answer = await tryImport(
      [toFile("naam,sector,ip\na,Onderwijs,192.0.2.8\nb,,192.0.2.9\n")],
      {
        onto: present,
        terms: {
          sectors: new Map([["onderwijs", "education"]]),
          defaults: {
            sector: "education",
            language: "nl",
            roles: ["network-operator"],
            memberOf: "cert-x",
          },
        },
      },
    );
    const [, , a, b] = worldOf(answer).organisations;
    expect(a).toMatchObject({ sector: "education", memberOf: [{ intermediary: "cert-x" }] });
    expect(b).toMatchObject({ sector: "education", roles: ["owner", "network-operator"] });
  });

  test("a present world that is none, and a voucher that is none, are refused", async () => {
    const file = toFile("naam,ip\na,192.0.2.8\n");
    await expect(tryImport([file], { onto: "nothing: 1" })).rejects.toMatchObject({
      code: "input-refused",
    });
    const terms = { basis: "vouched" as const, by: "uni-x" as never };
    await expect(tryImport([file], { onto: present, terms })).rejects.toThrow("no intermediary");
    const vouched = await tryImport([file], {
      onto: present,
      terms: { ...terms, by: "cert-x" as never },
      reason: "its list",
    });
    expect(vouched.text).toContain(
      "# Claims are vouched by cert-x where the export does not say better: its list.",
    );
    expect(worldOf(vouched).organisations[2]?.claims).toMatchObject([
      { basis: "vouched", by: "cert-x" },
    ]);
  });
});
