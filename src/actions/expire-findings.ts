import {
  type ExpiredFindings,
  type FollowUpContext,
  runExpireFindings,
} from "../pipeline/run-follow-up.ts";

/** Closes what nobody sees any more, and forgets where findings were that were closed long ago; answers how many. */
export function expireFindings({
  context,
}: {
  readonly context: FollowUpContext;
}): Promise<ExpiredFindings> {
  return runExpireFindings(context);
}
