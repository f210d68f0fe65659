import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { must, toEmail } from "../../../test/properties/arbitrary-objects.ts";
import { makeFindingType } from "../../../test/properties/arbitrary-question.ts";
import { makeWorld } from "../../../test/properties/make-world.ts";
import { propertySettings } from "../../../test/properties/settings.ts";
import type { Decision } from "../decision/decision.ts";
import { toFindingKeySecret } from "../finding/finding-key.ts";
import type { OrganisationId } from "../ids.ts";
import type { DomainName } from "../network/domain-name.ts";
import { findAddress } from "../network/ip-address.ts";
import { compareMailed } from "./compare-mailed.ts";
import type { Comparison } from "./comparison.ts";
import { type MailedRole, mailedRoles, verdicts } from "./verdict.ts";

const openRdp = makeFindingType("open-rdp", "misconfiguration", "address", 1);
const webFlaw = makeFindingType("web-flaw", "vulnerability", "name", 1);

/** alfa owns what decision 0 is about, bravo is asked to act, zulu may be informed; decision 1 is held. */
const tells: Decision = {
  owner: "alfa" as OrganisationId,
  primary: {
    rung: "chosen-path",
    organisation: "bravo" as OrganisationId,
    address: toEmail("first@bravo.example"),
    tier: 1,
  },
  informed: [
    { organisation: "zulu" as OrganisationId, address: toEmail("first@zulu.example"), tier: 0 },
  ],
  held: null,
};
const holds: Decision = {
  owner: "alfa" as OrganisationId,
  primary: null,
  informed: [],
  held: { reason: "declined", detail: "" },
};
const toStranger: Decision = {
  owner: null,
  primary: {
    rung: "abuse-contact",
    organisation: null,
    address: toEmail("abuse@access.example"),
    tier: 1,
  },
  informed: [],
  held: null,
};
const toNobody: Decision = {
  owner: null,
  primary: null,
  informed: [],
  held: { reason: "nobody", detail: "" },
};
const decisions = [tells, holds, toStranger, toNobody];

const contact = (email: string) => ({
  role: "findings" as const,
  email: toEmail(email),
  language: null,
  pgp: null,
  reader: null,
  hours: null,
  format: null,
  digests: null,
});
const world = makeWorld({
  organisations: {
    alfa: { contacts: [contact("first@alfa.example")] },
    bravo: { contacts: [contact("first@bravo.example"), contact("helper@post.example")] },
    zulu: { contacts: [contact("first@zulu.example")] },
  },
});

type Finding = {
  readonly object: string;
  readonly decision: number;
  readonly type?: typeof openRdp;
};
type Mail = {
  readonly object: string;
  readonly to: readonly string[];
  readonly type?: typeof openRdp;
};

function compare(findings: readonly Finding[], mails: readonly Mail[], byType = false): Comparison {
  const comparison = compareMailed({
    byType,
    world,
    decisionOf: (number) => must(decisions[number]),
    freeMail: new Set(["post.example" as DomainName]),
    secret: toFindingKeySecret(new Uint8Array(16).fill(7)),
    examples: 2,
    domains: 2,
  });
  for (const { object, decision, type } of findings) {
    const address = findAddress(object);
    comparison.addFinding({
      type: type ?? (address === null ? webFlaw : openRdp),
      name: address === null ? object : null,
      family: address?.family ?? 4,
      words: Uint32Array.from(address?.words ?? [0, 0, 0, 0]),
      at: 0,
      decision,
    });
  }
  for (const { object, to, type } of mails) {
    const objects = object.split(" ");
    const address = objects.map(findAddress).find((found) => found !== null) ?? null;
    const name = objects.find((text) => findAddress(text) === null) ?? null;
    const recipients = to.map(toEmail);
    comparison.addMailed({
      recipients,
      address,
      name: name as DomainName | null,
      type: type ?? null,
      at: null,
    });
  }
  return comparison.finish();
}

function verdictOf(decision: number, to: readonly string[]): string | undefined {
  const { verdicts: counts } = compare(
    [{ object: "192.0.2.1", decision }],
    [{ object: "192.0.2.1", to }],
  );
  return verdicts.find((verdict) => counts[verdict] === 1);
}

describe("one object", () => {
  test.each([
    [0, ["first@bravo.example"], "as-ours"],
    [0, ["other@bravo.example"], "as-ours"],
    [0, ["helper@post.example"], "as-ours"],
    [0, ["other@post.example"], "strangers-only"],
    [0, ["first@bravo.example", "first@alfa.example"], "ours-and-others"],
    [0, ["first@bravo.example", "x@elsewhere.example"], "ours-and-others"],
    [0, ["first@alfa.example"], "another-with-a-right"],
    [0, ["first@zulu.example", "x@elsewhere.example"], "another-with-a-right"],
    [0, ["x@elsewhere.example"], "strangers-only"],
    [0, [], "nobody-told"],
    [1, ["first@bravo.example"], "told-though-held"],
    [1, [], "silent"],
    [2, ["abuse@access.example"], "as-ours"],
    [2, ["noc@access.example"], "as-ours"],
    [-1, ["x@elsewhere.example"], "out-of-scope"],
    [-1, [], "out-of-scope"],
  ])("with decision %i, told to %j: %s", (decision, to, expected) => {
    expect(verdictOf(decision, to)).toBe(expected);
  });
});

