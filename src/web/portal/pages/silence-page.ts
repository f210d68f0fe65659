import { html } from "hono/html";
import type { listLetters } from "../../../actions/list-letters.ts";
import type { SilenceSignal } from "../../../domain/follow-up/silence.ts";
import { layout } from "../components/layout.ts";
import { card, nothing } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

type Letter = Awaited<ReturnType<typeof listLetters>>[number];

/** Of whom nothing comes, and the findings that only a letter can tell. */
export function silencePage(
  page: Page,
  signals: readonly SilenceSignal[],
  letters: readonly Letter[],
): Html {
  const { t } = page;
  const title = t("silence.title");
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph">${t("silence.intro")}</p>
${card(signals.length === 0 ? nothing(t("silence.none")) : signalTable(page, signals))}
<h2 class="utrecht-heading-2">${t("silence.letters")}</h2>
<p class="utrecht-paragraph">${t("silence.letters-intro")}</p>
${card(letters.length === 0 ? nothing(t("silence.letters-none")) : letterTable(page, letters))}`;
  return layout(page, { title, body });
}

function signalTable({ t, instant }: Page, rows: readonly SilenceSignal[]): Html {
  return table<SilenceSignal>({
    caption: t("silence.caption"),
    columns: [
      { head: t("silence.about"), names: true, cell: ({ about }) => about },
      { head: t("silence.kind"), cell: ({ kind }) => t(`silence.kind-${kind}`) },
      {
        head: t("silence.organisation"),
        cell: ({ organisation }) => organisation ?? t("page.none"),
      },
      { head: t("silence.since"), cell: ({ since }) => instant(since) },
      {
        head: t("silence.count"),
        numeric: true,
        cell: ({ kind, count }) => (kind === "feed" ? t("page.none") : count),
      },
    ],
    rows,
  });
}

function letterTable({ t, instant }: Page, rows: readonly Letter[]): Html {
  return table<Letter>({
    caption: t("silence.letters"),
    quietCaption: true,
    columns: [
      {
        head: t("silence.object"),
        names: true,
        cell: ({ name, address }) => name ?? address ?? t("page.none"),
      },
      { head: t("silence.organisation"), cell: ({ owner }) => owner ?? t("page.none") },
      { head: t("silence.type"), cell: ({ type }) => type },
      { head: t("silence.listed"), cell: ({ listedAt }) => instant(listedAt) },
    ],
    rows,
  });
}
