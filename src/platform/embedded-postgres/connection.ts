import pg from "pg";
import { toSqlState } from "../database.ts";
import { superuser } from "./cluster.ts";
import type { Place } from "./place.ts";

/** The database of an installation inside its server. */
export const defaultDatabase = "meldpunt";

/** What a process needs to connect to the server of a place: a URL that libpq understands too. */
export function toUrl(place: Place, database: string = defaultDatabase): string {
  return `postgresql://${superuser}@${encodeURIComponent(place.socketFolder)}/${database}`;
}

/** How far the server of a place is. */
export type Attempt =
  | { readonly state: "connected"; readonly client: pg.Client }
  | { readonly state: "busy" }
  | { readonly state: "absent" };

const startingOrStopping = "57P03";
const noSuchDatabase = "3D000";
const noServer = new Set(["ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE"]);

/** Tries once to connect; makes the database of the installation when the server has none yet. */
export async function tryConnect(place: Place, applicationName: string): Promise<Attempt> {
  try {
    return { state: "connected", client: await connect(toUrl(place), applicationName) };
  } catch (error) {
    const code = toSqlState(error);
    if (code === startingOrStopping) return { state: "busy" };
    if (noServer.has(code)) return { state: "absent" };
    if (code !== noSuchDatabase) throw error;
  }
  const client = await connect(toUrl(place, "postgres"), applicationName);
  await client.query(`create database ${defaultDatabase}`).finally(() => client.end());
  return tryConnect(place, applicationName);
}

async function connect(connectionString: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: applicationName });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
