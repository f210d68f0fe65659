import type { FinderId, OrganisationId } from "../ids.ts";
import type { Scope } from "./acts.ts";
import type { HouseRole, MemberRole } from "./role.ts";

/**
 * Who does something, for the record and for what they may do.
 *
 * `name` stands in the audit log: never a secret, never a mail address.
 */
export type Actor = HouseActor | MemberActor | FinderActor | SystemActor;

/** Somebody of the Meldpunt itself. */
export type HouseActor = {
  readonly kind: "house";
  readonly name: string;
  readonly roles: readonly HouseRole[];
  /** Which of the founding bodies sent them; approvals may ask for people of different ones. */
  readonly body: string | null;
  /** What a token is limited to; null: everything that the roles may do. */
  readonly scopes: readonly Scope[] | null;
};

/** Somebody, or a program, of one organisation. */
export type MemberActor = {
  readonly kind: "member";
  readonly name: string;
  readonly organisation: OrganisationId;
  readonly role: MemberRole;
  readonly scopes: readonly Scope[] | null;
};

/** Somebody, or a feed, that hands findings over. */
export type FinderActor = {
  readonly kind: "finder";
  readonly name: string;
  readonly finder: FinderId;
  readonly scopes: readonly Scope[] | null;
};

/** The program by itself: the clock, the pipeline. */
export type SystemActor = { readonly kind: "system"; readonly name: string };

/** Whoever has a shell on the machine that holds the data. */
export function toShellActor(userName: string): HouseActor {
  return {
    kind: "house",
    name: `operator ${userName}`,
    roles: ["operator", "vetter", "privacy-officer", "auditor"],
    body: null,
    scopes: null,
  };
}

export const clockActor: SystemActor = { kind: "system", name: "clock" };

/** Somebody of whom nothing is known, at what anybody may do: asking to join. */
export const strangerActor: SystemActor = { kind: "system", name: "somebody unknown" };

/** Whoever holds the link of a notification, or a supplier's: at the only thing that a link is for. */
export function toRecipientActor(number: string, isSupplier: boolean): SystemActor {
  return { kind: "system", name: `${isSupplier ? "supplier by" : "recipient of"} ${number}` };
}
