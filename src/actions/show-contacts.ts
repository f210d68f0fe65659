import type { Actor } from "../domain/access/actor.ts";
import type { DecisionBasis, ReadBasis } from "../domain/decision/decision-basis.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { type Address, formatAddress } from "../domain/network/ip-address.ts";
import {
  findNetworkObject,
  formatNetworkObject,
  type NetworkObject,
} from "../domain/network/network-object.ts";
import { prefixOf } from "../domain/network/prefix.ts";
import { viewRegistry } from "../domain/registry/registry-view.ts";
import { isSilent } from "../domain/world/accepts.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { type ContactDetail, listContactDetails } from "../store/views/contact-detail.ts";
import { permit } from "./access/permit.ts";

export type ShowContactsContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly readBasis: ReadBasis;
};

/** What is known of the contacts of an object, and from where. */
export type KnownContacts = {
  /** Canonical text. */
  readonly object: string;
  /** What operators and the registry say; where they name somebody for a rung, our own lookups are not used for it. */
  readonly stated: readonly {
    readonly source: "world file" | "registry" | "registry of the AS";
    readonly email: EmailAddress;
  }[];
  readonly found: readonly (ContactDetail & {
    /** Age of the answer; null when there never was one. */
    readonly ageMs: number | null;
    /** Addresses that nobody is written to: they are dead, or silenced. */
    readonly silent: readonly EmailAddress[];
  })[];
};

/**
 * Contacts of an object as world, registry and our own lookups have them; asks nobody. Throws `input-refused` for what
 * is no network object.
 */
export async function showContacts({
  context,
  input,
}: {
  readonly context: ShowContactsContext;
  readonly input: { readonly object: string; readonly actor: Actor };
}): Promise<KnownContacts> {
  permit(input.actor, "contacts.read");
  const object = findNetworkObject(input.object);
  if (object === null) {
    throw new AppError("input-refused", `Not a network object: ${JSON.stringify(input.object)}.`, {
      remedy: "Give an address, a prefix, an AS number (AS64500) or a name.",
    });
  }
  const basis = await context.readBasis();
  const now = context.clock().getTime();
  const { objects, address, stated } = describe(object, basis);
  const details = await listContactDetails(context.sql, objects, address);
  const { toAddress } = basis.compiled;
  return {
    object: formatNetworkObject(object),
    stated,
    found: details.map((detail) => ({
      ...detail,
      ageMs: detail.answeredAt === null ? null : now - detail.answeredAt.getTime(),
      silent: detail.emails.filter((email) => {
        const address = toAddress(email);
        return address.dead || isSilent(address, now);
      }),
    })),
  };
}

type Described = {
  /** What the cache may have asked about. */
  readonly objects: readonly string[];
  readonly address: string | null;
  readonly stated: KnownContacts["stated"];
};

function describe(object: NetworkObject, basis: DecisionBasis): Described {
  switch (object.kind) {
    case "name":
    case "mail-domain": {
      const named = basis.world.securityTxt.filter(({ domain }) => domain === object.name);
      const stated = named.map(
        ({ contact }) => ({ source: "world file", email: contact }) as const,
      );
      return { objects: [object.name], address: null, stated };
    }
    case "asn": {
      const contact = viewRegistry(basis.registry).findSystem(object.asn)?.contact ?? null;
      return { objects: [`AS${object.asn}`], address: null, stated: toStated(null, contact) };
    }
    case "address":
    case "prefix": {
      return describeAddress(object, basis);
    }
  }
}

function describeAddress(
  object: NetworkObject & { kind: "address" | "prefix" },
  { registry }: DecisionBasis,
): Described {
  const view = viewRegistry(registry);
  const first: Address = object.kind === "address" ? object.address : object.prefix;
  const prefix = object.kind === "prefix" ? object.prefix : prefixOf(first, widthOf(first));
  const { system, contact } = view.wholeOf(prefix);
  const address = formatAddress(first);
  return {
    objects: [address, ...(system === null ? [] : [`AS${system.asn}`])],
    address,
    stated: toStated(contact, system?.contact ?? null),
  };
}

function toStated(
  ofRange: EmailAddress | null,
  ofSystem: EmailAddress | null,
): KnownContacts["stated"] {
  return [
    ...(ofRange === null ? [] : [{ source: "registry", email: ofRange } as const]),
    ...(ofSystem === null ? [] : [{ source: "registry of the AS", email: ofSystem } as const]),
  ];
}

function widthOf({ family }: Address): number {
  return family === 4 ? 32 : 128;
}
