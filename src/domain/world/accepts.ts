import type { Candidate } from "../decision/candidate.ts";
import type { Circumstances } from "../decision/decision.ts";
import { isCalled } from "../finding/finding-type.ts";
import { laneOf } from "../finding/lane.ts";
import { severityRank } from "../finding/severity.ts";
import type { CompiledAddress, CompiledOrganisation } from "./compiled-world.ts";
import { isValidAt } from "./validity.ts";

/**
 * The first address that is neither suppressed nor dead when it is decided; null when there is none. One of `tried` comes
 * after all others.
 */
export function findUsableAddress(
  addresses: readonly CompiledAddress[],
  decidedAt: number,
  tried: readonly string[] = [],
): CompiledAddress | null {
  let last: CompiledAddress | null = null;
  for (const address of addresses) {
    if (address.dead || isSuppressed(address, decidedAt)) continue;
    if (tried.length === 0 || !tried.includes(address.email)) return address;
    last ??= address;
  }
  return last;
}

/** Why the candidate does not take the finding; null when it does. */
export function findAcceptFault(candidate: Candidate, input: Circumstances): string | null {
  const { organisation, addresses } = candidate;
  const declined = organisation === null ? null : findDeclined(organisation, input);
  if (declined !== null) return declined;
  if (findUsableAddress(addresses, input.decidedAt) === null) {
    return describeUnusable(addresses, input.decidedAt);
  }
  const mustSeeAll = input.type.kind === "leaked-credential";
  return mustSeeAll && candidate.maxTier < 3 ? "may not see tier 3" : null;
}

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
export function describeUnusable(addresses: readonly CompiledAddress[], decidedAt: number): string {
  const first = addresses[0];
  if (first === undefined) return "no address for findings";
  return isSuppressed(first, decidedAt) ? "address suppressed" : "address dead";
}

function isSuppressed(address: CompiledAddress, decidedAt: number): boolean {
  for (const suppression of address.suppressions)
    if (isValidAt(suppression, decidedAt)) return true;
  return false;
}
