import type { Lane } from "../domain/finding/lane.ts";
import type { Sql } from "../platform/database.ts";
import { resumeLane as resume } from "../store/deliveries.ts";

/** Lets a lane go on that stopped because our mail was not trusted. Answers false when it was not stopped. */
export async function resumeLane({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly lane: Lane };
}): Promise<boolean> {
  return resume(context.sql, input.lane);
}
