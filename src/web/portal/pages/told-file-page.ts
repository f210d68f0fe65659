import { html } from "hono/html";
import { layout } from "../components/layout.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Why a file of a message is not given. */
export type NoFile = "taken-back" | "over" | "no-such-file" | { readonly waitMinutes: number };

/** Says so, and what to do. */
export function noFilePage(page: Page, why: NoFile): Html {
  const [title, text] = toTexts(page, why);
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${text}</p>`;
  return layout(page, { title, body });
}

function toTexts({ t }: Page, why: NoFile): readonly [title: string, text: string] {
  if (typeof why === "object") {
    const { waitMinutes: minutes } = why;
    return [t("answers.files-busy"), t("answers.files-busy-text", { minutes })];
  }
  if (why === "no-such-file") return [t("answers.files-none"), t("answers.files-none-text")];
  const text = why === "over" ? "answers.files-gone-text" : "answers.files-taken-back";
  return [t("answers.files-gone"), t(text)];
}
