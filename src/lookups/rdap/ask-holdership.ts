import type { HoldershipAnswer } from "../../domain/claim/holdership.ts";
import { nothingKnown } from "../../domain/claim/holdership.ts";
import type { RegisteredObject } from "../../domain/contacts/contact-lookup.ts";
import { formatAddress } from "../../domain/network/ip-address.ts";
import { sha256 } from "../../platform/digest.ts";
import { isAbout, readRange } from "./answered-object.ts";
import { type Entity, entitiesOf, hasRole, isRecord } from "./entities.ts";
import type { RdapClient } from "./rdap-client.ts";

const mostEvents = 200;
const mostHolders = 50;

/** Asks the registry who holds an object, as far as a change shows; an answer about anything else is refused. */
export async function askHoldership(
  ask: RdapClient,
  object: RegisteredObject,
): Promise<HoldershipAnswer> {
  const answer = await ask(object);
  if (answer.kind === "failed") return { kind: "failed", detail: answer.detail };
  if (answer.kind === "none") return { kind: "none", detail: answer.detail };
  const found = answer.object;
  const range = object.kind === "address" ? readRange(found, object.address) : null;
  const isRight = object.kind === "address" ? range !== null : isAbout(found, object);
  if (!isRight) return { kind: "failed", detail: `${answer.url} is not about what was asked` };
  const text = (words: NonNullable<typeof range>["first"]) =>
    range === null ? "" : formatAddress({ family: range.family, words });
  return {
    kind: "found",
    holdership: {
      ...nothingKnown,
      registeredAt: readRegisteredAt(found),
      registrar: readHandles(found, "registrar"),
      holder: readHandles(found, "registrant"),
      range: range === null ? null : `${text(range.first)}-${text(range.last)}`,
    },
  };
}

/** The last time that it was registered, whether anew or for the first time (RFC 9083 section 10.2.3); ISO 8601. */
function readRegisteredAt({ events }: Entity): string | null {
  const list = Array.isArray(events) ? events.slice(0, mostEvents).filter(isRecord) : [];
  const times = list
    .filter(({ eventAction }) => eventAction === "registration" || eventAction === "reregistration")
    .map(({ eventDate }) => (typeof eventDate === "string" ? Date.parse(eventDate) : Number.NaN))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}

/** Hash of the handles of whoever has the role, in one order; null where nobody with a handle has it. */
function readHandles(object: Entity, role: string): string | null {
  const handles = entitiesOf(object)
    .filter((entity) => hasRole(entity, role))
    .slice(0, mostHolders)
    .map(({ handle }) => (typeof handle === "string" ? handle.trim().toUpperCase() : ""))
    .filter((handle) => handle !== "");
  if (handles.length === 0) return null;
  return sha256(JSON.stringify([...new Set(handles)].sort())).toString("hex");
}
