import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { readAs } from "../store/read-as.ts";
import { type EndpointListEntry, listEndpointEntries } from "../store/views/endpoint-list.ts";
import { permit } from "./access/permit.ts";

/** How far back it is looked when something was taken last. */
const lookBackMs = 30 * 24 * 3_600_000;

/** Endpoints that the actor may see, of one organisation or of all of them, and what goes there; no secrets. */
export async function listEndpoints({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly organisation: OrganisationId | null };
}): Promise<EndpointListEntry[]> {
  const { actor, organisation } = input;
  permit(actor, "endpoint.read");
  const takenSince = new Date(context.clock().getTime() - lookBackMs);
  return readAs(context.sql, actor, (sql) => listEndpointEntries(sql, organisation, takenSince));
}
