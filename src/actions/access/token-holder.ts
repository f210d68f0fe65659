import type { Actor } from "../../domain/access/actor.ts";
import type { Person } from "../../domain/access/approval.ts";
import type { About } from "../../domain/access/may.ts";
import type { HouseRole, MemberRole } from "../../domain/access/role.ts";
import type { FinderId, OrganisationId } from "../../domain/ids.ts";
import type { AccessTokenEntry } from "../../store/access-tokens.ts";

/** The actor that a token makes of whoever shows it; named by what it is for and the start of its id. */
export function toActor(token: AccessTokenEntry): Actor {
  const name = `token ${token.name} (${token.id.slice(-6)})`;
  const { scopes } = token;
  switch (token.kind) {
    case "house":
      return {
        kind: "house",
        name,
        roles: token.roles as readonly HouseRole[],
        body: token.body,
        scopes,
      };
    case "member":
      return {
        kind: "member",
        name: `${name} of ${token.party}`,
        organisation: token.party as OrganisationId,
        role: token.roles[0] as MemberRole,
        scopes,
      };
    case "finder":
      return {
        kind: "finder",
        name: `${name} of ${token.party}`,
        finder: token.party as FinderId,
        scopes,
      };
  }
}

/** Whose token it is. */
export function holderOf(token: Pick<AccessTokenEntry, "kind" | "party">): About {
  if (token.kind === "member") return { organisation: token.party as OrganisationId };
  return token.kind === "finder" ? { finder: token.party as FinderId } : "everybody";
}

/**
 * The person behind an actor: tokens of the same name and party are one, so that nobody who rotates a token is two
 * people.
 */
export function personOf(actor: Actor): Person {
  const name = actor.name.replace(/ \([0-9a-f-]{6}\)(?=$| of [^ ]+$)/, "");
  return { name, body: actor.kind === "house" ? actor.body : null };
}
