import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import Mustache from "mustache";
import { z } from "zod";
import type { Language } from "../../domain/finding/finding-type.ts";
import { AppError } from "../../platform/errors.ts";
import {
  bodyVariables,
  correctionVariables,
  customerVariables,
  htmlVariables,
  mailMessages,
} from "./mail-texts.ts";
import {
  differ,
  differingMessages,
  unfitMessages,
  ungiven,
  variablesOf,
} from "./template-problems.ts";

/** Texts of mails in both languages. */
export type MailTemplates = {
  /** Changes with any text: which texts a mail was rendered with. */
  readonly version: string;
  /** Renders the whole text of a mail. */
  renderBody(language: Language, view: Readonly<Record<string, unknown>>): string;
  /** Renders the whole mail as HTML; every value is escaped. */
  renderHtml(language: Language, view: Readonly<Record<string, unknown>>): string;
  /** Renders the text that a provider sends on to its customer. */
  renderCustomer(language: Language, view: Readonly<Record<string, unknown>>): string;
  /** Renders the whole text of a correction. */
  renderCorrection(language: Language, view: Readonly<Record<string, unknown>>): string;
  /** A sentence by its key, with its values; throws when there is no such key. */
  message(
    language: Language,
    key: string,
    values?: Readonly<Record<string, string | number>>,
  ): string;
};

const languages = ["nl", "en"] as const satisfies readonly Language[];

type Texts = {
  readonly body: string;
  readonly html: string;
  readonly customer: string;
  readonly correction: string;
  readonly messages: ReadonlyMap<string, IntlMessageFormat>;
};

/**
 * Reads `<language>/body.txt`, `customer.txt` and `correction.txt` (Mustache, nothing escaped: plain text), `body.html`
 * (Mustache, everything escaped) and `messages.json` (ICU messages) of a folder. Both languages must have the same keys with the
 * same values, and the same variables; all that is there is used, and is given what it uses (`mail-texts.ts`).
 */
export function readMailTemplates(folder: string): MailTemplates {
  const hash = createHash("sha256");
  const read = (language: Language, file: string): string => {
    const text = readFileSync(join(folder, language, file), "utf8");
    hash.update(`${language}/${file}\n${text}\n`);
    return text;
  };
  const texts = Object.fromEntries(
    languages.map((language) => [
      language,
      {
        body: read(language, "body.txt"),
        html: read(language, "body.html"),
        customer: read(language, "customer.txt"),
        correction: read(language, "correction.txt"),
        messages: parseMessages(
          join(folder, language, "messages.json"),
          language,
          read(language, "messages.json"),
        ),
      },
    ]),
  ) as Record<Language, Texts>;
  const problems = problemsOf(texts);
  if (problems.length > 0) throw refused(`${folder}: ${problems.join("; ")}`);
  return {
    version: hash.digest("hex").slice(0, 12),
    renderBody: (language, view) => renderPlain(texts[language].body, view),
    renderHtml: (language, view) => Mustache.render(texts[language].html, view),
    renderCustomer: (language, view) => renderPlain(texts[language].customer, view),
    renderCorrection: (language, view) => renderPlain(texts[language].correction, view),
    message(language, key, values = {}) {
      const format = texts[language].messages.get(key);
      if (format === undefined) throw new Error(`Bug: no message ${key}`);
      return String(format.format({ ...values }));
    },
  };
}

function renderPlain(text: string, view: Readonly<Record<string, unknown>>): string {
  return Mustache.render(text, view, {}, { escape: (value: unknown) => String(value) });
}

/** ICU messages of a language by their keys; throws `input-refused` for one that is none. */
export function parseMessages(
  path: string,
  language: Language,
  text: string,
): ReadonlyMap<string, IntlMessageFormat> {
  const entries = Object.entries(z.record(z.string(), z.string().min(1)).parse(JSON.parse(text)));
  return new Map(
    entries.map(([key, message]) => {
      try {
        return [key, new IntlMessageFormat(message, language)];
      } catch (error) {
        throw refused(
          `${path}: ${key} is no ICU message: ${error instanceof Error ? error.message : error}`,
        );
      }
    }),
  );
}

/** What keeps the texts from being used: one language lacks what the other has, or something nobody fills in or says. */
function problemsOf({ nl, en }: Readonly<Record<Language, Texts>>): string[] {
  const problems: string[] = [];
  for (const [part, file, given] of mustacheFiles) {
    const used = { nl: variablesOf(nl[part]), en: variablesOf(en[part]) };
    problems.push(...differ(file, used.nl, used.en));
    problems.push(
      ...ungiven(`nl/${file}`, used.nl, given),
      ...ungiven(`en/${file}`, used.en, given),
    );
  }
  // Rows stand in columns there; everything else is said in both forms.
  const unsaid = variablesOf(nl.body)
    .difference(variablesOf(nl.html))
    .difference(new Set(["text"]));
  return [
    ...problems,
    ...[...unsaid].map((name) => `body.html: lacks ${name}, which body.txt says`),
    ...differingMessages("messages.json", nl.messages, en.messages),
    ...unfitMessages("nl/messages.json", nl.messages, mailMessages),
    ...unfitMessages("en/messages.json", en.messages, mailMessages),
  ];
}

const mustacheFiles = [
  ["body", "body.txt", bodyVariables],
  ["html", "body.html", htmlVariables],
  ["customer", "customer.txt", customerVariables],
  ["correction", "correction.txt", correctionVariables],
] as const;

function refused(problem: string): AppError {
  return new AppError("input-refused", `Mail templates cannot be used: ${problem}.`, {
    remedy: "Give both languages the same keys and variables, and no more than the program gives.",
  });
}
