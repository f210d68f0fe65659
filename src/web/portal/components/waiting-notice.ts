import { html } from "hono/html";
import type { WaitingCounts } from "../../../store/views/waiting-counts.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { link } from "./section.ts";

/** Says that answers or mails wait for somebody, with the way there; nothing where none does. */
export function waitingNotice({ t, number }: Page, waiting: WaitingCounts | null): Html | string {
  if (waiting === null) return "";
  const { answers, mails } = waiting;
  const said = [
    ...(answers === 0
      ? []
      : [
          link(
            "/responses",
            `${number(answers)} ${t("start.waiting-answers", { count: answers })}`,
          ),
        ]),
    ...(mails === 0
      ? []
      : [link("/mails", `${number(mails)} ${t("start.waiting-mails", { count: mails })}`)]),
  ];
  if (said.length === 0) return "";
  const between = said.length === 1 ? "" : ", ";
  return html`<p class="utrecht-paragraph"><strong>${t("start.waiting")}</strong> ${said[0]}${between}${said[1] ?? ""}</p>`;
}
