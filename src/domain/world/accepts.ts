import type { Candidate } from "../decision/candidate.ts";
import type { Circumstances } from "../decision/decision.ts";
import type { Question } from "../decision/question.ts";
import { isCalled } from "../finding/finding-type.ts";
import { laneOf } from "../finding/lane.ts";
import { severityRank } from "../finding/severity.ts";
import { formatAsset } from "./claim-id.ts";
import type { AssetNode, CompiledAddress, CompiledOrganisation } from "./compiled-world.ts";
import type { Silence } from "./silence.ts";
import { isValidAt } from "./validity.ts";

/** What of a question says whether an address wants to hear of it. */
export type SilenceQuestion = Pick<Question, "decidedAt" | "objectHeads"> & {
  readonly input: Pick<Circumstances, "type" | "severity">;
};

/**
 * The first address that is neither suppressed nor dead when it is decided; null when there is none. One of `tried` comes
 * after all others.
 */
export function findUsableAddress(
  addresses: readonly CompiledAddress[],
  question: SilenceQuestion,
  tried: readonly string[] = [],
): CompiledAddress | null {
  let last: CompiledAddress | null = null;
  for (const address of addresses) {
    if (address.dead || isSuppressed(address, question)) continue;
    if (tried.length === 0 || !tried.includes(address.email)) return address;
    last ??= address;
  }
  return last;
}

/** Why the candidate does not take the finding; null when it does. */
export function findAcceptFault(candidate: Candidate, question: Question): string | null {
  const { organisation, addresses } = candidate;
  const { input } = question;
  const declined = organisation === null ? null : findDeclined(organisation, input);
  if (declined !== null) return declined;
  const mustSeeAll = input.type.kind === "leaked-credential";
  if (mustSeeAll && candidate.maxTier < 3) return "may not see tier 3";
  if (findUsableAddress(addresses, question) !== null) return null;
  return describeUnusable(addresses, question);
}

/** What stands where an address wanted no mail. */
export const suppressedFault = "address suppressed";

/** What of the finding the organisation's own `accepts` declines; null when it takes it. */
export function findDeclined(
  organisation: CompiledOrganisation,
  input: Circumstances,
): string | null {
  const { kinds, maxTier, lanes, types } = organisation.accepts;
  const { type, severity } = input;
  if (kinds !== null && !kinds.includes(type.kind)) return `declines ${type.kind}`;
  if (severityRank(severity) < organisation.minSeverityRank) return `declines ${severity}`;
  if (maxTier !== null && type.tier > maxTier) return `declines tier ${type.tier}`;
  const lane = laneOf(severity, type.exploited);
  if (lanes !== null && !lanes.includes(lane)) return `declines the lane ${lane}`;
  if (types !== null && !types.some((id) => isCalled(type, id))) return `declines ${type.id}`;
  return null;
}

/** Why none of the addresses can be written to. */
export function describeUnusable(
  addresses: readonly CompiledAddress[],
  question: SilenceQuestion,
): string {
  if (addresses.length === 0) return "no address for findings";
  const isSilent = addresses.some((address) => isSuppressed(address, question));
  return isSilent ? suppressedFault : "address dead";
}

/** Whether an address wants no mail about this, at the time of deciding. */
export function isSuppressed(address: CompiledAddress, question: SilenceQuestion): boolean {
  for (const silence of address.suppressions) if (covers(silence, question)) return true;
  return false;
}

/** Whether an address wants no mail at all. */
export function isSilent({ suppressions }: CompiledAddress, now: number): boolean {
  return suppressions.some(
    (silence) =>
      isValidAt(silence, now) &&
      silence.kind === null &&
      silence.type === null &&
      silence.asset === null &&
      !silence.digestsOnly,
  );
}

function covers(silence: Silence, { decidedAt, objectHeads, input }: SilenceQuestion): boolean {
  if (!isValidAt(silence, decidedAt)) return false;
  const { kind, type, asset, digestsOnly } = silence;
  if (kind !== null && kind !== input.type.kind) return false;
  if (type !== null && !isCalled(input.type, type)) return false;
  if (digestsOnly && laneOf(input.severity, input.type.exploited) === "now") return false;
  return asset === null || isWithin(objectHeads, formatAsset(asset));
}

function isWithin(heads: readonly AssetNode[], text: string): boolean {
  for (const head of heads) {
    for (let node: AssetNode | null = head; node !== null; node = node.parent) {
      if (node.text === text) return true;
    }
  }
  return false;
}
