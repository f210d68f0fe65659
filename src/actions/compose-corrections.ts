import type { Actor } from "../domain/access/actor.ts";
import { runCorrections } from "../pipeline/run-recall.ts";
import { permit } from "./access/permit.ts";

export type ComposeCorrectionsContext = Parameters<typeof runCorrections>[0];

/** Composes and queues what corrections are due, apart from everything else that goes out; answers how many. */
export async function composeCorrections({
  context,
  input,
}: {
  readonly context: ComposeCorrectionsContext;
  readonly input: { readonly actor: Actor };
}): Promise<number> {
  permit(input.actor, "notify.run", "everybody");
  return runCorrections(context);
}
