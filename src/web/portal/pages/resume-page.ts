import { html } from "hono/html";
import type { Lane } from "../../../domain/finding/lane.ts";
import { confirmForm } from "../components/confirm-form.ts";
import { layout } from "../components/layout.ts";
import { card, link } from "../components/section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** Where letting a lane go on stands: asked about once more, or done. */
export type ResumeStep =
  | { readonly kind: "confirm" }
  | { readonly kind: "done"; readonly resumed: boolean };

/** Letting a lane go on that stopped by itself. */
export function resumePage(page: Page, lane: Lane, step: ResumeStep): Html {
  const { t } = page;
  const title = t("brakes.stop-what", { lane: t(`lane.${lane}`) });
  const form = confirmForm({
    action: "/brakes/resume",
    fields: [["lane", lane]],
    button: t("brakes.resume"),
  });
  const shown =
    step.kind === "confirm"
      ? html`<p class="utrecht-paragraph">${t("brakes.resume-confirm")}</p>${form}`
      : html`<p class="utrecht-paragraph" role="status"><strong>${t(step.resumed ? "brakes.resume-done" : "brakes.resume-before")}</strong></p>`;
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${card(shown)}
<p class="utrecht-paragraph">${link("/brakes", t("brakes.back"))}</p>`;
  return layout(page, { title, body });
}
