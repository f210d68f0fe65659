import { compareInstants } from "../compare-instants.ts";
import { compareText } from "../compare-text.ts";
import type { OrganisationId } from "../ids.ts";
import type { AsNumber } from "../network/as-number.ts";
import { type DomainName, parentDomain } from "../network/domain-name.ts";
import { compareWords } from "../network/ip-address.ts";
import { enclosesPrefix, type Prefix } from "../network/prefix.ts";
import { servesByCriterion } from "./compile-organisations.ts";
import type {
  AssetNode,
  CompiledClaim,
  CompiledOrganisation,
  CompiledStop,
} from "./compiled-world.ts";
import { noSilences, type Silences } from "./silence.ts";
import { trustRank } from "./trust.ts";
import type { Asset, Claim, Stop, Validity, World } from "./world.ts";

/** Everything that the world says about objects, by object, each knowing what encloses it. */
export type CompiledAssets = {
  /** IPv4 before IPv6, by first address, the enclosing before the enclosed. */
  readonly prefixes: readonly { readonly prefix: Prefix; readonly node: AssetNode }[];
  /** What counts for a name and for those below it. */
  readonly names: ReadonlyMap<DomainName, AssetNode>;
  /** All that counts for the name itself, where that is more: claims for exactly this name. */
  readonly exactNames: ReadonlyMap<DomainName, AssetNode>;
  readonly systems: ReadonlyMap<AsNumber, AssetNode>;
};

/** A stop holds no longer than 180 days (2-domain.md, "Before the ladder"). */
export const longestStopMs = 180 * 86_400_000;

type Draft = {
  readonly kind: Asset["kind"];
  readonly text: string;
  parent: AssetNode | null;
  own: CompiledClaim[];
  operate: CompiledClaim[];
  intermediary: CompiledOrganisation | null;
  stops: CompiledStop[];
  /** Somebody wants no mail about it. */
  silenced: boolean;
};

type Drafts = {
  readonly prefixes: Map<string, { readonly prefix: Prefix; readonly node: Draft }>;
  readonly names: Map<DomainName, Draft>;
  readonly systems: Map<AsNumber, Draft>;
};

/** Collects claims, criteria and stops by object; the order of organisations and claims in the world never matters. */
export function compileAssets(
  world: World,
  organisations: ReadonlyMap<OrganisationId, CompiledOrganisation>,
  silences: Silences = noSilences,
): CompiledAssets {
  const drafts: Drafts = { prefixes: new Map(), names: new Map(), systems: new Map() };
  for (const source of world.organisations.toSorted((a, b) => compareText(a.id, b.id))) {
    const organisation = organisations.get(source.id);
    if (organisation === undefined) continue;
    for (const claim of source.claims) addClaim(draftOf(drafts, claim.asset), claim, organisation);
    if (!servesByCriterion(source)) continue;
    for (const criterion of source.constituency) {
      if (criterion.kind === "sector" || criterion.kind === "country") continue;
      // Organisations come in order of id, and among equals the lower id serves.
      draftOf(drafts, criterion).intermediary ??= organisation;
    }
  }
  for (const stop of world.stops) draftOf(drafts, stop.asset).stops.push(toCompiledStop(stop));
  for (const { asset } of silences.all) {
    if (asset !== null) draftOf(drafts, asset).silenced = true;
  }
  for (const { node } of drafts.prefixes.values()) sortNode(node);
  for (const node of drafts.names.values()) sortNode(node);
  for (const node of drafts.systems.values()) sortNode(node);
  const exactNames = splitExact(drafts.names);
  linkNames(drafts.names, drafts.names);
  linkNames(exactNames, drafts.names);
  return {
    prefixes: linkPrefixes([...drafts.prefixes.values()]),
    names: drafts.names,
    exactNames,
    systems: drafts.systems,
  };
}

/**
 * When a stop holds: at most 180 days from its `since`, or before its `until` when it names no beginning.
 * One without either end never holds.
 */
export function stopValidity(stop: Validity): Validity {
  if (stop.since === -Infinity) return { since: stop.until - longestStopMs, until: stop.until };
  return { since: stop.since, until: Math.min(stop.until, stop.since + longestStopMs) };
}

function draftOf(drafts: Drafts, asset: Asset): Draft {
  if (asset.kind === "prefix") {
    const { prefix } = asset;
    let entry = drafts.prefixes.get(prefix.text);
    if (entry === undefined) {
      entry = { prefix, node: newDraft("prefix", prefix.text) };
      drafts.prefixes.set(prefix.text, entry);
    }
    return entry.node;
  }
  if (asset.kind === "domain") return getOrAdd(drafts.names, asset.domain, "domain", asset.domain);
  return getOrAdd(drafts.systems, asset.asn, "asn", `AS${asset.asn}`);
}

