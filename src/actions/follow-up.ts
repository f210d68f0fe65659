import { type FollowedUp, type FollowUpContext, runFollowUp } from "../pipeline/run-follow-up.ts";

/** Follows up what was told: later sightings, claims that they refute, reminders; answers how many of each. */
export function followUp({ context }: { readonly context: FollowUpContext }): Promise<FollowedUp> {
  return runFollowUp(context);
}
