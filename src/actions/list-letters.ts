import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { type LetterEntry, listLetters as readLetters } from "../store/letters.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/** Findings for a person to write a letter about, by owner. For people of the house. */
export async function listLetters({
  context,
  input: { actor, withSent },
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly withSent: boolean };
}): Promise<readonly LetterEntry[]> {
  permit(actor, "delivery.settle", "everybody");
  const letters = await readLetters(context.sql, withSent);
  const detail = { what: "letters", findings: letters.length };
  await recordAct(context, { actor, act: "finding.read", about: null, subject: null, detail });
  return letters;
}
