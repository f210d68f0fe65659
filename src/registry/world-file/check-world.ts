import { policyNumberOf } from "../../domain/finding/policy-number.ts";
import { formatAsset } from "../../domain/world/claim-id.ts";
import type { Claim, Finder, Organisation } from "../../domain/world/world.ts";
import { complain, type Reading } from "../structured-file/reading.ts";
import type { Path } from "../structured-file/structured-text.ts";
import type { Reference, WorldReading } from "./world-reading.ts";

/** What only the whole file can tell: references that lead nowhere, and claims that are equal. */
export function checkWorld(reading: WorldReading, organisations: readonly Organisation[]): void {
  const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
  for (const reference of reading.references) {
    checkReference(reading, reference, byId.get(reference.id));
  }
  checkEqualClaims(reading);
}

/** Complains about ids that stand twice, at the later one. */
export function checkIds(reading: Reading, section: string, ids: readonly (string | null)[]): void {
  const seen = new Set<string>();
  for (const [position, id] of ids.entries()) {
    if (id === null) continue;
    if (seen.has(id)) {
      const path = [section, position, "id"];
      complain(reading, path, `duplicate id "${id}"`, "Give each an id of its own, or join them.");
    }
    seen.add(id);
  }
}

/** Complains about finders whose policies could not be told apart, at the later one. */
export function checkPolicyNumbers(reading: Reading, finders: readonly (Finder | null)[]): void {
  const known = new Map<number, string>();
  for (const [position, finder] of finders.entries()) {
    if (finder === null || finder.policies.length === 0) continue;
    const number = policyNumberOf(finder.id);
    const other = known.get(number);
    if (other !== undefined && other !== finder.id) {
      const message = `its policy cannot be told from that of ${other}`;
      complain(reading, ["finders", position, "id"], message, "Give one of them another id.");
    }
    known.set(number, finder.id);
  }
}

function checkReference(
  reading: Reading,
  { path, id, role }: Reference,
  organisation: Organisation | undefined,
): void {
  if (organisation === undefined) {
    complain(reading, path, `no organisation "${id}"`, "Add it, or correct the id.");
  } else if (role === "intermediary" && !organisation.roles.includes("intermediary")) {
    const remedy = "Give it the role intermediary, or name another.";
    complain(reading, path, `${id} is no intermediary`, remedy);
  }
}

type Placed = { readonly path: Path; readonly claim: Claim; readonly order: number };

/**
 * Complains about equal claims, at the one that stands later in the file: same object, same use, overlapping dates,
 * two organisations. Also about one organisation's claim that stands twice from the same day.
 */
function checkEqualClaims(reading: WorldReading): void {
  const groups = new Map<string, Placed[]>();
  for (const [order, { path, claim }] of reading.claims.entries()) {
    const key = `${claim.use} ${formatAsset(claim.asset)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ path, claim, order }]);
    else group.push({ path, claim, order });
  }
  for (const group of groups.values()) if (group.length > 1) checkGroup(reading, group);
}

function checkGroup(reading: Reading, group: Placed[]): void {
  group.sort((a, b) => a.claim.since - b.claim.since || a.order - b.order);
  // Of those before, only the one that lasts longest can reach as far as the next.
  let longest: Placed | null = null;
  let longestOther: Placed | null = null;
  const ids = new Set<string>();
  for (const placed of group) {
    const { claim } = placed;
    const rival = longest?.claim.organisation === claim.organisation ? longestOther : longest;
    if (rival !== null && claim.since < rival.claim.until) complainEqual(reading, rival, placed);
    if (ids.has(claim.id)) {
      complain(reading, placed.path, "the same claim stands twice", "Keep one of them.");
    }
    ids.add(claim.id);
    if (longest === null || claim.until > longest.claim.until) {
      if (longest !== null && longest.claim.organisation !== claim.organisation) {
        longestOther = longest;
      }
      longest = placed;
    } else if (claim.organisation !== longest.claim.organisation) {
      if (longestOther === null || claim.until > longestOther.claim.until) longestOther = placed;
    }
  }
}

function complainEqual(reading: Reading, a: Placed, b: Placed): void {
  const [first, later] = a.order < b.order ? [a, b] : [b, a];
  const message = `equal claims of ${first.claim.organisation} and ${later.claim.organisation}`;
  const remedy = "Let one end before the other begins, or leave one out until a person decided.";
  complain(reading, later.path, message, remedy);
}
