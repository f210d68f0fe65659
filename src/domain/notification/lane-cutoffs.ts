import type { Instance } from "../instance.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { World } from "../world/world.ts";
import { dueBefore, type LaneClock, type RecipientClock } from "./lane-clock.ts";

/**
 * Since before when something must wait to be due, by lane, in milliseconds since 1970 UTC: -Infinity while nothing may
 * go out, Infinity where everything may.
 */
export type Cutoffs = { readonly day: number; readonly week: number };

/** What is due now: for everybody, and for recipients that have hours of their own. */
export type LaneCutoffs = Cutoffs & {
  readonly own: readonly (Cutoffs & { readonly address: EmailAddress })[];
};

/** Everything goes, whatever the hour. */
export const allDue: LaneCutoffs = { day: Infinity, week: Infinity, own: [] };

/** What the clocks make due at an instant. */
export function laneCutoffs(
  now: number,
  clock: LaneClock,
  recipients: ReadonlyMap<EmailAddress, RecipientClock>,
): LaneCutoffs {
  if (clock.digests === "at-once") return allDue;
  const cutoffs = (recipient?: RecipientClock): Cutoffs => ({
    day: dueBefore("day", now, clock, recipient),
    week: dueBefore("week", now, clock, recipient),
  });
  const own = [...recipients].map(([address, recipient]) => ({ address, ...cutoffs(recipient) }));
  return { ...cutoffs(), own };
}

/** Recipients that have hours of their own; of several contacts at one address the first that has counts. */
export function recipientClocks(world: World): Map<EmailAddress, RecipientClock> {
  const clocks = new Map<EmailAddress, RecipientClock>();
  for (const contact of world.organisations.flatMap(({ contacts }) => contacts)) {
    const { email, hours, digests } = contact;
    if ((hours === null && digests === null) || clocks.has(email)) continue;
    clocks.set(email, { hours, digests });
  }
  return clocks;
}

/**
 * Whether what waits in the lane now for one recipient goes: nothing has come for a while, or the first has waited long
 * enough, so that a stream postpones nothing for ever.
 */
export function isSettled(
  waiting: { readonly firstAt: number; readonly lastAt: number },
  now: number,
  { digests, debounce }: Pick<Instance, "digests" | "debounce">,
): boolean {
  return digests === "at-once" || now >= settlesAt(waiting, debounce);
}

/** When that is, if nothing more comes. */
export function settlesAt(
  { firstAt, lastAt }: { readonly firstAt: number; readonly lastAt: number },
  { restMs, mostMs }: Instance["debounce"],
): number {
  return Math.min(lastAt + restMs, firstAt + mostMs);
}
