import { accepts } from "hono/accepts";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { Language } from "../../domain/finding/finding-type.ts";
import type { WebEnv } from "../context.ts";

export const languageCookie = "language";
export const languages = ["nl", "en"] as const satisfies readonly Language[];

/** What was chosen on the page counts first, then what the browser prefers. */
export function chooseLanguage(preset: Language) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const chosen = findLanguage(getCookie(c, languageCookie));
    const preferred = accepts(c, {
      header: "Accept-Language",
      supports: [...languages],
      default: preset,
      match: (wanted, { default: fallback }) =>
        [...wanted]
          .sort((a, b) => b.q - a.q)
          .map(({ type }) => findLanguage(type.slice(0, 2).toLowerCase()))
          .find((language) => language !== undefined) ?? fallback,
    });
    c.set("language", chosen ?? findLanguage(preferred) ?? preset);
    c.header("Vary", "Accept-Language, Cookie", { append: true });
    await next();
  });
}

export function findLanguage(text: string | undefined): Language | undefined {
  return languages.find((language) => language === text);
}
