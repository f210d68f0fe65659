import type { Actor } from "../domain/access/actor.ts";
import { type OutgoingRun, runOutgoing } from "../pipeline/run-outgoing.ts";
import { countOutbox } from "../store/deliveries.ts";
import { listOpenBrakes, type VolumeBrake } from "../store/volume-brakes.ts";
import { permit } from "./access/permit.ts";

export type NotifyContext = Parameters<typeof runOutgoing>[0];

/** What was composed and delivered, and what waits. */
export type NotifyResult = OutgoingRun & {
  readonly outbox: Awaited<ReturnType<typeof countOutbox>>;
  /** Recipients whose rows wait for a person, the oldest first. */
  readonly brakes: readonly VolumeBrake[];
};

/**
 * Composes and delivers what is due, then stops. What was deferred stays queued for a later run; what is too much for
 * one recipient waits for `approve-volume`.
 */
export async function notify({
  context,
  input,
}: {
  readonly context: NotifyContext;
  /** `ahead`: lanes do not wait for their time. */
  readonly input: { readonly actor: Actor; readonly ahead?: boolean };
}): Promise<NotifyResult> {
  permit(input.actor, "notify.run", "everybody");
  const run = await runOutgoing(context, { ahead: input.ahead ?? false });
  return {
    ...run,
    outbox: await countOutbox(context.sql),
    brakes: await listOpenBrakes(context.sql),
  };
}
