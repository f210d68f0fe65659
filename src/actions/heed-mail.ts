import { runHeed } from "../pipeline/run-listen.ts";

export type HeedMailContext = Parameters<typeof runHeed>[0];

/** Looks into all mail that was received, and draws what follows from it; answers how many of each kind. */
export async function heedMail({
  context,
}: {
  readonly context: HeedMailContext;
}): ReturnType<typeof runHeed> {
  return runHeed(context);
}
