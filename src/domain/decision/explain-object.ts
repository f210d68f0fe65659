import { type FoundContact, findFoundAround, toFoundTable } from "../contacts/found-contacts.ts";
import type { FindingType } from "../finding/finding-type.ts";
import type { Tier } from "../finding/tier.ts";
import type { OrganisationId, SnapshotId } from "../ids.ts";
import type { AsNumber } from "../network/as-number.ts";
import type { Address } from "../network/ip-address.ts";
import { formatNetworkObject, type NetworkObject } from "../network/network-object.ts";
import { type AddressRange, type Prefix, prefixRange } from "../network/prefix.ts";
import { rangesWithin } from "../network/ranges-within.ts";
import { specialReason4, specialReason6 } from "../network/special-ranges.ts";
import { formatRange } from "../registry/registry-difference.ts";
import { type Network, viewRegistry } from "../registry/registry-view.ts";
import { classOfAddress4, classOfAddress6, classOfName } from "../world/compile-world.ts";
import type { AddressClass, AssetNode, CompiledAddress } from "../world/compiled-world.ts";
import { decideAbout } from "./decide.ts";
import type { Circumstances, Decision, Held, Primary, TraceStep } from "./decision.ts";
import type { DecisionBasis } from "./decision-basis.ts";
import type { Subjects } from "./question.ts";
import { usualQuestion, usualType } from "./usual-question.ts";

/** Who gets a finding, as `who --json` prints it. */
type Outcome = {
  readonly owner: { readonly id: OrganisationId; readonly name: string } | null;
  readonly primary: Primary | null;
  readonly informed: readonly { readonly organisation: OrganisationId; readonly tier: Tier }[];
  readonly held: Held | null;
};

/** A stretch of a prefix with a decision of its own; a prefix where it is one, else `first - last`. */
export type Part = { readonly object: string } & Outcome;

/** The decision about an object and its trace (`who --json`). */
export type Explanation = {
  /** Canonical text. */
  readonly object: string;
  /** Null for names, and where the registry knows nothing. */
  readonly network: Network | null;
} & Outcome & {
    readonly trace: readonly TraceStep[];
    readonly snapshot: SnapshotId;
    /** When a server last said so (RFC 3339): of a primary whose address we looked up ourselves. */
    readonly contactFoundAt?: string;
    /** Of a prefix in which decisions differ: its parts in order; those beyond a hundred are counted. */
    readonly parts?: readonly Part[];
    readonly moreParts?: number;
  };

/** Explains objects of one basis; a type stands for `--type`, null for the usual question. */
export type Explain = (object: NetworkObject, type: FindingType | null, at: number) => Explanation;

/** A stretch of a prefix on its way to a part; equal keys tell the same to the same. */
type Stretch = { range: AddressRange; readonly outcome: Outcome; readonly key: string };

const mostParts = 100;
const nothing: AddressClass = {
  prefix: null,
  system: null,
  systemContact: null,
  rangeContact: null,
  country: null,
  foundContacts: [],
};

