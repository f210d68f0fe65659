import { type MemberActor, toShellActor } from "../../src/domain/access/actor.ts";
import type { OrganisationId } from "../../src/domain/ids.ts";

/** Somebody of the house who may do everything. */
export const operator = toShellActor("test");

/** Somebody of an organisation, by what its token lets it do. */
export function memberOf(organisation: string, role: MemberActor["role"]): MemberActor {
  const name = `${role} of ${organisation}`;
  return { kind: "member", name, organisation: organisation as OrganisationId, role, scopes: null };
}

/** Somebody who acts for all of an organisation. */
export const administrator = (organisation: string): MemberActor =>
  memberOf(organisation, "administrator");
