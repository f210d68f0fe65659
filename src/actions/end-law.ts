import type { Actor } from "../domain/access/actor.ts";
import { AppError } from "../platform/errors.ts";
import { readEntries } from "../store/register.ts";
import { permit } from "./access/permit.ts";
import { type ChangedLaw, changeLaw } from "./law/change-law.ts";
import type { LawContext } from "./law/law-context.ts";

/** Sections whose entries are ended here; the others end by acts of their own. */
const ended: readonly string[] = ["designation", "mandate", "mandateDuty", "suppression", "stop"];

/**
 * Ends what `recordLaw` recorded; decisions about what was made before keep what held then. Throws `not-found` for an
 * id that is not in force, and `wrong-usage` for an organisation, claim, relation or finder.
 */
export async function endLaw({
  context,
  input,
}: {
  readonly context: LawContext;
  readonly input: {
    readonly actor: Actor;
    readonly id: string;
    readonly reason: string;
    readonly dryRun: boolean;
    readonly force: boolean;
  };
}): Promise<ChangedLaw> {
  const { id, ...change } = input;
  permit(input.actor, "law.record", "everybody");
  const entry = (await readEntries(context.sql, "present")).find((known) => known.id === id);
  if (entry === undefined) throw new AppError("not-found", "The register holds no such entry.");
  if (!ended.includes(entry.section)) {
    throw new AppError("wrong-usage", `An entry of the section ${entry.section} ends otherwise.`, {
      remedy: "Use the commands for organisations, claims, relations or finders.",
    });
  }
  return changeLaw(context, { ...change, put: [], end: [entry] });
}
