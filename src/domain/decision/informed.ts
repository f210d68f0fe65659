import { compareText } from "../compare-text.ts";
import { findDeclined, findUsableAddress } from "../world/accepts.ts";
import type { CompiledOrganisation } from "../world/compiled-world.ts";
import { isValidForBoth } from "../world/validity.ts";
import type { RecipientCategory } from "../world/world.ts";
import type { Informed, Primary } from "./decision.ts";
import { findPolicyFault } from "./finder-policy.ts";
import { findEntitlement, type Parties } from "./mandates.ts";
import { findLabelFault } from "./permitted.ts";
import type { Question } from "./question.ts";

const nobody: readonly Informed[] = [];

/**
 * Those with a standing right to know that somebody else was asked to act: intermediaries with a relation to the
 * owner, and the operator of the network (the most specific `operate` claim), where both consents are recorded.
 *
 * In order of id, each once, never the primary. To be told is to be a recipient: the label, the ceiling, what the
 * organisation accepts, its mandate and a usable address count for it as for anybody.
 */
export function listInformed(
  question: Question,
  parties: Parties,
  primary: Primary,
): readonly Informed[] {
  const { owner, operator } = parties;
  const entitled = new Map<CompiledOrganisation, RecipientCategory[]>();
  for (const relation of owner?.organisation.relations ?? []) {
    if (relation.informed && isValidForBoth(relation, question))
      entitled.set(relation.intermediary, ["intermediary"]);
  }
  if (operator?.claim.informed) {
    const other = entitled.get(operator.organisation) ?? [];
    entitled.set(operator.organisation, [...other, "network-operator"]);
  }
  if (entitled.size === 0) return nobody;
  const informed: Informed[] = [];
  for (const [organisation, categories] of entitled) {
    const fault =
      findInformedFault(question, organisation, parties, primary) ??
      findCategoryFault(question, organisation, categories);
    const address = findUsableAddress(organisation.addresses, question);
    const outcome = fault ?? (address === null ? "no usable address" : "informed");
    question.trace?.push({ step: "informed", candidate: organisation.id, outcome });
    if (fault !== null || address === null) continue;
    informed.push({ organisation: organisation.id, address: address.email, tier: 0 });
  }
  return informed.sort((a, b) => compareText(a.organisation, b.organisation));
}

/** Why its finder lets it have it in none of its capacities. */
function findCategoryFault(
  question: Question,
  organisation: CompiledOrganisation,
  categories: readonly RecipientCategory[],
): string | null {
  const faults = categories.map((category) =>
    findPolicyFault(question, { category, organisation }),
  );
  return faults.includes(null) ? null : (faults[0] ?? null);
}

function findInformedFault(
  question: Question,
  organisation: CompiledOrganisation,
  parties: Parties,
  primary: Primary,
): string | null {
  if (organisation.id === primary.organisation) return "is asked to act";
  const entitlement = findEntitlement(question, organisation, parties);
  if (entitlement.kind === "barred") return entitlement.outcome;
  return (
    findLabelFault(question, "informed", organisation) ?? findDeclined(organisation, question.input)
  );
}
