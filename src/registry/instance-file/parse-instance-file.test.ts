import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { meanLengthMs, shiftInstant } from "../../domain/duration.ts";
import type { Instance } from "../../domain/instance.ts";
import { parseInstanceFile } from "./parse-instance-file.ts";

const least = `name: Meldpunt
homeCountry: NL
languages: [nl, en]
numberPrefix: NSM-
timeZone: Europe/Amsterdam
sender: {name: Meldpunt, address: meld@meldpunt.example, returnPathDomain: b.meldpunt.example}
contact:
  page: https://meldpunt.example/contact
  verifyPage: https://meldpunt.example/verify
  email: info@meldpunt.example
  privacyEmail: privacy@meldpunt.example
  privacyPage: https://meldpunt.example/privacy
`;

function instanceOf(text: string): Instance {
  const parsed = parseInstanceFile(text);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.instance;
}

test("the demonstration's instance", () => {
  const url = new URL("../../../data/demo/instance.yaml", import.meta.url);
  const instance = instanceOf(readFileSync(url, "utf8"));
  expect(instance).toMatchObject({
    homeCountry: "NL",
    languages: ["nl", "en"],
    businessHours: { from: 510, until: 1050 },
    digests: "at-once",
    quietHours: { from: 1320, until: 420 },
    custodyWithinMs: { now: 14_400_000 },
    retention: { closedFinding: { months: 2, days: 0, ms: 0 } },
  });
});

test("what is absent has the defaults that the format promises", () => {
  expect(instanceOf(least)).toMatchObject({
    businessHours: { from: 510, until: 1050 },
    businessDays: ["monday", "tuesday", "wednesday", "thursday", "friday"],
    digests: { dayAt: 540, weekOn: "tuesday" },
    debounce: { restMs: 60_000, mostMs: 300_000 },
    quietHours: null,
    holidays: [],
    contact: { telephone: null },
    signing: "pgp",
    publicCoverage: false,
    smallCells: { organisations: 10, addresses: 4096 },
    custodyWithinMs: { now: 14_400_000, day: 86_400_000, week: 432_000_000 },
    retention: { keptReport: { days: 30 }, notification: { months: 36 } },
    brakes: {
      volume: { floor: 50, factor: 10 },
      registryChangePercent: 10,
      worldChangePercent: 10,
      decisions: { floor: 50, percent: 10 },
      untrustedRowsPerDay: 100_000,
    },
  });
});

test("acts that need several people; tokens of the house need as many unless it says otherwise", () => {
  const rules = "report.release: {people: 2, above: 10000}, world.load: {people: 3, bodies: 2}";
  const hours72 = { months: 0, days: 0, ms: 72 * 3_600_000 };
  expect(instanceOf(least).approvals).toEqual({});
  expect(instanceOf(`${least}approvals: {}\n`).approvals).toEqual({});
  expect(instanceOf(`${least}approvals: {${rules}}\n`).approvals).toEqual({
    "report.release": { people: 2, bodies: 1, within: hours72, above: 10_000 },
    "world.load": { people: 3, bodies: 2, within: hours72, above: null },
    "token.issue": { people: 3, bodies: 2, within: hours72, above: null },
  });
  const own = `${rules}, token.issue: {people: 2, within: P1D}`;
  expect(instanceOf(`${least}approvals: {${own}}\n`).approvals["token.issue"]).toEqual({
    people: 2,
    bodies: 1,
    within: { months: 0, days: 1, ms: 0 },
    above: null,
  });
});

test.each([
  ["approvals: {world.load: {people: 1}}", 13, 34, "not such a number"],
  ["approvals: {world.load: {people: 2, bodies: 3}}", 13, 45, "not such a number"],
  ["approvals: {world.load: {bodies: 2}}", 13, 25, "people is missing"],
  ["approvals: {world.load: {people: 2, within: P2M}}", 13, 45, "too long for an approval"],
  ["approvals: {world.load: {people: 2, above: -1}}", 13, 44, "not such a number"],
  ["approvals: {token.issue: {people: 2, above: 1}}", 13, 45, "token.issue counts nothing"],
  ["approvals: {finding.read: {people: 2}}", 13, 13, 'unknown key "finding.read"'],
  ["retention: {closedFinding: P7M}", 13, 28, "longer than the policy allows"],
  ["retention: {closedFinding: P1D}", 13, 28, "shorter than the policy allows"],
  ["retention: {notification: P3Y1D}", 13, 27, "longer than the policy allows"],
  ["retention: {everything: P1D}", 13, 13, 'unknown key "everything"'],
  ["colour: blue", 13, 1, 'unknown key "colour"'],
  ['businessHours: {from: "17:00", until: "09:00"}', 13, 16, "hours end before they begin"],
  ['quietHours: {from: "25:00", until: "07:00"}', 13, 20, "not a time of day"],
  ["digests: later", 13, 10, "a mapping is expected"],
  ["debounce: {rest: PT6M}", 13, 18, "too long for the lane now"],
  ["holidays: [{date: 2026-02-29, name: x}]", 13, 19, "not a day"],
  [
    "holidays: [{date: 2026-12-25, name: x}, {date: 2026-12-25, name: y}]",
    13,
    48,
    "the holiday 2026-12-25 stands twice",
  ],
  ["businessDays: []", 13, 15, "no business day"],
  ["businessDays: [funday]", 13, 16, "no day of the week"],
  ["brakes: {registryChangePercent: 0}", 13, 33, "not such a number"],
  ["brakes: {decisions: {percent: 101}}", 13, 31, "not such a number"],
  ["custodyWithin: {now: soon}", 13, 22, "not a duration"],
  ["publicCoverage: perhaps", 13, 17, "neither true nor false"],
  ["smallCells: {organisations: 9}", 13, 29, "not such a number"],
  ["smallCells: {addresses: 4095}", 13, 25, "not such a number"],
])("refused: %s", (line, atLine, column, message) => {
  const parsed = parseInstanceFile(`${least}${line}\n`);
  const problems = "problems" in parsed ? parsed.problems : [];
  expect(problems).toMatchObject([{ line: atLine, column, message }]);
});

test.each([
  ["homeCountry: NL", "homeCountry: Netherlands", "not a country code"],
  ["numberPrefix: NSM-", "numberPrefix: nsm", "no prefix of numbers"],
  ["Europe/Amsterdam", "Europe/Atlantis", "not a time zone"],
  ["[nl, en]", "[]", "no language"],
  ["https://meldpunt.example/verify", "http://meldpunt.example/verify", "no page"],
  ["name: Meldpunt\n", "", "name is missing"],
])("required: %s", (right, wrong, message) => {
  const parsed = parseInstanceFile(least.replace(right, wrong));
  expect("problems" in parsed && parsed.problems.map((problem) => problem.message)).toEqual([
    message,
  ]);
});

test("months are months of the calendar", () => {
  const at = (text: string) => Date.parse(text);
  const twoMonths = { months: 2, days: 0, ms: 0 };
  expect(shiftInstant(at("2026-04-30T10:00:00Z"), twoMonths, -1)).toBe(at("2026-02-28T10:00:00Z"));
  expect(shiftInstant(at("2025-12-31T00:00:00Z"), twoMonths, 1)).toBe(at("2026-02-28T00:00:00Z"));
  expect(shiftInstant(at("2026-01-15T00:00:00Z"), { months: 0, days: 30, ms: 5 }, -1)).toBe(
    at("2025-12-15T23:59:59.995Z"),
  );
  expect(meanLengthMs({ months: 12, days: 0, ms: 0 })).toBe(365.2425 * 86_400_000);
});
