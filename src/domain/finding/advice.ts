import type { Language } from "./finding-type.ts";

/**
 * Advice texts by the name that finding types refer to: plain text in lines of 72 columns, four paragraphs parted by
 * an empty line: what it is, why it matters, what to do now, how to check that it is fixed.
 */
export type AdviceTexts = ReadonlyMap<string, Readonly<Record<Language, string>>>;