function getOrAdd<Key>(
  drafts: Map<Key, Draft>,
  key: Key,
  kind: Asset["kind"],
  text: string,
): Draft {
  let draft = drafts.get(key);
  if (draft === undefined) {
    draft = newDraft(kind, text);
    drafts.set(key, draft);
  }
  return draft;
}

function newDraft(kind: Asset["kind"], text: string): Draft {
  const lists = { own: [], operate: [], stops: [] };
  return { kind, text, parent: null, ...lists, intermediary: null, silenced: false };
}

function addClaim(draft: Draft, claim: Claim, organisation: CompiledOrganisation): void {
  (claim.use === "own" ? draft.own : draft.operate).push({
    organisation,
    use: claim.use,
    trustRank: trustRank(claim.basis),
    agreed: claim.agreed,
    informed: claim.informed,
    exact: claim.exact,
    id: claim.id,
    since: claim.since,
    until: claim.until,
  });
}

function toCompiledStop(stop: Stop): CompiledStop {
  return { organisation: stop.organisation, reason: stop.reason, ...stopValidity(stop) };
}

function sortNode(node: Draft): void {
  if (node.own.length > 1) node.own.sort(compareClaims);
  if (node.operate.length > 1) node.operate.sort(compareClaims);
  if (node.stops.length > 1) node.stops.sort(compareStops);
}

/** Order of claims on one object, best first: the better proof, then the earlier one, then the lower id. */
export function compareClaims(a: CompiledClaim, b: CompiledClaim): number {
  return b.trustRank - a.trustRank || compareInstants(a.since, b.since) || compareText(a.id, b.id);
}

function compareStops(a: CompiledStop, b: CompiledStop): number {
  return (
    compareText(a.organisation, b.organisation) ||
    compareInstants(a.since, b.since) ||
    compareInstants(a.until, b.until) ||
    compareText(a.reason, b.reason)
  );
}

/**
 * Takes claims for exactly one name out of what counts for the names below it as well; answers the names that have such
 * claims, with all that is said about them.
 */
function splitExact(names: Map<DomainName, Draft>): Map<DomainName, Draft> {
  const exactNames = new Map<DomainName, Draft>();
  for (const [name, draft] of names) {
    if (!draft.own.some(isExact) && !draft.operate.some(isExact)) continue;
    exactNames.set(name, draft);
    const below = newDraft(draft.kind, draft.text);
    below.own = draft.own.filter((claim) => !claim.exact);
    below.operate = draft.operate.filter((claim) => !claim.exact);
    below.intermediary = draft.intermediary;
    below.stops = draft.stops;
    below.silenced = draft.silenced;
    if (isEmpty(below)) names.delete(name);
    else names.set(name, below);
  }
  return exactNames;
}

function isExact({ exact }: CompiledClaim): boolean {
  return exact;
}

function isEmpty({ own, operate, intermediary, stops, silenced }: Draft): boolean {
  return own.length + operate.length + stops.length === 0 && intermediary === null && !silenced;
}

function linkNames(
  nodes: ReadonlyMap<DomainName, Draft>,
  names: ReadonlyMap<DomainName, Draft>,
): void {
  for (const [name, node] of nodes) {
    let above = parentDomain(name);
    while (above !== null && !names.has(above)) above = parentDomain(above);
    node.parent = above === null ? null : (names.get(above) ?? null);
  }
}

/** Sorts the enclosing before the enclosed, so that one pass with a stack finds every parent. */
function linkPrefixes(
  entries: { readonly prefix: Prefix; readonly node: Draft }[],
): { readonly prefix: Prefix; readonly node: AssetNode }[] {
  entries.sort((a, b) => comparePrefixes(a.prefix, b.prefix));
  const open: typeof entries = [];
  for (const entry of entries) {
    let top = open.at(-1);
    while (top !== undefined && !enclosesPrefix(top.prefix, entry.prefix)) {
      open.pop();
      top = open.at(-1);
    }
    entry.node.parent = top?.node ?? null;
    open.push(entry);
  }
  return entries;
}

function comparePrefixes(a: Prefix, b: Prefix): number {
  return a.family - b.family || compareWords(a.words, b.words) || a.bits - b.bits;
}
