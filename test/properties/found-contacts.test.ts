import fc from "fast-check";
import { expect, test } from "vitest";
import { type FoundContacts, noFoundContacts } from "../../src/domain/contacts/found-contacts.ts";
import { decide } from "../../src/domain/decision/decide.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import { type AddressRange, prefixRange, toNumber } from "../../src/domain/network/prefix.ts";
import {
  classOfAddress4,
  classOfAddress6,
  classOfName,
  compileWorld,
} from "../../src/domain/world/compile-world.ts";
import { anyPrefix, asNumbers, domains, toEmail } from "./arbitrary-objects.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import type { Setting } from "./fast-decide.ts";
import { rangeContactOf, systemOf } from "./naive-objects.ts";
import type { Question } from "./naive-question.ts";
import { propertySettings } from "./settings.ts";

const mailboxes: readonly EmailAddress[] = ["a", "b", "c"].map((name) =>
  toEmail(`${name}@found.example`),
);
const anyEmails = fc.subarray([...mailboxes], { minLength: 1 });
const foundAt = 0;

const anyFound: fc.Arbitrary<FoundContacts> = fc.record({
  ranges: fc.array(
    fc.record({
      range: anyPrefix.map(prefixRange),
      emails: anyEmails,
      foundAt: fc.constant(foundAt),
    }),
    { maxLength: 5 },
  ),
  systems: fc
    .array(fc.tuple(fc.constantFrom(...asNumbers), anyEmails), { maxLength: 3 })
    .map((rows) => new Map(rows.map(([asn, emails]) => [asn, { emails, foundAt }]))),
  names: fc
    .array(fc.tuple(fc.constantFrom(...domains), anyEmails, fc.integer({ min: 0, max: 10 })), {
      maxLength: 3,
    })
    .map(
      (rows) =>
        new Map(
          rows.map(([name, emails, expiresAt]) => [
            name,
            { emails, foundAt, expiresAt: expiresAt * 1e12 },
          ]),
        ),
    ),
});

function decider({ world, registry, deadAddresses }: Setting, found: FoundContacts) {
  const compiled = compileWorld(world, registry, deadAddresses, "NL", found);
  return ({ address, name, ...rest }: Question) => {
    const classOf = ({ family, words }: NonNullable<Question["address"]>) =>
      family === 4 ? classOfAddress4(compiled, words[0]) : classOfAddress6(compiled, words, 0);
    return decide(
      {
        ...rest,
        addressClass: address === null ? -1 : classOf(address),
        nameClass: name === null ? -1 : classOfName(compiled, name),
      },
      compiled,
    );
  };
}

/** What was found for the address, slowly: of the smallest range around it, else of the AS. */
function foundFor({ address }: Question, { registry }: Setting, found: FoundContacts) {
  if (address === null) return [];
  const at = toNumber(address.family, address.words);
  const around = found.ranges
    .filter(({ range }) => range.family === address.family && sizeAround(range, at) !== null)
    .sort((a, b) => Number((sizeAround(a.range, at) ?? 0n) - (sizeAround(b.range, at) ?? 0n)));
  const smallest = around.filter(
    ({ range }) => sizeAround(range, at) === sizeAround(around[0]?.range as AddressRange, at),
  );
  const system = systemOf(registry, address);
  if (smallest.length > 0) return smallest.flatMap(({ emails }) => emails);
  return system === null ? [] : (found.systems.get(system.asn)?.emails ?? []);
}

function sizeAround({ family, first, last }: AddressRange, at: bigint): bigint | null {
  const [from, to] = [toNumber(family, first), toNumber(family, last)];
  return from <= at && at <= to ? to - from : null;
}

test("contacts that we looked up fill what world and registry leave open, and change nothing else", () => {
  let filled = 0;
  let named = 0;
  fc.assert(
    fc.property(
      anySetting,
      anyFound,
      fc.array(anyQuestion, { minLength: 30, maxLength: 30, size: "max" }),
      (setting, found, questions) => {
        const without = decider(setting, noFoundContacts);
        const within = decider(setting, found);
        const shuffled = decider(setting, { ...found, ranges: found.ranges.toReversed() });
        for (const question of questions) {
          const before = without(question);
          const after = within(question);
          expect(shuffled(question)).toEqual(after);
          const address = after.primary?.address;
          if (address === undefined || !mailboxes.includes(address)) {
            // A hold may name the contact that label or grade keep away; it stays a hold.
            expect({ ...after, held: after.held === null }).toEqual({
              ...before,
              held: before.held === null,
            });
            continue;
          }
          expect(after.primary).toMatchObject({ organisation: null });
          expect(after.primary?.tier).toBeLessThanOrEqual(1);
          if (after.primary?.rung === "security-txt") {
            named += 1;
            const known = question.name === null ? undefined : found.names.get(question.name);
            expect(known?.emails).toContain(address);
            expect(question.decidedAt).toBeLessThan(known?.expiresAt ?? 0);
          } else {
            filled += 1;
            expect(after.primary?.rung).toBe("abuse-contact");
            expect(foundFor(question, setting, found)).toContain(address);
            if (question.address === null) throw new Error("an abuse contact is of an address");
            expect(rangeContactOf(setting.registry, question.address)).toBeNull();
            expect(systemOf(setting.registry, question.address)?.contact ?? null).toBeNull();
          }
        }
      },
    ),
    { ...propertySettings, numRuns: 300 },
  );
  expect(filled).toBeGreaterThan(50);
  expect(named).toBeGreaterThan(20);
});
