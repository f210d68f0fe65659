import { clockActor } from "../domain/access/actor.ts";
import {
  findRegisteredName,
  findSignal,
  type Holdership,
  type KnownHolders,
  nothingKnown,
  rememberHoldership,
} from "../domain/claim/holdership.ts";
import type { ContactLookups, RegisteredObject } from "../domain/contacts/contact-lookup.ts";
import type { DecisionBasis } from "../domain/decision/decision-basis.ts";
import { type EmailAddress, mailDomainOf } from "../domain/network/email-address.ts";
import { type RegistryView, viewRegistry } from "../domain/registry/registry-view.ts";
import type { Asset } from "../domain/world/world.ts";
import { transaction } from "../platform/database.ts";
import { saveAddressEvents } from "../store/address-states.ts";
import {
  listWatchedClaims,
  type SeenHoldership,
  saveHolderships,
  tryWatchTurn,
  type WatchedClaim,
} from "../store/claim-holderships.ts";
import { findSnapshot } from "../store/snapshots.ts";
import { askEachOnce } from "./claims/ask-each-once.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { type LookAtContacts, makeContactLook } from "./claims/contact-domains.ts";
import { moveClaim } from "./claims/move-claim.ts";

export type WatchClaimsContext = ClaimContext & {
  /** Null: this installation asks nobody (MELDPUNT_LOOKUPS). */
  readonly lookups: Pick<ContactLookups, "askHoldership"> | null;
};

/** What a run did. */
export type WatchedClaims = { readonly looked: number; readonly doubted: number };

const dayMs = 86_400_000;
const everyMs = 7 * dayMs;
const layersAtOnce = 500;
const asksOfRun = 100;
const asksAtOnce = 8;

/**
 * Looks at who holds what is claimed, by the layers of the registry whenever those changed and by the registry itself
 * once a week. What was seen when a claim came into force is remembered; another holder makes it stale at once (T4), and
 * an address whose domain is another's gets nothing any more (T5).
 * One process at a time; another one finds nothing to do.
 */
export async function watchClaims({
  context,
}: {
  readonly context: WatchClaimsContext;
}): Promise<WatchedClaims> {
  const done = await tryWatchTurn(context.sql, async () => {
    const read = await readLayers(context);
    const asked = await askRegistries(context);
    return { looked: read.looked + asked.looked, doubted: read.doubted + asked.doubted };
  });
  return done ?? { looked: 0, doubted: 0 };
}

async function readLayers(context: WatchClaimsContext): Promise<WatchedClaims> {
  const { sql, clock } = context;
  const basis = await context.readBasis();
  const layers = await nameLayers(context, basis);
  let view: RegistryView | null = null;
  let [looked, doubted] = [0, 0];
  for (let after: string | null = null; ; ) {
    const now = clock();
    const wanted = { source: "layers" as const, now, layers, after, limit: layersAtOnce };
    const claims = await listWatchedClaims(sql, wanted);
    const last = claims.at(-1);
    if (last === undefined) return { looked, doubted };
    view ??= viewRegistry(basis.registry);
    const seen: SeenHoldership[] = [];
    for (const claim of claims) {
      const holdership = describeByLayers(view, claim.asset);
      if (await compare(context, claim, holdership)) doubted += 1;
      seen.push(toSeen(claim, holdership, { now, nextLookAt: null, layers, contacts: {} }));
    }
    await saveHolderships(sql, "layers", seen);
    looked += claims.length;
    after = last.id;
  }
}

async function nameLayers({ sql }: WatchClaimsContext, { snapshot }: DecisionBasis) {
  const found = await findSnapshot(sql, snapshot);
  return `${found?.announcedId ?? "-"} ${found?.delegatedId ?? "-"} ${found?.contactsId ?? "-"}`;
}

function describeByLayers(view: RegistryView, asset: Asset): Holdership {
  if (asset.kind === "domain") return nothingKnown;
  const { contact, country } =
    asset.kind === "prefix"
      ? view.wholeOf(asset.prefix)
      : { contact: view.findSystem(asset.asn)?.contact ?? null, country: null };
  return {
    ...nothingKnown,
    contactDomain: contact === null ? null : mailDomainOf(contact),
    country,
  };
}

