import type { Sql } from "../platform/database.ts";
import { findCurrentWorld, readWorld } from "../store/worlds.ts";

/** What organisations of the present world are called, by id. */
export type OrganisationNames = () => Promise<ReadonlyMap<string, string>>;

/** Reads the world again only when another was loaded: pages ask for names all the time. */
export function makeOrganisationNames(sql: Sql): OrganisationNames {
  let known: { readonly worldId: string | null; readonly names: ReadonlyMap<string, string> } = {
    worldId: null,
    names: new Map(),
  };
  return async () => {
    const worldId = (await findCurrentWorld(sql))?.id ?? null;
    if (worldId !== known.worldId) {
      const { organisations } = await readWorld(sql, { worldId });
      known = {
        worldId,
        names: new Map(organisations.map(({ id, name }) => [id as string, name])),
      };
    }
    return known.names;
  };
}
