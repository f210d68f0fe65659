import { tlpLabels, tlpRank } from "../finding/tlp.ts";
import type { CompiledOrganisation } from "../world/compiled-world.ts";
import { isValidForEither } from "../world/validity.ts";
import type { Audience } from "./candidate.ts";
import type { Question } from "./question.ts";
import type { Rung } from "./rung.ts";

/**
 * The strictest label that each audience may get, as `tlpRank`. RED is for named persons only, so for nobody here;
 * AMBER+STRICT stays with the owner, because all others would have to pass it on.
 */
const limits: Readonly<Record<Audience | "informed", number>> = {
  owner: tlpRank("AMBER+STRICT"),
  intermediary: tlpRank("AMBER"),
  network: tlpRank("AMBER"),
  informed: tlpRank("AMBER"),
};

/** Why the label does not let this audience have it; null when it does. An organisation's own `tlp` is a ceiling. */
export function findLabelFault(
  question: Question,
  audience: Audience | "informed",
  organisation: CompiledOrganisation | null,
): string | null {
  const { labelRank } = question;
  if (labelRank > limits[audience]) return `not permitted by ${tlpLabels[labelRank]}`;
  if (organisation === null) return null;
  const ceiling = findCeiling(question, organisation);
  return labelRank > ceiling ? `above its ceiling ${tlpLabels[ceiling]}` : null;
}

/** The strictest of its ceilings that hold when the finding was observed or when it is decided. */
function findCeiling(question: Question, organisation: CompiledOrganisation): number {
  let strictest = organisation.tlpCeiling;
  for (const ceiling of organisation.ceilings) {
    if (ceiling.rank < strictest && isValidForEither(ceiling, question)) strictest = ceiling.rank;
  }
  return strictest;
}

/** Rungs that never asked for anything: they get only what was verified, comes from a trusted finder or was released. */
export function needsGrade(rung: Rung): boolean {
  return rung === "security-txt" || rung === "abuse-contact" || rung === "foreign-csirt";
}
