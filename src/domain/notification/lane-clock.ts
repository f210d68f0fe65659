import type { Lane } from "../finding/lane.ts";
import { type Digests, type Instance, weekdays } from "../instance.ts";
import type { ContactHours, DigestWish } from "../world/world.ts";
import { dateAt, type HouseHours, instantOf, mostDays, openStretches } from "./open-hours.ts";

/** What of an instance says when its lanes go out. */
export type LaneClock = HouseHours & Pick<Instance, "digests">;

/** When a recipient reads, and when it wants to be told. */
export type RecipientClock = {
  readonly hours: ContactHours | null;
  readonly digests: DigestWish | null;
};

/** Of recipients that said nothing. */
export const plainClock: RecipientClock = { hours: null, digests: null };

type DigestLane = Exclude<Lane, "now">;
type Direction = 1 | -1;

/**
 * The first instant after `since` at which a digest of this lane goes out, in milliseconds since 1970 UTC: on the
 * digest's day, moved to the next business day, at its hour, moved into the hours that are open. `since` itself where
 * everything goes at once; Infinity where no day is open.
 */
export function nextSlotAt(
  lane: DigestLane,
  since: number,
  clock: LaneClock,
  recipient: RecipientClock = plainClock,
): number {
  const { digests } = clock;
  if (digests === "at-once") return since;
  return (
    findSlot({ lane, clock, digests, recipient }, since, 1, (slot) => slot > since) ?? Infinity
  );
}

/**
 * Since before when something must wait to be due now: the last slot that has passed, and -Infinity while nothing may go
 * out. Whatever is late, as another rung was asked first, need not wait for the next slot: it goes as soon as hours are open.
 */
export function dueBefore(
  lane: DigestLane,
  now: number,
  clock: LaneClock,
  recipient: RecipientClock = plainClock,
): number {
  const { digests } = clock;
  if (digests === "at-once") return Infinity;
  if (!isOpen(now, clock, recipient)) return -Infinity;
  return findSlot({ lane, clock, digests, recipient }, now, -1, (slot) => slot <= now) ?? -Infinity;
}

/** When what has waited since an instant goes out: at its slot, or where that has passed as soon as hours are open. */
export function expectedAt(
  lane: DigestLane,
  since: number,
  now: number,
  clock: LaneClock,
  recipient: RecipientClock = plainClock,
): number {
  const slot = nextSlotAt(lane, since, clock, recipient);
  if (slot > now) return slot;
  if (clock.digests === "at-once") return now;
  return nextOpenAt(now, clock, recipient);
}

/** Whether mail of the lanes day and week may go out to a recipient. */
export function isOpen(now: number, clock: HouseHours, recipient: RecipientClock): boolean {
  return nextOpenAt(now, clock, recipient) === now;
}

function nextOpenAt(now: number, clock: HouseHours, { hours }: RecipientClock): number {
  const today = dateAt(now, clock);
  for (let days = 0; days < mostDays; days++) {
    const open = openStretches(today.add({ days }), clock, hours).find(({ until }) => until > now);
    if (open !== undefined) return Math.max(open.from, now);
  }
  return Infinity;
}

type Slots = {
  readonly lane: DigestLane;
  readonly clock: LaneClock;
  readonly digests: Digests;
  readonly recipient: RecipientClock;
};

/** The nearest slot that will do, from the day of an instant on in one direction; null where there is none. */
function findSlot(
  slots: Slots,
  from: number,
  direction: Direction,
  willDo: (slot: number) => boolean,
): number | null {
  const start = dateAt(from, slots.clock);
  for (let days = 0; days < mostDays; days++) {
    const slot = slotOn(start.add({ days: days * direction }), slots);
    if (slot !== null && willDo(slot)) return slot;
  }
  return null;
}

/** At its hour; where that is closed at the first open minute after, else at the first of the day. */
function slotOn(date: Temporal.PlainDate, slots: Slots): number | null {
  const { clock, digests, recipient } = slots;
  const open = openStretches(date, clock, recipient.hours);
  const [first] = open;
  if (first === undefined || !isDigestDay(date, slots)) return null;
  const wanted = instantOf(date, recipient.digests?.dayAt ?? digests.dayAt, clock.timeZone);
  const stretch = open.find(({ until }) => until > wanted);
  return stretch === undefined ? first.from : Math.max(stretch.from, wanted);
}

/** Whether the digest's day of the week is this open day, or one since the open day before. */
function isDigestDay(
  date: Temporal.PlainDate,
  { lane, clock, digests, recipient }: Slots,
): boolean {
  if (lane === "day" || recipient.digests?.daily === true) return true;
  const weekOn = weekdays.indexOf(recipient.digests?.weekOn ?? digests.weekOn);
  for (let day = date; ; day = day.subtract({ days: 1 })) {
    if (day.dayOfWeek % 7 === weekOn) return true;
    if (openStretches(day.subtract({ days: 1 }), clock, null).length > 0) return false;
  }
}