test("two addresses of one party are one party; the same address more often than findings is again", () => {
  const findings = [{ object: "192.0.2.1", decision: 0 }];
  const twice = (to: readonly string[], times: number) =>
    compare(
      findings,
      Array.from({ length: times }, () => ({ object: "192.0.2.1", to })),
    ).heardTwice;
  expect(twice(["first@bravo.example", "other@bravo.example"], 1)).toEqual({
    objects: 0,
    severalParties: 0,
    sameAgain: 0,
  });
  expect(twice(["first@bravo.example", "first@alfa.example"], 1)).toEqual({
    objects: 1,
    severalParties: 1,
    sameAgain: 0,
  });
  expect(twice(["first@bravo.example"], 2)).toEqual({
    objects: 1,
    severalParties: 0,
    sameAgain: 1,
  });
  const two = [
    ...findings,
    {
      object: "192.0.2.1",
      decision: 0,
      type: makeFindingType("x", "misconfiguration", "address", 1),
    },
  ];
  const mails = Array.from({ length: 2 }, () => ({
    object: "192.0.2.1",
    to: ["first@bravo.example"],
  }));
  expect(compare(two, mails).heardTwice.sameAgain).toBe(0);
});

test("a row with a name and an address counts for the one that concerns its recipient", () => {
  const findings = [
    { object: "192.0.2.1", decision: 2 },
    { object: "www.alfa.example", decision: 0 },
  ];
  const toOwner = compare(findings, [
    { object: "192.0.2.1 www.alfa.example", to: ["first@bravo.example"] },
  ]);
  expect(toOwner.verdicts).toMatchObject({ "as-ours": 1, "nobody-told": 1 });
  const toNeither = compare(findings, [
    { object: "192.0.2.1 www.alfa.example", to: ["x@elsewhere.example"] },
  ]);
  expect(toNeither.verdicts["strangers-only"]).toBe(2);
  expect(toNeither.mailings).toMatchObject({ all: 1, stranger: 1 });
});

test("where we know nobody whom it concerns, nobody is a stranger", () => {
  const compared = compare(
    [
      { object: "192.0.2.1", decision: 3 },
      { object: "192.0.2.2", decision: -1 },
    ],
    [
      { object: "192.0.2.1", to: ["x@elsewhere.example"] },
      { object: "192.0.2.2", to: ["x@elsewhere.example"] },
    ],
  );
  expect(compared.verdicts).toMatchObject({ "told-though-held": 1, "out-of-scope": 1 });
  expect(compared.mailings).toMatchObject({ all: 2, stranger: 0, unjudged: 2 });
  expect(compared.notConcerned).toEqual({ objects: 0, recipients: 0 });
});

test("types are told apart where they count", () => {
  const other = makeFindingType("other", "misconfiguration", "address", 1);
  const findings = [
    { object: "192.0.2.1", decision: 0, type: openRdp },
    { object: "192.0.2.1", decision: 1, type: other },
  ];
  const mails = [{ object: "192.0.2.1", to: ["first@bravo.example"], type: openRdp }];
  expect(compare(findings, mails, true)).toMatchObject({
    objects: 2,
    verdicts: { "as-ours": 1, silent: 1 },
  });
  expect(compare(findings, mails)).toMatchObject({ objects: 1, verdicts: { "as-ours": 1 } });
});

test("totals add up, whatever is found and mailed", () => {
  const object = fc.constantFrom("192.0.2.1", "192.0.2.2", "2001:db8::1", "a.example", "b.example");
  const finding = fc.record({ object, decision: fc.integer({ min: -1, max: 3 }) });
  const to = fc.subarray([
    "first@alfa.example",
    "first@bravo.example",
    "first@zulu.example",
    "x@elsewhere.example",
    "y@post.example",
    "abuse@access.example",
  ]);
  const mail = fc.record({ object: fc.oneof(object, fc.constant("198.51.100.1")), to });
  const sum = (counts: Readonly<Record<string, number>>, names: readonly string[]): number =>
    names.reduce((total, name) => total + (counts[name] ?? 0), 0);
  const roles: readonly (MailedRole | "notInFeeds")[] = [...mailedRoles, "notInFeeds"];
  fc.assert(
    fc.property(fc.array(finding), fc.array(mail), (findings, mails) => {
      const compared = compare(findings, mails);
      expect(compared.objects).toBe(new Set(findings.map((of) => of.object)).size);
      expect(sum(compared.verdicts, verdicts)).toBe(compared.objects);
      expect(compared.byEnd.reduce((total, { objects }) => total + objects, 0)).toBe(
        compared.objects,
      );
      for (const { objects, verdicts: counts } of compared.byEnd)
        expect(sum(counts, verdicts)).toBe(objects);
      const mailings = mails.reduce((total, of) => total + of.to.length, 0);
      expect(compared.mailings.all).toBe(mailings);
      expect(sum(compared.mailings, roles)).toBe(mailings);
      for (const role of roles) {
        const ofDomains = compared.byDomain.reduce((total, counts) => total + counts[role], 0);
        expect(ofDomains).toBe(compared.mailings[role]);
      }
      expect(compared.byDomain.length).toBeLessThanOrEqual(3);
      const { objects, severalParties, sameAgain } = compared.heardTwice;
      expect(objects).toBeLessThanOrEqual(severalParties + sameAgain);
      expect(objects).toBeGreaterThanOrEqual(Math.max(severalParties, sameAgain));
    }),
    propertySettings,
  );
});
