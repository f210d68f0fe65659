import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import Mustache from "mustache";
import { z } from "zod";
import type { Language } from "../../domain/finding/finding-type.ts";
import { AppError } from "../../platform/errors.ts";

/** Texts of mails in both languages. */
export type MailTemplates = {
  /** Changes with any text: which texts a mail was rendered with. */
  readonly version: string;
  /** Renders the whole text of a mail. */
  renderBody(language: Language, view: Readonly<Record<string, unknown>>): string;
  /** Renders the text that a provider sends on to its customer. */
  renderCustomer(language: Language, view: Readonly<Record<string, unknown>>): string;
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
  readonly customer: string;
  readonly messages: ReadonlyMap<string, IntlMessageFormat>;
};

/**
 * Reads `<language>/body.txt` and `customer.txt` (Mustache, nothing escaped: the mail is plain text) and
 * `<language>/messages.json` (ICU messages) of a folder. Both languages must have the same keys with the same values, and the same variables.
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
        customer: read(language, "customer.txt"),
        messages: parseMessages(
          join(folder, language, "messages.json"),
          language,
          read(language, "messages.json"),
        ),
      },
    ]),
  ) as Record<Language, Texts>;
  checkEqual(folder, texts.nl, texts.en);
  return {
    version: hash.digest("hex").slice(0, 12),
    renderBody: (language, view) => renderPlain(texts[language].body, view),
    renderCustomer: (language, view) => renderPlain(texts[language].customer, view),
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

/** Throws unless the two languages ask for the same things. */
function checkEqual(folder: string, nl: Texts, en: Texts): void {
  const differences = [
    ...differ("body.txt", variablesOf(nl.body), variablesOf(en.body)),
    ...differ("customer.txt", variablesOf(nl.customer), variablesOf(en.customer)),
    ...differ("messages.json", new Set(nl.messages.keys()), new Set(en.messages.keys())),
  ];
  for (const [key, message] of nl.messages) {
    const other = en.messages.get(key);
    if (other === undefined) continue;
    differences.push(
      ...differ(
        `messages.json, ${key}`,
        argumentsOf(message.getAst()),
        argumentsOf(other.getAst()),
      ),
    );
  }
  if (differences.length > 0) throw refused(`${folder}: ${differences.join("; ")}`);
}

function differ(where: string, nl: ReadonlySet<string>, en: ReadonlySet<string>): string[] {
  return [
    ...[...nl.difference(en)].map((name) => `${where}: ${name} is missing in English`),
    ...[...en.difference(nl)].map((name) => `${where}: ${name} is missing in Dutch`),
  ];
}

/** Names of variables and sections of a Mustache text. */
export function variablesOf(text: string): Set<string> {
  const names = new Set<string>();
  const walk = (tokens: readonly unknown[]): void => {
    for (const token of tokens as [string, string, number, number, unknown[]?][]) {
      if (token[0] !== "text") names.add(token[1]);
      if (Array.isArray(token[4])) walk(token[4]);
    }
  };
  walk(Mustache.parse(text));
  return names;
}

type MessageElement = {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { readonly value: readonly MessageElement[] }>>;
};

/** Names of the values of an ICU message; literals (0) and the number sign (7) are none. */
function argumentsOf(elements: readonly MessageElement[]): Set<string> {
  const names = new Set<string>();
  for (const element of elements) {
    if (element.type !== 0 && element.type !== 7 && typeof element.value === "string")
      names.add(element.value);
    for (const option of Object.values(element.options ?? {})) {
      for (const name of argumentsOf(option.value)) names.add(name);
    }
  }
  return names;
}

function refused(problem: string): AppError {
  return new AppError("input-refused", `Mail templates cannot be used: ${problem}.`, {
    remedy: "Give both languages the same keys and variables.",
  });
}
