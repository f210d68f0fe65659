import type { Language } from "../../domain/finding/finding-type.ts";
import type { AnswerToken } from "../../domain/response/answer-token.ts";
import { toTyped } from "./to-typed.ts";

/** The page by its name in either language, as `src/web/portal/routes/answer.ts` serves it. */
const answerPages: Readonly<Record<Language, string>> = { nl: "antwoord", en: "answer" };

/** Address of the page where a recipient answers, and fetches what is too large for a mail, as people type it. */
export function toAnswerPage(publicUrl: string, language: Language, token: AnswerToken): string {
  return toTyped(`${publicUrl}/${answerPages[language]}/${token}`);
}
