import type { FindingType, Language } from "./finding-type.ts";

/**
 * What to do about findings of a type, the same over every route: plain text in lines of 72 columns, paragraphs parted by an
 * empty line, no longer than a screen (docs/formats/advice.md).
 */
export type Advice = Readonly<Record<Language, string>> & {
  /** Changes with the text in either language; whoever has it knows which words were read. */
  readonly version: string;
};

/** Advice by the name that finding types refer to. */
export type AdviceTexts = ReadonlyMap<string, Advice>;

/** Advice as a route hands it on, in one language. */
export type TypeAdvice = { readonly name: string; readonly version: string; readonly text: string };

/** What to do about findings of a type; null where nobody wrote it down. */
export function adviceOf(
  { advice: name }: Pick<FindingType, "advice">,
  texts: AdviceTexts,
  language: Language,
): TypeAdvice | null {
  const advice = texts.get(name);
  return advice === undefined ? null : { name, version: advice.version, text: advice[language] };
}
