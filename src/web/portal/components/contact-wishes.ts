import { weekdays } from "../../../domain/instance.ts";
import type { Contact } from "../../../domain/world/world.ts";
import type { Page } from "../page.ts";

/** The address of a contact, and behind it how and when it wants its mail, as far as it said. */
export function contactWithWishes(page: Page, contact: Contact): string {
  const wishes = listWishes(page, contact);
  return wishes.length === 0 ? contact.email : `${contact.email} (${wishes.join(", ")})`;
}

function listWishes({ t, language }: Page, { format, hours, digests }: Contact): string[] {
  const wishes: string[] = [];
  if (format !== null) wishes.push(t(`contact.format-${format}`));
  if (hours !== null) {
    const { from, until, timeZone } = hours;
    wishes.push(t("contact.hours", { from: toClock(from), until: toClock(until), timeZone }));
  }
  if (digests === null) return wishes;
  if (digests.dayAt !== null) wishes.push(t("contact.digest-at", { at: toClock(digests.dayAt) }));
  if (digests.daily) wishes.push(t("contact.digest-daily"));
  else if (digests.weekOn !== null) {
    const names = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
    // The fourth of January 1970 was a Sunday.
    const day = names.format((3 + weekdays.indexOf(digests.weekOn)) * 86_400_000);
    wishes.push(t("contact.digest-on", { day }));
  }
  return wishes;
}

function toClock(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}
