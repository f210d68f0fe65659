import type { Actor } from "../domain/access/actor.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import { type ChangedLaw, changeLaw } from "./law/change-law.ts";
import type { LawContext } from "./law/law-context.ts";
import { readLaw } from "./law/read-law.ts";

/**
 * Records designations, mandates, the duty to have one, suppressions and stops in the register, beside those of the
 * world file. What comes of it says `changeLaw`; throws `input-refused` with all that is wrong with the sections.
 */
export async function recordLaw({
  context,
  input,
}: {
  readonly context: LawContext;
  readonly input: {
    readonly actor: Actor;
    /** Sections of a world file. */
    readonly sections: Readonly<Record<string, unknown>>;
    readonly reason: string;
    readonly dryRun: boolean;
    readonly force: boolean;
  };
}): Promise<ChangedLaw> {
  const { sections, ...change } = input;
  permit(input.actor, "law.record", "everybody");
  const put = readLaw(context.parseWorld, await readWorld(context.sql), sections);
  return changeLaw(context, { ...change, put, end: [] });
}
