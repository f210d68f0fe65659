import type { Language } from "../../domain/finding/finding-type.ts";
import { AppError } from "../../platform/errors.ts";

/** What recipients are told was wrong, by language; null: the sentence of the template. */
export type CorrectionTexts = Readonly<Record<Language, string | null>>;

/** As long as a correction says it. */
const longestText = 2000;

/** A text without blank ends; null where it says nothing. Throws `wrong-usage` where it is too long. */
export function toCorrectionTexts(texts: CorrectionTexts): CorrectionTexts {
  return { nl: toText(texts.nl, "Dutch"), en: toText(texts.en, "English") };
}

/** Why it was done, for the record and the finder; throws `wrong-usage` where nothing is said. */
export function toReason(reason: string): string {
  const text = reason.trim();
  if (text === "") throw new AppError("wrong-usage", "Taking something back needs a reason.");
  if (text.length > longestText) throw tooLong("The reason");
  return text;
}

function toText(text: string | null, language: string): string | null {
  const trimmed = text?.trim() ?? "";
  if (trimmed.length > longestText) throw tooLong(`What recipients are told in ${language}`);
  return trimmed === "" ? null : trimmed;
}

function tooLong(what: string): AppError {
  return new AppError("wrong-usage", `${what} may have at most ${longestText} characters.`);
}