/** Compiles what explaining needs besides the decision; each explanation takes some microseconds then. */
export function makeExplain(basis: DecisionBasis): Explain {
  const { compiled, registry, snapshot, world } = basis;
  const view = viewRegistry(registry);
  const names = new Map(world.organisations.map(({ id, name }) => [id, name]));
  const foundRanges = toFoundTable(compiled.found).ranges;
  const stated = new Set(world.securityTxt.map(({ domain, contact }) => `${domain} ${contact}`));
  const indexes = { v4: compiled.addresses4, v6: compiled.addresses6 };

  function toOutcome({ owner, primary, informed, held }: Decision): Outcome {
    return {
      owner: owner === null ? null : { id: owner, name: names.get(owner) ?? owner },
      primary,
      informed: informed.map(({ organisation, tier }) => ({ organisation, tier })),
      held,
    };
  }

  function explain(
    object: NetworkObject,
    network: Network | null,
    subjects: Subjects,
    input: Circumstances,
  ): Explanation {
    const trace: TraceStep[] = [];
    const decision = decideAbout(subjects, input, compiled, trace);
    const found = findSource(object, network, subjects, decision);
    return {
      object: formatNetworkObject(object),
      network,
      ...toOutcome(decision),
      trace,
      snapshot,
      ...(found !== null && { contactFoundAt: new Date(found.foundAt).toISOString() }),
    };
  }

  /** The look-up that the address of the primary comes from; null where operators or the registry named it. */
  function findSource(
    object: NetworkObject,
    network: Network | null,
    { address }: Subjects,
    { primary }: Decision,
  ): FoundContact | null {
    const found = findLookedUp(object, network?.asn ?? null);
    if (primary === null || found?.emails.includes(primary.address) !== true) return null;
    if (primary.rung === "security-txt") {
      return "name" in object && stated.has(`${object.name} ${primary.address}`) ? null : found;
    }
    const isFound = primary.rung === "abuse-contact" && address?.foundContacts.length !== 0;
    return isFound ? found : null;
  }

  function findLookedUp(object: NetworkObject, asn: AsNumber | null): FoundContact | null {
    const ofSystem = asn === null ? null : (compiled.found.systems.get(asn) ?? null);
    switch (object.kind) {
      case "address":
        return findFoundAround(foundRanges, toSingle(object.address)) ?? ofSystem;
      case "prefix":
        return findFoundAround(foundRanges, prefixRange(object.prefix)) ?? ofSystem;
      case "asn":
        return ofSystem;
      case "name":
      case "mail-domain":
        return compiled.found.names.get(object.name) ?? null;
    }
  }

  /** Contacts that were looked up count only where the registry has none. */
  function foundFor(
    prefix: Prefix | null,
    asn: AsNumber | null,
    isRegistered: boolean,
  ): readonly CompiledAddress[] {
    if (isRegistered) return [];
    const ofRange = prefix && findFoundAround(foundRanges, prefixRange(prefix));
    const found = ofRange ?? (asn === null ? undefined : compiled.found.systems.get(asn));
    return found?.emails.map(compiled.toAddress) ?? [];
  }

  function classOf({ family, words }: Address): AddressClass {
    const number =
      family === 4 ? classOfAddress4(compiled, words[0]) : classOfAddress6(compiled, words, 0);
    return compiled.addressClasses[number] ?? nothing;
  }

  /** What the world and the registry say about all of a prefix. */
  function classOfWhole(prefix: Prefix): { address: AddressClass; network: Network } {
    const { system, country, contact } = view.wholeOf(prefix);
    const address: AddressClass = {
      prefix: findEnclosing(classOf(prefix).prefix, prefix),
      system: (system && compiled.systems.get(system.asn)) ?? null,
      systemContact: system?.contact ? compiled.toAddress(system.contact) : null,
      rangeContact: contact === null ? null : compiled.toAddress(contact),
      country,
      foundContacts: foundFor(
        prefix,
        system?.asn ?? null,
        contact !== null || system?.contact != null,
      ),
    };
    const network = {
      prefix: prefix.text,
      asn: system?.asn ?? null,
      asName: system?.name ?? null,
      country,
    };
    return { address, network };
  }

  /** The stretches of a prefix, neighbours with one outcome as one. */
  function listStretches(prefix: Prefix, input: Circumstances): Stretch[] {
    const stretches: Stretch[] = [];
    const known = new Map<number, Pick<Stretch, "outcome" | "key">>();
    for (const { range, value } of rangesWithin(indexes, prefix)) {
      let answer = known.get(value);
      if (answer === undefined) {
        const address = compiled.addressClasses[value] ?? nothing;
        const outcome = toOutcome(decideAbout({ address, name: null }, input, compiled));
        answer = { outcome, key: keyOf(outcome) };
        known.set(value, answer);
      }
      const before = stretches.at(-1);
      if (before?.key === answer.key) before.range = { ...before.range, last: range.last };
      else stretches.push({ range, ...answer });
    }
    return stretches;
  }

  function explainPrefix(
    object: NetworkObject & { kind: "prefix" },
    input: Circumstances,
  ): Explanation {
    const { address, network } = classOfWhole(object.prefix);
    const whole = explain(object, network, { address, name: null }, input);
    const stretches = listStretches(object.prefix, input);
    const key = keyOf(whole);
    if (stretches.every((stretch) => stretch.key === key)) return whole;
    const parts = stretches
      .slice(0, mostParts)
      .map(({ range, outcome }) => ({ object: formatRange(range), ...outcome }));
    const moreParts = stretches.length - parts.length;
    return { ...whole, parts, ...(moreParts > 0 && { moreParts }) };
  }

  return (object, type, at) => {
    const input = usualQuestion(type ?? usualType(aboutOf(object)), at);
    switch (object.kind) {
      case "address": {
        const special = specialReasonOf(object.address);
        const network = view.networkOf(object.address);
        if (special !== null) return toOutOfScope(object, network, special, snapshot);
        return explain(object, network, { address: classOf(object.address), name: null }, input);
      }
      case "prefix": {
        const special = specialReasonOf(object.prefix);
        if (special !== null && special === specialReasonOf(lastOf(object.prefix))) {
          return toOutOfScope(object, null, special, snapshot);
        }
        return explainPrefix(object, input);
      }
      case "asn": {
        const system = view.findSystem(object.asn);
        const address: AddressClass = {
          ...nothing,
          system: compiled.systems.get(object.asn) ?? null,
          systemContact: system?.contact ? compiled.toAddress(system.contact) : null,
          foundContacts: foundFor(null, object.asn, system?.contact != null),
        };
        const network = {
          prefix: null,
          asn: object.asn,
          asName: system?.name ?? null,
          country: null,
        };
        return explain(object, network, { address, name: null }, input);
      }
      case "name":
      case "mail-domain": {
        const name = compiled.nameClasses[classOfName(compiled, object.name)] ?? null;
        return explain(object, null, { address: null, name }, input);
      }
    }
  };
}

function aboutOf(object: NetworkObject): FindingType["about"] {
  if (object.kind === "name" || object.kind === "mail-domain") return object.kind;
  return "address";
}

/** The smallest prefix of the chain that holds all of this one. */
function findEnclosing(head: AssetNode | null, prefix: Prefix): AssetNode | null {
  let node = head;
  while (node !== null && Number(node.text.slice(node.text.indexOf("/") + 1)) > prefix.bits) {
    node = node.parent;
  }
  return node;
}

function toSingle({ family, words }: Address): AddressRange {
  return { family, first: words, last: words };
}

function lastOf(prefix: Prefix): Address {
  return { family: prefix.family, words: prefixRange(prefix).last };
}

function specialReasonOf({ family, words }: Address): string | null {
  return family === 4 ? specialReason4(words[0]) : specialReason6(words, 0);
}

function toOutOfScope(
  object: NetworkObject,
  network: Network | null,
  reason: string,
  snapshot: SnapshotId,
): Explanation {
  return {
    object: formatNetworkObject(object),
    network,
    owner: null,
    primary: null,
    informed: [],
    held: { reason: "nobody", detail: `out of scope: ${reason}` },
    trace: [],
    snapshot,
  };
}

/** Equal for outcomes that tell the same to the same. */
function keyOf({ owner, primary, informed, held }: Outcome): string {
  return JSON.stringify([owner?.id, primary, informed, held?.reason]);
}
