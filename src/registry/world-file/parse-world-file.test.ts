import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatProblem, type Problem } from "../../domain/world/problem.ts";
import type { Organisation, World } from "../../domain/world/world.ts";
import { parseWorldFile } from "./parse-world-file.ts";

type Sample = {
  readonly file: string;
  readonly valid: boolean;
  readonly faults: readonly { line: number; column: number; about: string }[];
};

const samplesFolder = new URL("../../../test/samples/worlds/", import.meta.url);
const readSample = (file: string) => readFileSync(new URL(file, samplesFolder), "utf8");
const samples: readonly Sample[] = JSON.parse(readSample("expected.json"));

function problemsOf(text: string): readonly Problem[] {
  const parsed = parseWorldFile(text);
  return "problems" in parsed ? parsed.problems : [];
}

function worldOf(text: string): World {
  const parsed = parseWorldFile(text);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.world;
}

/** A file of one organisation with these lines added, indented by four. */
function withOrganisation(lines: string, sections = ""): string {
  return `organisations:
  - id: uni-x
    name: Universiteit X
    roles: [owner]
    ${lines}
${sections}`;
}

describe("samples", () => {
  test.each(samples)("$file", ({ file, valid, faults }) => {
    const problems = problemsOf(readSample(file));
    expect(problems.length === 0).toBe(valid);
    if (file === "alias-bomb.yaml") return;
    expect(problems.map(({ line, column }) => ({ line, column }))).toEqual(
      faults.map(({ line, column }) => ({ line, column })),
    );
    for (const [i, { message, remedy }] of problems.entries()) {
      const [word] = faults[i]?.about.split(" ") ?? [];
      expect(message.split(" ")[0]).toBe(word);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("the demonstration's world is one", () => {
    const text = readFileSync(new URL("../../../data/demo/world.yaml", import.meta.url), "utf8");
    expect(worldOf(text).organisations.length).toBeGreaterThan(60);
  });
});

describe("what is read", () => {
  const world = worldOf(readSample("all-of-it.yaml"));
  const [cert, network, uni] = world.organisations as readonly [
    Organisation,
    Organisation,
    Organisation,
  ];

  test("absent keys have their defaults", () => {
    expect(network).toMatchObject({
      kvk: null,
      accepts: { kinds: null, minSeverity: null },
      custodyWithinMs: { now: null, day: null, week: null },
      maxTier: null,
      tlp: null,
      suspended: false,
      filters: [],
      constituency: [],
    });
    expect(uni.claims[0]).toMatchObject({ use: "own", agreed: false, until: Infinity });
  });

  test("days begin at midnight UTC, instants have a zone, durations are milliseconds", () => {
    expect(uni.claims[0]?.since).toBe(Date.parse("2026-01-01T00:00:00Z"));
    expect(uni.claims[1]?.since).toBe(Date.parse("2026-01-01T12:00:00Z"));
    expect(cert.custodyWithinMs).toEqual({ now: 7_200_000, day: 86_400_000, week: 432_000_000 });
  });

  test("every criterion, filter and section", () => {
    expect(cert.constituency.map(({ kind }) => kind)).toEqual([
      "asn",
      "prefix",
      "prefix",
      "domain",
      "sector",
      "country",
    ]);
    expect(uni.filters).toEqual([
      { kind: "misconfiguration", type: null },
      { kind: null, type: "cve-2023-48795" },
    ]);
    expect(network.claims[0]).toMatchObject({ use: "operate", informed: true });
    expect(world.finders[1]).toEqual({
      id: "finder-y",
      name: null,
      trusted: false,
      tlp: null,
      policies: [],
    });
    expect(world.securityTxt[0]?.contact).toBe("security@shop.example");
  });

  test("a stop without a beginning holds for the 180 days before its end", () => {
    const [stop] = world.stops;
    expect(stop?.until).toBe(Date.parse("2026-06-01"));
    expect(stop?.since).toBe(Date.parse("2025-12-03"));
  });

  test("a bare address is a prefix of its full length", () => {
    const { stops } = worldOf(
      withOrganisation(
        "sector: education",
        "stops: [{prefix: 192.0.2.7, organisation: uni-x, until: 2026-06-01, reason: honeypot}]",
      ),
    );
    expect(stops[0]?.asset).toMatchObject({ kind: "prefix", prefix: { text: "192.0.2.7/32" } });
  });

  test("mandates, dated ceilings, and what a recipient can act on", () => {
    const read = worldOf(`organisations:
  - id: cert-x
    name: CERT X
    roles: [intermediary]
    country: BE
    government: true
    tlp: [{label: AMBER}, {label: GREEN, since: 2026-10-01, until: 2027-01-01}]
    accepts: {kinds: [compromise], maxTier: 1, lanes: [now, day], types: [open-rdp]}
designations: [{sector: education, intermediary: cert-x, kinds: [compromise], since: 2026-01-01}]
mandates:
  - {organisation: cert-x, about: members, instrument: "Example Act, article 2", since: 2026-01-01}
  - {organisation: cert-x, about: "sector:education", kinds: [vulnerability], maxTier: 1, instrument: x, since: 2026-01-01, until: 2026-07-01}
mandateRequired: [{since: 2026-10-01, reference: "Example Act, article 9"}]
`);
    expect(read.organisations[0]).toMatchObject({
      country: "BE",
      government: true,
      tlp: null,
      ceilings: [
        { label: "AMBER", since: -Infinity, until: Infinity },
        { label: "GREEN", since: Date.parse("2026-10-01"), until: Date.parse("2027-01-01") },
      ],
      accepts: {
        kinds: ["compromise"],
        minSeverity: null,
        maxTier: 1,
        lanes: ["now", "day"],
        types: ["open-rdp"],
      },
    });
    expect(read.designations[0]?.kinds).toEqual(["compromise"]);
    expect(read.mandates.map(({ about, kinds, maxTier }) => [about, kinds, maxTier])).toEqual([
      [{ kind: "members" }, null, null],
      [{ kind: "sector", sector: "education" }, ["vulnerability"], 1],
    ]);
    expect(read.mandateRequired).toEqual([
      {
        reference: "Example Act, article 9",
        since: Date.parse("2026-10-01"),
        until: Infinity,
      },
    ]);
    expect(worldOf("mandateRequired: true").mandateRequired).toEqual([
      { reference: null, since: -Infinity, until: Infinity },
    ]);
    expect(worldOf("mandateRequired: false").mandateRequired).toEqual([]);
  });

  test("the policy of a finder, for ever or with dates", () => {
    const { finders } = worldOf(`finders:
  - {id: police, policy: {recipients: [owner, intermediary], government: false, countries: [NL], evidence: withheld, embargo: P7D}}
  - {id: divd, policy: [{government: true}, {recipients: [owner], since: 2026-01-01, until: 2026-07-01}]}
`);
    expect(finders.map(({ policies }) => policies)).toEqual([
      [
        {
          recipients: ["owner", "intermediary"],
          government: false,
          countries: ["NL"],
          evidence: "withheld",
          embargoMs: 7 * 86_400_000,
          embargoUntil: null,
          since: -Infinity,
          until: Infinity,
        },
      ],
      [
        expect.objectContaining({ recipients: null, government: true, evidence: "shareable" }),
        expect.objectContaining({
          recipients: ["owner"],
          since: Date.parse("2026-01-01"),
          until: Date.parse("2026-07-01"),
        }),
      ],
    ]);
  });

  test("JSON is the same world", () => {
    const json = `{"organisations":[{"id":"uni-x","name":"Universiteit X","roles":["owner"],
      "claims":[{"prefix":"192.0.2.0/24","basis":"proved","since":"2026-01-01"}],
      "contacts":[{"role":"findings","email":"Security@Uni-X.example","language":"nl"}]}]}`;
    expect(worldOf(json)).toEqual(worldOf(readSample("smallest.yaml")));
  });
});

describe("what is refused", () => {
  test.each([
    ["memberOf: [{intermediary: uni-x, since: 2026-01-01}]", 5, 31, "uni-x is no intermediary"],
    ["kvk: 12345678", 5, 10, "no number of the register"],
    ["constituency: [{sector: education}]", 5, 5, "only an intermediary"],
    ["claims: [{domain: a.example, since: 2026-01-01}]", 5, 14, "basis is missing"],
    ["claims: [{domain: a.example, basis: proved}]", 5, 14, "since is missing"],
    [
      "claims: [{domain: a.example, basis: proved, since: 2026-01-01T12:00:00}]",
      5,
      56,
      "not a date",
    ],
    ["claims: [{domain: 5, basis: proved, since: 2026-01-01}]", 5, 23, "not a domain name"],
    ["claims: [{asn: 64500, basis: proved, since: 2026-01-01, informed: true}]", 5, 71, "only for"],
    [
      "claims: [{asn: 64500, basis: proved, since: 2026-01-01, exact: true}]",
      5,
      68,
      "only for a domain",
    ],
    ["claims: 192.0.2.0/24", 5, 13, "a list is expected"],
    ["filters: [{decline: {}}]", 5, 25, "declines nothing"],
    ["filters: [{}]", 5, 15, "decline is missing"],
    ["maxTier: 4", 5, 14, "not such a number"],
    ["contacts: [{role: findings, email: a@b.example, pgp: ../key.asc}]", 5, 58, "no file below"],
    [
      "contacts: [{role: findings, email: a@b.example, reader: robot}]",
      5,
      61,
      "reader of a contact",
    ],
    [
      'contacts: [{role: findings, email: a@b.example, hours: {from: "25:00", until: "17:00", timeZone: Europe/Paris}}]',
      5,
      67,
      "not a time of day",
    ],
    ["contacts: [{role: findings, email: a@b.example, format: pdf}]", 5, 61, "form of mail"],
    [
      "contacts: [{role: findings, email: a@b.example, digests: {weekOn: someday}}]",
      5,
      71,
      "no day of the week",
    ],
    ["custodyWithin: {now: P1M}", 5, 26, "not a duration"],
    ["accepts: {lanes: [soon]}", 5, 23, "no lane"],
    ["country: nl", 5, 14, "not a country code"],
    ["tlp: [{since: 2026-01-01}]", 5, 11, "label is missing"],
    ["suspended: yes", 5, 16, "neither true nor false"],
    ["sector: &s education", 0, 0, ""],
  ])("%s", (line, atLine, atColumn, message) => {
    const problems = problemsOf(withOrganisation(line));
    if (atLine === 0) {
      expect(problems).toEqual([]);
      return;
    }
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: atLine, column: atColumn });
    expect(problems[0]?.message).toContain(message);
  });

  test.each([
    ["stops: [{prefix: 192.0.2.7, organisation: uni-x, reason: x}]", "until is missing"],
    [
      "stops: [{prefix: 192.0.2.7, organisation: uni-x, since: 2026-01-01, until: 2026-07-01, reason: x}]",
      "a stop of more than 180 days",
    ],
    ["securityTxt: [{domain: a.example, contact: a@b.example, expires: 2027-01-01}]", "no mailto:"],
    ["suppressions: [{email: a@b.example, until: 2027-01-01}]", "reason is missing"],
    ["mandates: [{organisation: uni-x, about: members, instrument: x}]", "since is missing"],
    [
      "mandates: [{organisation: uni-x, about: members, since: 2026-01-01}]",
      "instrument is missing",
    ],
    [
      "mandates: [{organisation: uni-x, about: everybody, instrument: x, since: 2026-01-01}]",
      "not whom a mandate can be about",
    ],
    [
      'mandates: [{organisation: uni-x, about: "country:nl", instrument: x, since: 2026-01-01}]',
      "not whom a mandate can be about",
    ],
    [
      "mandates: [{organisation: who, about: own, instrument: x, since: 2026-01-01}]",
      'no organisation "who"',
    ],
    [
      "mandates: [{organisation: uni-x, about: own, instrument: x, since: 2026-01-01, until: 2025-01-01}]",
      "until is not after since",
    ],
    ["mandateRequired: [{until: 2027-01-01}]", "since is missing"],
    ["finders: [{id: a, policy: {recipients: [everybody]}}]", "no category of recipients"],
    ["finders: [{id: a, policy: {evidence: maybe}}]", "no word about evidence"],
    ["finders: [{id: a, policy: {embargo: P1M}}]", "not a duration"],
    ["finders: [{id: a, policy: {embargoUntil: soon}}]", "not a date"],
    ["finders: [{id: f14, policy: {}}, {id: f61, policy: {}}]", "its policy cannot be told from"],
    ["mandateRequired: soon", "a list is expected"],
    ['suppressions: [{email: a@b.example, reason: "x\\u202ey"}]', "not a line of text"],
  ])("%s", (section, message) => {
    const problems = problemsOf(withOrganisation("sector: education", section));
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
    expect(problems[0]?.line).toBe(6);
  });

  test("equal claims are found however many lie between, once for each newcomer", () => {
    const claims = (id: string, since: string, until: string) => `
  - id: ${id}
    name: ${id}
    roles: [owner]
    claims: [{domain: shop.example, basis: proved, since: ${since}, until: ${until}}]`;
    const text = `organisations:${claims("a", "2020-01-01", "2030-01-01")}
${claims("b", "2021-01-01", "2022-01-01")}
${claims("c", "2023-01-01", "2024-01-01")}
${claims("d", "2030-01-01", "2031-01-01")}`;
    expect(problemsOf(text).map(({ message }) => message)).toEqual([
      "equal claims of a and b",
      "equal claims of a and c",
    ]);
  });

  test("one organisation may have its object twice, but not from one day on", () => {
    const claim = (basis: string, since: string) =>
      `{domain: a.example, basis: ${basis}, since: ${since}}`;
    const two = (a: string, b: string) => problemsOf(withOrganisation(`claims: [${a}, ${b}]`));
    expect(two(claim("attested", "2026-01-01"), claim("proved", "2026-02-01"))).toEqual([]);
    const [problem] = two(claim("attested", "2026-01-01"), claim("proved", "2026-01-01"));
    expect(problem?.message).toBe("the same claim stands twice");
  });

  test("a key that stands twice in JSON", () => {
    const text = '{"organisations": [], "finders": [], "organisations": []}';
    expect(problemsOf(text)).toMatchObject([
      { line: 1, column: 38, message: 'the key "organisations" stands twice' },
    ]);
    const colons = '{"organisations": [{"id": "a", "name": "a: \\": \\\\", "roles": ["owner"]}]}';
    expect(problemsOf(colons)).toEqual([]);
  });

  test("JSON has lines and columns too", () => {
    const text = '{\n  "organisations": [\n    {"id": "A", "name": "a", "roles": ["owner"]}]\n}';
    expect(problemsOf(text)).toMatchObject([{ line: 3, column: 12, message: "not a slug" }]);
  });

  test("all at once, a hundred at most, in order of place", () => {
    const claims = Array.from({ length: 150 }, () => "      - {}").join("\n");
    const problems = problemsOf(withOrganisation(`claims:\n${claims}`));
    expect(problems).toHaveLength(100);
    const places = problems.map(({ line, column }) => line * 1000 + column);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test.each([
    ["nothing", ""],
    ["nesting without end", "[".repeat(200_000)],
    [
      "nesting without end, in JSON",
      `{"organisations":${"[".repeat(200_000)}${"]".repeat(200_000)}}`,
    ],
    ["YAML 1.1", "%YAML 1.1\n---\norganisations: []\n"],
    ["an unknown tag", "organisations: !!js/function 'x'\n"],
    ["two documents", "organisations: []\n---\norganisations: []\n"],
    ["a prototype", '{"__proto__": {"polluted": true}}'],
    ["a prototype in YAML", "__proto__: {polluted: true}\n"],
  ])("hostile or broken: %s", (_, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("a message shows no characters that move the cursor", () => {
    const [problem] = problemsOf('{"organi\\u001b[2Jsations": []}');
    expect(problem?.message).toBe('unknown key "organi?[2Jsations"');
    expect(problem && formatProblem("world.yaml", problem)).toMatch(
      /^world\.yaml:1:2: organi\?\[2Jsations: unknown key .*\. Known here: organisations, /,
    );
  });
});

describe("T2: a claim that is too broad is refused", () => {
  test.each([
    ["prefix: 10.0.0.0/8, basis: attested"],
    ["prefix: 145.0.0.0/8, basis: attested"],
    ["prefix: 0.0.0.0/0, basis: attested"],
    ["prefix: 0.0.0.0/0, basis: proved"],
    ['prefix: "2001:600::/28", basis: vouched'],
    ["asn: 64500, basis: attested"],
    ["domain: co.uk, basis: proved"],
    ["domain: nl, basis: proved"],
    ["domain: github.io, basis: proved"],
  ])("%s", (claim) => {
    const lines = `claims: [{${claim}, since: 2026-01-01}]`;
    const broad = /broader than|needs registry trust|a public suffix|belongs to nobody/;
    const problems = problemsOf(withOrganisation(lines)).filter(
      ({ message }) => !message.includes("by is missing"),
    );
    expect(problems.some(({ message }) => broad.test(message))).toBe(true);
  });
});
