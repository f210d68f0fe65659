import { stopValidity } from "./compile-assets.ts";
import type {
  AssetNode,
  CompiledOrganisation,
  CompiledSecurityTxt,
  CompiledWorld,
} from "./compiled-world.ts";
import { noSilences, type Silences } from "./silence.ts";
import type { Validity, World } from "./world.ts";

/** All instants at which some answer of this world may change, and those of them that may matter to any object. */
export function compileBreakpoints(
  world: World,
  silences: Silences = noSilences,
): Pick<CompiledWorld, "breakpoints" | "sharedBreakpoints"> {
  const shared = new Set<number>();
  for (const validity of world.suppressions) addDates(shared, validity);
  for (const validity of silences.all) addDates(shared, validity);
  for (const validity of world.designations) addDates(shared, validity);
  for (const validity of world.mandates) addDates(shared, validity);
  for (const validity of world.mandateRequired) addDates(shared, validity);
  for (const { policies } of world.finders) {
    for (const validity of policies) addDates(shared, validity);
  }
  for (const { ceilings } of world.organisations) {
    for (const validity of ceilings) addDates(shared, validity);
  }
  const all = new Set(shared);
  for (const organisation of world.organisations) {
    for (const claim of organisation.claims) addDates(all, claim);
    for (const relation of organisation.memberOf) addDates(all, relation);
  }
  for (const stop of world.stops) addDates(all, stopValidity(stop));
  for (const published of world.securityTxt) addDate(all, published.expiresAt);
  return { breakpoints: toSorted(all), sharedBreakpoints: toSorted(shared) };
}

/**
 * Number of the interval that the instant lies in, by the dates that matter to these two classes (-1: none).
 *
 * Within an interval no answer about them changes, so a memo can be keyed by interval instead of instant. Only their
 * own dates count, because in a world of many dates that is what keeps decisions few. Intervals begin with their date.
 */
export function intervalOf(
  world: CompiledWorld,
  addressClass: number,
  nameClass: number,
  instantMs: number,
): number {
  // For one pair of classes both numbers only grow with time, so their sum tells intervals apart.
  let interval = 0;
  if (addressClass >= 0) interval += countUpTo(datesOfAddress(world, addressClass), instantMs);
  if (nameClass >= 0) interval += countUpTo(datesOfName(world, nameClass), instantMs);
  return interval;
}

function datesOfAddress(world: CompiledWorld, addressClass: number): Float64Array {
  const known = world.addressBreakpoints[addressClass];
  if (known !== undefined) return known;
  const { prefix = null, system = null } = world.addressClasses[addressClass] ?? {};
  const dates = collectDates(world, [prefix, system]);
  world.addressBreakpoints[addressClass] = dates;
  return dates;
}

function datesOfName(world: CompiledWorld, nameClass: number): Float64Array {
  const known = world.nameBreakpoints[nameClass];
  if (known !== undefined) return known;
  const { name = null, securityTxt = [] } = world.nameClasses[nameClass] ?? {};
  const dates = collectDates(world, [name], securityTxt);
  world.nameBreakpoints[nameClass] = dates;
  return dates;
}

/** Dates of claims and stops around the objects, and of the relations of whoever claims them. */
function collectDates(
  world: CompiledWorld,
  heads: readonly (AssetNode | null)[],
  published: readonly CompiledSecurityTxt[] = [],
): Float64Array {
  const dates = new Set<number>();
  const members = new Set<CompiledOrganisation>();
  for (const { expiresAt } of published) addDate(dates, expiresAt);
  for (const head of heads) {
    for (let node = head; node !== null; node = node.parent) {
      for (const claim of [...node.own, ...node.operate]) {
        addDates(dates, claim);
        members.add(claim.organisation);
      }
      for (const stop of node.stops) addDates(dates, stop);
    }
  }
  for (const member of members) for (const relation of member.relations) addDates(dates, relation);
  if (dates.size === 0) return world.sharedBreakpoints;
  for (const date of world.sharedBreakpoints) dates.add(date);
  return toSorted(dates);
}

function addDates(dates: Set<number>, { since, until }: Validity): void {
  addDate(dates, since);
  addDate(dates, until);
}

function addDate(dates: Set<number>, date: number): void {
  if (Number.isFinite(date)) dates.add(date);
}

function toSorted(dates: ReadonlySet<number>): Float64Array {
  return Float64Array.from(dates).sort();
}

/** How many dates are not after the instant. */
function countUpTo(dates: Float64Array, instantMs: number): number {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((dates[middle] as number) <= instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
