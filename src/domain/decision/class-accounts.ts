import type { OrganisationId } from "../ids.ts";
import type { AddressClass, CompiledWorld } from "../world/compiled-world.ts";
import { type CoverageOutcome, outcomeOf } from "./coverage-counts.ts";
import { decideAbout } from "./decide.ts";
import { listOverlaps, listServers, type Overlap } from "./overlaps.ts";
import { toQuestion } from "./question.ts";
import { usualQuestion, usualType } from "./usual-question.ts";

/** What becomes of all addresses of one class when asked what `who` asks without a type. */
export type ClassAccount = {
  readonly outcome: CoverageOutcome;
  readonly owner: OrganisationId | null;
  /** Who is asked to act, where it is an organisation. */
  readonly organisation: OrganisationId | null;
  readonly overlaps: readonly Overlap[];
};

/** Accounts of classes, worked out when first asked for. */
export function makeClassAccounts(
  world: CompiledWorld,
  at: number,
): (addressClass: number) => ClassAccount {
  const input = usualQuestion(usualType("address"), at);
  const servers = listServers(world.world);
  const accounts: (ClassAccount | undefined)[] = [];
  const account = (address: AddressClass | null): ClassAccount => {
    const subjects = { address, name: null };
    const decision = decideAbout(subjects, input, world);
    return {
      outcome: outcomeOf(decision),
      owner: decision.owner,
      organisation: decision.primary?.organisation ?? null,
      overlaps: listOverlaps(toQuestion(input, subjects, world, null), world, servers),
    };
  };
  return (addressClass) => {
    accounts[addressClass] ??= account(world.addressClasses[addressClass] ?? null);
    return accounts[addressClass];
  };
}
