import type { Actor } from "../domain/access/actor.ts";
import type { Catalogue } from "../domain/finding/finding-type.ts";
import { type Lane, lanes } from "../domain/finding/lane.ts";
import type { Instance } from "../domain/instance.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { listEmbargoes } from "../domain/notification/embargo.ts";
import { expectedAt, nextSlotAt, type RecipientClock } from "../domain/notification/lane-clock.ts";
import { allDue, recipientClocks, settlesAt } from "../domain/notification/lane-cutoffs.ts";
import type { World } from "../domain/world/world.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { type DueRecipient, listDueRecipients } from "../store/due-recipients.ts";
import { listExploitedTypes } from "../store/finding-types.ts";
import { permit } from "./access/permit.ts";

/** What waits in a lane, and until when. */
export type LaneState = {
  readonly lane: Lane;
  readonly recipients: number;
  readonly rows: number;
  /** When the first of it goes out; null when nothing waits, or no day is open. */
  readonly nextAt: Date | null;
  /** When what comes in now goes out, to whoever has no hours of its own; null when no day is open. */
  readonly slotAt: Date | null;
};

export type LanesContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly instance: Instance;
  readonly catalogue: Catalogue;
  readonly readBasis: () => Promise<{ readonly world: World }>;
};

/** What is decided and waits for its lane, in order of lane; what an embargo or a kill switch holds is left out. */
export async function listLanes({
  context,
  input,
}: {
  readonly context: LanesContext;
  readonly input: { readonly actor: Actor };
}): Promise<LaneState[]> {
  permit(input.actor, "delivery.read", "everybody");
  const { sql, clock, instance, catalogue } = context;
  const now = clock().getTime();
  const { world } = await context.readBasis();
  const exploited = await listExploitedTypes(sql, catalogue);
  const due = {
    embargoes: listEmbargoes(world, now),
    lanes: { cutoffs: allDue, exploited, held: [] },
    toldSince: new Date(now - instance.debounce.mostMs),
  };
  const waiting = await listDueRecipients(sql, due);
  const clocks = recipientClocks(world);
  return lanes.map((lane) => {
    const inLane = waiting.filter((one) => one.lane === lane);
    return {
      lane,
      recipients: new Set(inLane.map(({ address }) => address)).size,
      rows: inLane.reduce((sum, { rows }) => sum + rows, 0),
      nextAt: toDate(firstAt(lane, inLane, clocks, now, instance)),
      slotAt: toDate(slotAt(lane, now, instance)),
    };
  });
}

function slotAt(lane: Lane, now: number, instance: Instance): number {
  if (lane !== "now") return nextSlotAt(lane, now, instance);
  return now;
}

/** When the first of these goes out; Infinity for none. */
function firstAt(
  lane: Lane,
  waiting: readonly DueRecipient[],
  clocks: ReadonlyMap<EmailAddress, RecipientClock>,
  now: number,
  instance: Instance,
): number {
  if (lane === "now") {
    return waiting.reduce(
      (first, one) => Math.min(first, Math.max(now, goesAt(one, now, instance))),
      Number.POSITIVE_INFINITY,
    );
  }
  // Only the longest wait of those without hours of their own matters: the rest goes no sooner.
  const longest = new Map<RecipientClock | undefined, number>();
  for (const { address, firstAt } of waiting) {
    const own = clocks.get(address);
    const since = firstAt?.getTime() ?? Number.NEGATIVE_INFINITY;
    longest.set(own, Math.min(longest.get(own) ?? Number.POSITIVE_INFINITY, since));
  }
  return Math.min(
    ...[...longest].map(([own, since]) =>
      expectedAt(lane, Math.max(since, now - longAgoMs), now, instance, own),
    ),
  );
}

/** Whatever waits longer than this is late in every lane. */
const longAgoMs = 366 * 86_400_000;

function goesAt(due: DueRecipient, now: number, instance: Instance): number {
  const { firstAt, lastAt, toldLately } = due;
  if (firstAt === null || lastAt === null || !toldLately) return now;
  if (instance.digests === "at-once") return now;
  return settlesAt({ firstAt: firstAt.getTime(), lastAt: lastAt.getTime() }, instance.debounce);
}

function toDate(instant: number): Date | null {
  return Number.isFinite(instant) ? new Date(instant) : null;
}
