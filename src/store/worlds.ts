import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { mergeRegister } from "../domain/world/merge-register.ts";
import { emptyWorld, type World } from "../domain/world/world.ts";
import { fromWorldText, toWorldText } from "../domain/world/world-text.ts";
import type { Sql } from "../platform/database.ts";
import { newUuid } from "../platform/uuid.ts";
import { readEntries } from "./register.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** A load of the world file. */
export type WorldVersion = {
  /** UUIDv7. */
  readonly id: string;
  /** Hexadecimal, of the canonical text. */
  readonly sha256: string;
  readonly loadedAt: Date;
};

/** The present version; null before the first load. */
export async function findCurrentWorld(sql: Sql): Promise<WorldVersion | null> {
  const { rows } = await sql.query<{ id: string; sha256: string; loaded_at: Date }>(
    "select id, encode(sha256, 'hex') as sha256, loaded_at from worlds where replaced_at is null",
  );
  const row = rows[0];
  return row === undefined ? null : { id: row.id, sha256: row.sha256, loadedAt: row.loaded_at };
}

/** The world of a snapshot, else the present one: what the file says and what the register says, together. */
export async function readWorld(
  sql: Sql,
  snapshot?: { readonly worldId: string | null; readonly registerChangeId: number },
): Promise<World> {
  return mergeRegister(
    await readFileWorld(sql, snapshot),
    await readEntries(sql, snapshot?.registerChangeId ?? "present"),
  );
}

/** The world file alone, of a snapshot or the present one; the empty world before the first load. */
export async function readFileWorld(
  sql: Sql,
  snapshot?: { readonly worldId: string | null },
): Promise<World> {
  if (snapshot?.worldId === null) return emptyWorld;
  const { rows } = await sql.query<{ content: Buffer }>(
    snapshot === undefined
      ? "select content from worlds where replaced_at is null"
      : "select content from worlds where id = $1",
    snapshot === undefined ? [] : [snapshot.worldId],
  );
  const content = rows[0]?.content;
  if (content !== undefined) return fromWorldText((await decompress(content)).toString("utf8"));
  if (snapshot === undefined) return emptyWorld;
  throw new Error(`no world ${snapshot.worldId}`);
}

/** Hash of the canonical text, hexadecimal: equal for equal worlds. */
export function hashWorld(world: World): string {
  return createHash("sha256").update(toWorldText(world)).digest("hex");
}

/**
 * Keeps the world and makes it the present one. To be called in a transaction that holds `lockWorlds`.
 */
export async function saveWorld(
  sql: Sql,
  world: World,
  load: { readonly fileName: string; readonly loadedAt: Date; readonly difference: unknown },
): Promise<WorldVersion> {
  const text = toWorldText(world);
  const id = newUuid(load.loadedAt.getTime());
  const claims = world.organisations.reduce((sum, { claims }) => sum + claims.length, 0);
  await sql.query(
    "update worlds set replaced_at = greatest(loaded_at, $1) where replaced_at is null",
    [load.loadedAt],
  );
  const sha256 = createHash("sha256").update(text).digest();
  await sql.query(
    `insert into worlds (id, sha256, loaded_at, file_name, organisations, claims, difference, content)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      sha256,
      load.loadedAt,
      load.fileName,
      world.organisations.length,
      claims,
      load.difference === null ? null : JSON.stringify(load.difference),
      await compress(Buffer.from(text)),
    ],
  );
  return { id, sha256: sha256.toString("hex"), loadedAt: load.loadedAt };
}

/** One load of a world at a time, until the end of the transaction. */
export async function lockWorlds(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('worlds'))");
}
