import type { Sql } from "../platform/database.ts";
import { findLastChange } from "../store/register.ts";
import { findCurrentWorld, readWorld } from "../store/worlds.ts";

/** What organisations of the present world are called, by id. */
export type OrganisationNames = () => Promise<ReadonlyMap<string, string>>;

/** Reads the world again only when file or register changed: pages ask for names all the time. */
export function makeOrganisationNames(sql: Sql): OrganisationNames {
  let known: { readonly state: string; readonly names: ReadonlyMap<string, string> } = {
    state: "",
    names: new Map(),
  };
  return async () => {
    const worldId = (await findCurrentWorld(sql))?.id ?? null;
    const registerChangeId = await findLastChange(sql);
    const state = `${worldId} ${registerChangeId}`;
    if (state !== known.state) {
      const { organisations } = await readWorld(sql, { worldId, registerChangeId });
      known = {
        state,
        names: new Map(organisations.map(({ id, name }) => [id as string, name])),
      };
    }
    return known.names;
  };
}
