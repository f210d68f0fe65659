import type { Decision, Tried } from "../decision/decision.ts";
import type { ReminderNews } from "./plan-reminder.ts";

/** Whom a reminder goes to; nobody: no rung is left; held: owner, label or a person do not want it told. */
export type ReminderRecipient =
  | { readonly kind: "found"; readonly decision: Decision; readonly tried: readonly Tried[] }
  | { readonly kind: "nobody" }
  | { readonly kind: "held" };

/**
 * Whom a reminder goes to. With news it is whoever was told last, at another of its addresses where there is one; without,
 * the next that was not told yet: another address of the same party, then the rungs that follow.
 *
 * @param decide the decision with rungs and addresses passed over
 */
export function chooseRecipient(
  decide: (tried: readonly Tried[]) => Decision,
  finding: { readonly tried: readonly Tried[]; readonly told: readonly Tried[] },
  news: ReminderNews,
): ReminderRecipient {
  const tried = new Set<Tried>([...finding.tried, ...finding.told]);
  for (;;) {
    const decision = decide([...tried]);
    const { primary, held } = decision;
    if (primary === null) return { kind: held.reason === "nobody" ? "nobody" : "held" };
    const isNew = !finding.told.includes(primary.address);
    if (isNew || news !== "new-channel") return { kind: "found", decision, tried: [...tried] };
    tried.add(primary.rung);
  }
}
