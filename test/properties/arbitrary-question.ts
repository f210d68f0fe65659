import fc from "fast-check";
import { rungs } from "../../src/domain/decision/rung.ts";
import type { About, FindingType } from "../../src/domain/finding/finding-type.ts";
import type { Kind } from "../../src/domain/finding/kind.ts";
import { noPolicy, policyNumberOf } from "../../src/domain/finding/policy-number.ts";
import { severities } from "../../src/domain/finding/severity.ts";
import type { Tier } from "../../src/domain/finding/tier.ts";
import { tlpLabels } from "../../src/domain/finding/tlp.ts";
import type { FinderId, FindingTypeId } from "../../src/domain/ids.ts";
import { anyAddress, anyDomain, instants } from "./arbitrary-objects.ts";
import type { Question } from "./naive-question.ts";

/** A type of the tests; only what the decision looks at differs. */
export function makeFindingType(
  id: string,
  kind: Kind,
  about: About,
  tier: Tier,
  exploited = false,
): FindingType {
  return {
    id: id as FindingTypeId,
    kind,
    nature: kind === "compromise" ? "event" : "state",
    about,
    port: kind !== "compromise",
    transport: kind === "compromise" ? 0 : 6,
    rsit: { class: "vulnerable", type: "vulnerable-system" },
    severity: "high",
    tier,
    cves: [],
    exploited,
    title: { nl: id, en: id },
    aliases: [],
    advice: "general",
  };
}

/** Each kind, about each sort of object that it can be about. */
export const findingTypes: readonly FindingType[] = [
  makeFindingType("old-server", "vulnerability", "address", 1),
  makeFindingType("exploited-server", "vulnerability", "address", 2, true),
  makeFindingType("old-site", "vulnerability", "name", 0),
  makeFindingType("leaky-site", "vulnerability", "name", 3),
  makeFindingType("open-port", "misconfiguration", "address", 1),
  makeFindingType("weak-certificate", "misconfiguration", "name", 2, true),
  makeFindingType("bot", "compromise", "address", 3, true),
  makeFindingType("defaced-site", "compromise", "name", 2),
  makeFindingType("stolen-password", "leaked-credential", "mail-domain", 3),
  makeFindingType("stolen-session", "leaked-credential", "mail-domain", 2, true),
];

/** Finders that worlds may have policies of. */
export const finderIds = ["alpha", "bravo"] as FinderId[];

const anyInstant = fc
  .tuple(fc.constantFrom(...instants), fc.constantFrom(0, 0, -1, 1))
  .map(([at, offset]) => at + offset);

/** Questions about the objects that worlds and registries are drawn around; some neither know. */
export const anyQuestion: fc.Arbitrary<Question> = fc
  .record({
    address: fc.option(anyAddress, { nil: null, freq: 6 }),
    name: fc.option(anyDomain, { nil: null, freq: 2 }),
    type: fc.constantFrom(...findingTypes),
    severity: fc.constantFrom(...severities),
    tlp: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom("CLEAR" as const, "GREEN" as const, "AMBER" as const),
      },
      { weight: 2, arbitrary: fc.constantFrom(...tlpLabels) },
    ),
    gradeSuffices: fc.constantFrom(true, true, false),
    policy: fc.constantFrom(noPolicy, noPolicy, ...finderIds.map(policyNumberOf)),
    at: fc.tuple(anyInstant, anyInstant),
    tried: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.subarray([...rungs]) },
    ),
  })
  .map(({ at: [a, b], ...rest }) => {
    return { ...rest, observedAt: Math.min(a, b), decidedAt: Math.max(a, b) };
  });
