import type { Context } from "hono";
import { html } from "hono/html";
import type { WebContext, WebEnv } from "../../context.ts";
import { isOurs, type Problem } from "../../problem.ts";
import { layout } from "../components/layout.ts";
import { link } from "../components/section.ts";
import type { Html } from "../html.ts";
import { type Page, toPage } from "../page.ts";

/** A failure as a page: what is wrong, what to do, and the number that the log has. */
export function showProblem(context: WebContext, c: Context<WebEnv>, problem: Problem): Html {
  const page = toPage(context, c);
  const { title, text } = toWords(page, problem);
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${text.map((line) => html`<p class="utrecht-paragraph">${line}</p>`)}
<p class="utrecht-paragraph utrecht-paragraph--small">${page.t("problem.occurrence")}: <code class="utrecht-code">${problem.instance.replace("urn:uuid:", "")}</code></p>
<p class="utrecht-paragraph">${link("/", page.t("nav.back"))}</p>`;
  return layout(page, { title, body });
}

function toWords({ t }: Page, problem: Problem): { title: string; text: readonly string[] } {
  if (problem.status === 404) {
    return { title: t("problem.not-found"), text: [t("problem.not-found-text")] };
  }
  if (isOurs(problem)) return { title: t("problem.server"), text: [t("problem.server-text")] };
  return { title: t("problem.title"), text: [problem.detail, problem.remedy] };
}
