import type { IntlMessageFormat } from "intl-messageformat";
import Mustache from "mustache";

/** Names of variables and sections of a Mustache text. */
export function variablesOf(text: string): Set<string> {
  const names = new Set<string>();
  const walk = (tokens: readonly unknown[]): void => {
    for (const token of tokens as [string, string, number, number, unknown[]?][]) {
      if (token[0] !== "text" && token[0] !== "!") names.add(token[1]);
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
export function argumentsOf(message: IntlMessageFormat): Set<string> {
  return namesIn(message.getAst());
}

function namesIn(elements: readonly MessageElement[]): Set<string> {
  const names = new Set<string>();
  for (const element of elements) {
    if (element.type !== 0 && element.type !== 7 && typeof element.value === "string")
      names.add(element.value);
    for (const option of Object.values(element.options ?? {})) {
      for (const name of namesIn(option.value)) names.add(name);
    }
  }
  return names;
}

/** What one language asks for and the other does not. */
export function differ(where: string, nl: ReadonlySet<string>, en: ReadonlySet<string>): string[] {
  return [
    ...[...nl.difference(en)].map((name) => `${where}: ${name} is missing in English`),
    ...[...en.difference(nl)].map((name) => `${where}: ${name} is missing in Dutch`),
  ];
}

/** Keys of messages, and values in them, that differ between the languages. */
export function differingMessages(
  file: string,
  nl: ReadonlyMap<string, IntlMessageFormat>,
  en: ReadonlyMap<string, IntlMessageFormat>,
): string[] {
  const problems = differ(file, new Set(nl.keys()), new Set(en.keys()));
  for (const [key, message] of nl) {
    const other = en.get(key);
    if (other === undefined) continue;
    problems.push(...differ(`${file}, ${key}`, argumentsOf(message), argumentsOf(other)));
  }
  return problems;
}

/** What a text uses and is not given. */
export function ungiven(
  where: string,
  used: ReadonlySet<string>,
  given: readonly string[],
): string[] {
  return [...used.difference(new Set(given))].map(
    (name) => `${where}: uses ${name}, which it is not given`,
  );
}

/** Messages that nobody says, that are asked for and not there, or that use what they are not given. */
export function unfitMessages(
  file: string,
  messages: ReadonlyMap<string, IntlMessageFormat>,
  asked: Readonly<Record<string, readonly string[]>>,
): string[] {
  const problems: string[] = [];
  for (const key of Object.keys(asked)) {
    if (!messages.has(key)) problems.push(`${file}: ${key} is missing`);
  }
  for (const [key, message] of messages) {
    const given = asked[key];
    if (given === undefined) problems.push(`${file}: ${key} is said nowhere`);
    else problems.push(...ungiven(`${file}, ${key}`, argumentsOf(message), given));
  }
  return problems;
}
