import { userInfo } from "node:os";
import { type Actor, toShellActor } from "../domain/access/actor.ts";
import { systemClock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Sql } from "../platform/database.ts";

/** Whoever has a shell here, or the holder of the token that MELDPUNT_ACT_AS says. */
export async function findActor({ actAs }: Config, openSql: () => Promise<Sql>): Promise<Actor> {
  if (actAs === null) return toShellActor(findUserName());
  const sql = await openSql();
  const { actAs: findHolder } = await import("../actions/act-as.ts");
  return findHolder({ context: { sql, clock: systemClock }, input: { token: actAs } });
}

/** In a container the user may have a number and no name. */
function findUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}
