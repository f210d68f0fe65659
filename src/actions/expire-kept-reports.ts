import { runRetention } from "../pipeline/run-release.ts";

export type ExpireKeptReportsContext = Parameters<typeof runRetention>[0];

/** Ends the keeping of reports whose time is over; answers how many nobody can read any more, and of stray files. */
export function expireKeptReports({
  context,
}: {
  readonly context: ExpireKeptReportsContext;
}): ReturnType<typeof runRetention> {
  return runRetention(context);
}
