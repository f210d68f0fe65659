import { type OwnRechecksContext, runOwnRechecks } from "../pipeline/run-own-rechecks.ts";

export type MakeRechecksContext = OwnRechecksContext;

/** Looks ourselves at what is said to be fixed, where somebody allows it; answers what it came to. */
export function makeRechecks({
  context,
}: {
  readonly context: OwnRechecksContext;
}): ReturnType<typeof runOwnRechecks> {
  return runOwnRechecks(context);
}
