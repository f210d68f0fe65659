import type { OrganisationId } from "../ids.ts";
import type { TraceStep } from "./decision.ts";
import type { Explanation } from "./explain-object.ts";

/**
 * What somebody learns about an object that is not its own: where it lies, which anybody can look up, and that a finding
 * would reach whoever answers for it. The same whether somebody claims it or not (threat T13).
 */
export type CoarseExplanation = Pick<Explanation, "object" | "network" | "snapshot"> & {
  readonly answered: true;
};

/** What an organisation may see of an explanation: its own part, or what anybody may know. */
export function narrowExplanation(
  explanation: Explanation,
  organisation: OrganisationId | null,
): Explanation | CoarseExplanation {
  const { object, network, snapshot, owner, primary } = explanation;
  const isOwn =
    organisation !== null && (owner?.id === organisation || primary?.organisation === organisation);
  if (!isOwn) return { object, network, snapshot, answered: true };
  const { parts: _, moreParts: __, ...whole } = explanation;
  return {
    ...whole,
    informed: explanation.informed.filter((informed) => informed.organisation === organisation),
    trace: narrowTrace(explanation.trace, organisation),
  };
}

/** The steps at which an organisation was looked at itself: the others would tell what others claim. */
export function narrowTrace(
  trace: readonly TraceStep[],
  organisation: OrganisationId,
): readonly TraceStep[] {
  // Candidates begin with the id of their organisation, which holds no space.
  return trace.filter(({ candidate }) => candidate?.split(" ")[0] === organisation);
}
