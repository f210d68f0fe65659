import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Actor } from "../domain/access/actor.ts";
import type { World } from "../domain/world/world.ts";
import { AppError } from "../platform/errors.ts";
import type { ActionContext } from "./installation.ts";

/** A key that the world file names, and what came of it. */
export type WorldKey = {
  readonly address: string;
  /** As the file names it. */
  readonly file: string;
  /** Why it was not taken; null: it is in use. */
  readonly fault: string | null;
};

/**
 * Takes the keys of contacts that a world file names, relative to its folder: whoever writes the world file vouches for
 * them. One that cannot be used is told, and keeps nothing else from being loaded.
 */
export async function takeWorldKeys(
  context: ActionContext,
  actor: Actor,
  world: World,
  folder: string,
): Promise<WorldKey[]> {
  const { giveContactKey } = await import("../actions/give-contact-key.ts");
  const taken: WorldKey[] = [];
  for (const { id, contacts } of world.organisations) {
    for (const { email: address, pgp: file } of contacts) {
      if (file === null) continue;
      const fault = await readFile(join(folder, file), "latin1")
        .then((text) =>
          giveContactKey({
            context,
            input: { actor, organisation: id, address, text, compared: true },
          }),
        )
        .then(
          () => null,
          (error: unknown) => toFault(error),
        );
      taken.push({ address, file, fault });
    }
  }
  return taken;
}

function toFault(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (error instanceof Error && "code" in error) return `it cannot be read (${String(error.code)})`;
  throw error;
}
