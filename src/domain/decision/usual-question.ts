import type { About, FindingType } from "../finding/finding-type.ts";
import { noPolicy } from "../finding/policy-number.ts";
import { defaultTlp } from "../finding/tlp.ts";
import type { FindingTypeId } from "../ids.ts";
import type { Circumstances } from "./decision.ts";

/** What is asked where nobody names a type: a vulnerability of severity high and tier 1, nothing known of exploitation. */
export function usualType(about: About): FindingType {
  return {
    id: "vulnerability" as FindingTypeId,
    kind: "vulnerability",
    nature: "state",
    about,
    port: true,
    transport: 6,
    rsit: { class: "vulnerable", type: "vulnerable-system" },
    severity: "high",
    tier: 1,
    cves: [],
    exploited: false,
    title: { nl: "kwetsbaarheid", en: "vulnerability" },
    aliases: [],
    advice: "vulnerability",
  };
}

/** A verified finding of the type at the default label, seen and decided at one instant. */
export function usualQuestion(type: FindingType, at: number): Circumstances {
  return {
    type,
    severity: type.severity,
    tlp: defaultTlp,
    gradeSuffices: true,
    policy: noPolicy,
    observedAt: at,
    decidedAt: at,
    tried: [],
  };
}
