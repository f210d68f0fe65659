import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toWorldText } from "../../domain/world/world-text.ts";
import { parseWorldFile } from "./parse-world-file.ts";
import { writeWorldFile } from "./write-world-file.ts";

function read(text: string) {
  const parsed = parseWorldFile(text);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.world;
}

const shipped = join(import.meta.dirname, "../../../data/demo/world.yaml");

test("the world of the demonstration is read as it was written", () => {
  const world = read(readFileSync(shipped, "utf8"));
  expect(toWorldText(read(writeWorldFile(world, "again")))).toBe(toWorldText(world));
});

const everything = `
organisations:
  - id: cert-x
    name: "CERT: 'X' # no comment"
    kvk: "00000012"
    sector: education
    roles: [intermediary, national-csirt]
    constituency: [{domain: x.example}, {sector: education}, {country: NL}, {asn: 64500}, {prefix: "2001:db8::/32"}]
    contacts: [{role: findings, email: cert@cert-x.example, language: nl, pgp: keys/x.asc, reader: program, hours: {from: "08:30", until: "17:00", timeZone: Europe/Amsterdam}, format: html, digests: {dayAt: "15:00", weekOn: thursday, daily: true}}]
    accepts: {kinds: [compromise], minSeverity: low, maxTier: 2, lanes: [now], types: [open-rdp]}
    custodyWithin: {now: PT2H, day: PT24H, week: P5D}
    maxTier: 0
    tlp: AMBER+STRICT
    country: BE
    government: true
    suspended: true
  - id: "1234"
    name: "yes"
    roles: [owner, network-operator]
    claims:
      - {prefix: 192.0.2.0/24, basis: vouched, by: cert-x, since: 2026-01-01T12:00:00.5Z, agreed: true}
      - {domain: www.shop.example, basis: attested, since: 2026-01-01, exact: true}
      - {asn: 4294967295, basis: registry, use: operate, since: 2026-01-01, until: 2027-01-01, informed: true}
    memberOf: [{intermediary: cert-x, since: 2026-01-01, until: 2026-02-01, informed: true}]
    path: cert-x
    accepts: {kinds: []}
    tlp: [{label: GREEN, until: 2027-01-01}, {label: RED, since: 2027-01-01}]
    filters: [{decline: {kind: misconfiguration}}, {decline: {type: open-rdp}}]
finders:
  - {id: f, name: Finder, trusted: true, tlp: RED}
  - {id: g, policy: {recipients: [owner, foreign-csirt], government: false, countries: [NL], evidence: withheld}}
  - {id: h, policy: [{recipients: [], until: 2026-07-01}, {}, {countries: [], since: 2026-07-01}, {embargo: P7D}, {embargo: PT12H, embargoUntil: 2026-12-01}]}
designations: [{sector: education, intermediary: cert-x, since: 2026-01-01, until: 2026-07-01, kinds: [compromise], reference: "§ 1: a"}]
mandates:
  - {organisation: cert-x, about: "sector:education", kinds: [vulnerability], maxTier: 1, instrument: "Decree 7", since: 2026-10-01}
  - {organisation: cert-x, about: members, instrument: "Act: 3", since: 2026-01-01, until: 2026-10-01}
mandateRequired: [{since: 2027-01-01, reference: "Act, 9"}]
suppressions: [{email: a@b.example, reason: "- asked"}]
stops: [{domain: c.example, organisation: "1234", until: 2026-06-01, reason: "honeypot: yes"}]
securityTxt: [{domain: d.example, contact: "mailto:e@d.example", expires: 2027-01-01}]
`;

test("everything that a world file can say is read as it was written", () => {
  const world = read(everything);
  const text = writeWorldFile(world, "made\nby a test");
  expect(toWorldText(read(text))).toBe(toWorldText(world));
  expect(text).toMatch(/^# made\n# by a test\n/);
});

test("a duty that holds always is read as it was written", () => {
  const world = read("mandateRequired: true");
  expect(toWorldText(read(writeWorldFile(world, "x")))).toBe(toWorldText(world));
});

test("a name of any sort is read as it was written", () => {
  const world = read(everything);
  const line = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    .filter((text) => text.trim() !== "" && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text));
  fc.assert(
    fc.property(line, (name) => {
      const [first, ...others] = world.organisations;
      const named = {
        ...world,
        organisations: [{ ...first, name } as typeof first & {}, ...others],
      };
      expect(read(writeWorldFile(named, "x")).organisations[0]?.name).toBe(name);
    }),
  );
});
