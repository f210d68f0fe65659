import { type Instance, weekdays } from "../../src/domain/instance.ts";
import type { LaneClock, RecipientClock } from "../../src/domain/notification/lane-clock.ts";

/** Every so many milliseconds one looks at the clocks; hours in tests are whole quarters. */
export const quarterMs = 900_000;

type Look = {
  readonly instant: number;
  readonly date: string;
  readonly weekday: number;
  /** What the clocks have shown on this day at the most: they may be set back. */
  readonly minutes: number;
};

/** Walks through time a quarter at a time and looks at the clocks on the wall, as Intl shows them. */
export function findSlotsNaively(
  lane: "day" | "week",
  window: { readonly from: number; readonly until: number },
  clock: LaneClock,
  recipient: RecipientClock,
): number[] {
  const digests = clock.digests as Exclude<Instance["digests"], "at-once">;
  const dayAt = recipient.digests?.dayAt ?? digests.dayAt;
  const weekOn = weekdays.indexOf(recipient.digests?.weekOn ?? digests.weekOn);
  const daily = lane === "day" || recipient.digests?.daily === true;
  const slots: number[] = [];
  let sinceOpen = new Set<number>();
  for (const open of openLooks(window, clock, recipient)) {
    sinceOpen.add(open.weekday);
    const slot = open.looks.find(({ minutes }) => minutes >= dayAt) ?? open.looks[0];
    if (slot === undefined) continue;
    if (daily || sinceOpen.has(weekOn)) slots.push(slot.instant);
    sinceOpen = new Set();
  }
  return slots;
}

/** Day by day the looks at which mail may go out. */
export function openLooks(
  window: { readonly from: number; readonly until: number },
  clock: LaneClock,
  { hours }: RecipientClock,
): { readonly weekday: number; readonly looks: readonly Look[] }[] {
  const own =
    hours === null || hours.from === hours.until
      ? null
      : new Set(
          looks({ ...window, from: window.from - 2 * 86_400_000 }, hours.timeZone)
            .filter(({ minutes }) => isIn(minutes, hours))
            .map(({ instant }) => instant),
        );
  const days = Map.groupBy(looks(window, clock.timeZone), ({ date }) => date);
  return [...days.values()].map((day) => {
    const loud = day.filter((look) => isLoud(look, clock));
    const shared = loud.filter(({ instant }) => own?.has(instant) ?? true);
    return { weekday: day[0]?.weekday ?? 0, looks: shared.length === 0 ? loud : shared };
  });
}

function isLoud({ date, weekday, minutes }: Look, clock: LaneClock): boolean {
  const { businessDays, holidays, businessHours, quietHours } = clock;
  return (
    businessDays.includes(weekdays[weekday] ?? "sunday") &&
    !holidays.some((holiday) => holiday.date === date) &&
    isIn(minutes, businessHours) &&
    (quietHours === null || !isIn(minutes, quietHours))
  );
}

function isIn(minutes: number, { from, until }: { readonly from: number; readonly until: number }) {
  if (from < until) return minutes >= from && minutes < until;
  return minutes >= from || minutes < until;
}

/** Begins with a day that may be cut off at its start. */
function looks(
  window: { readonly from: number; readonly until: number },
  timeZone: string,
): Look[] {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const seen: Look[] = [];
  for (let instant = window.from; instant < window.until; instant += quarterMs) {
    const text = format.format(instant);
    const date = text.slice(0, 10);
    const weekday = new Date(date).getUTCDay();
    const shown = Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));
    const before = seen.at(-1);
    const minutes = before?.date === date ? Math.max(before.minutes, shown) : shown;
    seen.push({ instant, date, weekday, minutes });
  }
  return seen;
}
