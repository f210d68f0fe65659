import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { type EndpointListEntry, listEndpointEntries } from "../store/views/endpoint-list.ts";
import { permit } from "./access/permit.ts";

/** Endpoints that the actor may see, of one organisation or of all of them, and what goes there; no secrets. */
export async function listEndpoints({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly organisation: OrganisationId | null };
}): Promise<EndpointListEntry[]> {
  const { actor, organisation } = input;
  permit(actor, "endpoint.read");
  return readAs(context.sql, actor, (sql) => listEndpointEntries(sql, organisation));
}
