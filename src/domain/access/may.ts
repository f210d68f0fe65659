import type { FinderId, OrganisationId } from "../ids.ts";
import type { Actor } from "./actor.ts";
import { type Act, type ActRule, acts } from "./acts.ts";
import { memberRoles } from "./role.ts";

/** Whose the thing is that an act is about; the house's own, or everybody's. */
export type About =
  | { readonly organisation: OrganisationId }
  | { readonly finder: FinderId }
  | "everybody";

/** Whether this actor may do the act about this party. */
export function may(actor: Actor, act: Act, about: About): boolean {
  if (actor.kind === "system") return true;
  const rule: ActRule = acts[act];
  if (actor.scopes !== null && !actor.scopes.includes(rule.scope)) return false;
  switch (actor.kind) {
    case "house":
      return actor.roles.some((role) => rule.house.includes(role));
    case "member":
      return (
        rule.member !== null &&
        about !== "everybody" &&
        "organisation" in about &&
        about.organisation === actor.organisation &&
        memberRoles.indexOf(actor.role) >= memberRoles.indexOf(rule.member)
      );
    case "finder":
      return (
        rule.finder && about !== "everybody" && "finder" in about && about.finder === actor.finder
      );
  }
}

/** What the actor's own is: what acts of theirs are about unless they say otherwise. */
export function ownOf(actor: Actor): About {
  if (actor.kind === "member") return { organisation: actor.organisation };
  return actor.kind === "finder" ? { finder: actor.finder } : "everybody";
}
