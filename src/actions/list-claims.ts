import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { type ClaimListEntry, listClaims as list } from "../store/views/claim-list.ts";
import { permit } from "./access/permit.ts";

/** Claims of the register: of the house all or those of one organisation, of others their own; the latest first. */
export async function listClaims({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId | null;
    readonly ended: boolean;
  };
}): Promise<ClaimListEntry[]> {
  const { actor, organisation, ended } = input;
  permit(actor, "register.read", organisation === null ? undefined : { organisation });
  return readAs(context.sql, actor, (sql) =>
    list(sql, { organisation, ended, rivals: actor.kind === "house" }),
  );
}
