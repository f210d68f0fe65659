import { html } from "hono/html";
import { IntlMessageFormat } from "intl-messageformat";
import type { Language } from "../../domain/finding/finding-type.ts";
import type { Html } from "./html.ts";
import { en } from "./texts/en.ts";
import { nl, type TextKey } from "./texts/nl.ts";

type Values = Readonly<Record<string, string | number>>;

/** How texts, numbers and instants are written in one language and time zone. */
export type Formats = {
  /** The text of a key, with plurals; plain text, to be escaped. */
  t(key: TextKey, values?: Values): string;
  number(value: number): string;
  /** Date and time with its machine-readable form. */
  instant(at: Date): Html;
  /** Date and time as plain text. */
  instantText(at: Date): string;
  bytes(count: number): string;
};

const texts: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { nl, en };
const locales: Readonly<Record<Language, string>> = { nl: "nl-NL", en: "en-GB" };

export function makeFormats(language: Language, timeZone: string): Formats {
  const locale = locales[language];
  const numbers = new Intl.NumberFormat(locale);
  const instants = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  });
  return {
    t: (key, values) => {
      const text = texts[language][key];
      if (!text.includes("{")) return text;
      return String(new IntlMessageFormat(text, locale).format(values));
    },
    number: (value) => numbers.format(value),
    instant: (at) => html`<time datetime="${at.toISOString()}">${instants.format(at)}</time>`,
    instantText: (at) => instants.format(at),
    bytes: (count) => {
      const [value, unit] =
        count < 1e3 ? [count, "B"] : count < 1e6 ? [count / 1e3, "kB"] : [count / 1e6, "MB"];
      return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)} ${unit}`;
    },
  };
}
