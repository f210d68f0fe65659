import { answerCustody } from "../actions/answer-custody.ts";
import { listCustodies } from "../actions/list-custodies.ts";
import type { Actor } from "../domain/access/actor.ts";
import type { OutgoingContext } from "./installation.ts";

/** The one intermediary of the demonstration that does not answer: what it gets is passed on when its time is over. */
const silent = "haven-cluster";

/** More than the demonstration ever asks. */
const mostAsked = 1_000_000;

/** The intermediaries of the demonstration acknowledge what they were asked to hold, all but one. */
export async function acknowledgeAsked(context: OutgoingContext, actor: Actor): Promise<void> {
  const input = { actor, organisation: null, state: "asked", limit: mostAsked } as const;
  const asked = await listCustodies({ context, input });
  const byIntermediary = Map.groupBy(asked, ({ organisation }) => organisation);
  for (const [organisation, custodies] of byIntermediary) {
    if (organisation === silent) continue;
    const about = { findings: custodies.map(({ finding }) => finding) };
    const answer = { actor, organisation, about, answer: "acknowledge", reason: null } as const;
    await answerCustody({ context, input: answer });
  }
}
