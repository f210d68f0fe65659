import { AppError } from "../../platform/errors.ts";

/** A page of a list, and where the next begins. */
export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

/**
 * Cuts what was read into a page.
 *
 * @param found up to one item more than `limit`
 */
export function toPage<Item>(
  found: readonly Item[],
  limit: number,
  cursorOf: (item: Item) => string,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** A cursor that is a number; null without one. */
export function readNumberCursor(after: string | undefined): number | null {
  if (after === undefined) return null;
  if (/^[1-9]\d{0,14}$/.test(after)) return Number(after);
  throw wrongCursor();
}

/** A cursor that is a UUID; null without one. */
export function readUuidCursor(after: string | undefined): string | null {
  if (after === undefined) return null;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(after)) return after;
  throw wrongCursor();
}

function wrongCursor(): AppError {
  return new AppError("wrong-usage", "after: this is no cursor of this list.", {
    remedy: "Give the nextCursor of the page before, unchanged.",
  });
}
