import type { Language } from "../../domain/finding/finding-type.ts";

/** Made once: they cost more than a day does. */
const days: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  nl: new Intl.DateTimeFormat("nl-NL", { dateStyle: "long", timeZone: "UTC" }),
  en: new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }),
};
const between: Readonly<Record<Language, string>> = { nl: "om", en: "at" };

/** A day as people write it, in UTC: *20 november 2026*, *20 November 2026*. */
export function toDayText(at: Date, language: Language): string {
  return days[language].format(at);
}

/** A day and a time to the minute: *20 november 2026 om 09:00 UTC*. */
export function toInstantText(at: Date, language: Language): string {
  const time = at.toISOString().slice(11, 16);
  return `${toDayText(at, language)} ${between[language]} ${time} UTC`;
}