async function askRegistries(context: WatchClaimsContext): Promise<WatchedClaims> {
  const { sql, clock, lookups } = context;
  if (lookups === null) return { looked: 0, doubted: 0 };
  const wanted = { now: clock(), layers: null, after: null, limit: asksOfRun };
  const claims = await listWatchedClaims(sql, { source: "rdap", ...wanted });
  let doubted = 0;
  const { world } = await context.readBasis();
  const ask = askEachOnce(lookups.askHoldership);
  const lookAtContacts = makeContactLook(world, context.findSuffix, ask);
  const waiting = claims.values();
  const work = async () => {
    for (const claim of waiting)
      if (await askOne(context, ask, lookAtContacts, claim)) doubted += 1;
  };
  await Promise.all(Array.from({ length: asksAtOnce }, work));
  return { looked: claims.length, doubted };
}

async function askOne(
  context: WatchClaimsContext,
  ask: ContactLookups["askHoldership"],
  lookAtContacts: LookAtContacts,
  claim: WatchedClaim,
): Promise<boolean> {
  const object = toRegistered(claim.asset, context);
  const answer = object === null ? null : await ask(object);
  const now = context.clock();
  const holdership = answer?.kind === "found" ? answer.holdership : nothingKnown;
  const doubted = await compare(context, claim, holdership);
  const { remembered, takenOver } = await lookAtContacts(
    claim.organisation,
    claim.seen?.contacts ?? {},
  );
  await silence(context, takenOver, now);
  // Who could not be asked today is asked tomorrow; and addresses that are dead for long are tried again.
  const waitMs = answer?.kind === "failed" || takenOver.length > 0 ? dayMs : everyMs;
  const nextLookAt = new Date(now.getTime() + waitMs);
  const seen = toSeen(claim, holdership, {
    now,
    nextLookAt,
    layers: null,
    contacts: remembered,
  });
  await saveHolderships(context.sql, "rdap", [seen]);
  return doubted;
}

/** Nothing goes to an address any more that somebody else may read: it counts as dead, and the next one is asked (T5). */
async function silence(
  { sql }: WatchClaimsContext,
  addresses: readonly EmailAddress[],
  since: Date,
): Promise<void> {
  const reason = "its domain has another holder than when it was first looked at";
  const events = addresses.map((address) => {
    return { address, state: "dead" as const, since, reason, deliveryId: null };
  });
  await transaction(sql, (inside) => saveAddressEvents(inside, events));
}

function toRegistered(asset: Asset, { findSuffix }: WatchClaimsContext): RegisteredObject | null {
  if (asset.kind === "asn") return asset;
  if (asset.kind === "domain") {
    const name = findRegisteredName(asset.domain, findSuffix);
    return name === null ? null : { kind: "name", name };
  }
  const { family, words } = asset.prefix;
  return { kind: "address", address: { family, words } };
}

/**
 * Doubts the claim where somebody else holds its object now; answers whether. To be called before the look is remembered:
 * after a crash in between the same is said again, which changes nothing more.
 */
async function compare(
  context: WatchClaimsContext,
  { id, asset, seen }: WatchedClaim,
  now: Holdership,
): Promise<boolean> {
  const signal = seen === null ? null : findSignal(asset, seen, now);
  if (signal === null) return false;
  await moveClaim(context, {
    id,
    happening: { kind: "signal", signal },
    actor: clockActor,
    act: "claim.check",
    look: null,
    reason: null,
  });
  return true;
}

function toSeen(
  claim: WatchedClaim,
  holdership: Holdership,
  rest: {
    readonly now: Date;
    readonly nextLookAt: Date | null;
    readonly layers: string | null;
    readonly contacts: KnownHolders["contacts"];
  },
): SeenHoldership {
  return {
    claim: claim.id,
    activeSince: claim.activeSince,
    holders: { ...rememberHoldership(claim.seen, holdership), contacts: rest.contacts },
    lookedAt: rest.now,
    nextLookAt: rest.nextLookAt,
    layers: rest.layers,
  };
}
