import { noPolicy } from "../finding/policy-number.ts";
import { type Tlp, tlpRank } from "../finding/tlp.ts";
import type { FinderId } from "../ids.ts";
import { policyOf } from "../world/policy-of.ts";
import type { World } from "../world/world.ts";

/**
 * Whether the report that opened a finding may be quoted where the finding goes.
 *
 * A finding goes where its freest observation permits, which may be another one than that of the report with the evidence.
 * That one's label and policy hold for its own columns: a stricter label, or the policy of a finder under which the finding
 * does not stand, keeps them in the house.
 */
export function mayQuote(
  world: World,
  row: {
    readonly finder: FinderId;
    readonly reportTlp: Tlp;
    readonly tlp: Tlp;
    readonly policy: number;
  },
): boolean {
  if (tlpRank(row.reportTlp) > tlpRank(row.tlp)) return false;
  const policy = policyOf(world, row.finder);
  return policy === noPolicy || policy === row.policy;
}
