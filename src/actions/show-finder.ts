import type { Actor } from "../domain/access/actor.ts";
import type { FinderId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { readAs } from "../store/read-as.ts";
import {
  type FinderChange,
  type FinderKey,
  type FinderListEntry,
  findFinderEntry,
  listFinderChanges,
  listFinderKeys,
} from "../store/views/finder-list.ts";
import { permit } from "./access/permit.ts";

export type ShownFinder = FinderListEntry & {
  readonly keys: readonly FinderKey[];
  /** How it was vetted; null for the finder itself, which does not see what vetters write. */
  readonly history: readonly FinderChange[] | null;
};

/** A finder of the register, its keys and how it was vetted; throws `not-found`. */
export async function showFinder({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly finder: FinderId };
}): Promise<ShownFinder> {
  const { actor, finder } = input;
  permit(actor, "finder.read");
  return readAs(context.sql, actor, async (sql) => {
    const entry = await findFinderEntry(sql, finder);
    if (entry === null) throw new AppError("not-found", "The register has no such finder.");
    const keys = await listFinderKeys(sql, finder);
    const history = actor.kind === "finder" ? null : await listFinderChanges(sql, finder);
    return { ...entry, keys, history };
  });
}
