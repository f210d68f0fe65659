import { type FollowUpContext, runExpireFindings } from "../pipeline/run-follow-up.ts";

/** Closes as expired what nobody sees any more; answers how many. */
export function expireFindings({
  context,
}: {
  readonly context: FollowUpContext;
}): Promise<number> {
  return runExpireFindings(context);
}
