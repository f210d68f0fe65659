import { html } from "hono/html";
import type { AnswerPage, AnswerPageRow } from "../../../actions/read-answer-page.ts";
import { formatRowNumbers } from "../../../domain/response/row-numbers.ts";
import { severityBadge } from "../components/badge.ts";
import { facts } from "../components/facts.ts";
import { alert, textField } from "../components/field.ts";
import { layout } from "../components/layout.ts";
import { card, link, section } from "../components/section.ts";
import { type Column, table } from "../components/table.ts";
import { toldFiles } from "../components/told-files.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import type { TextKey } from "../texts/nl.ts";

/** Answers in sight, and those one step away; a supplier has the first two. */
const inSight = ["fixed", "working", "not-ours"] as const;
const oneStepAway = [
  "forwarded",
  "false-positive",
  "accepted",
  "other-contact",
  "stop",
  "contact-us",
] as const;

type HandOff = AnswerPage["handOffs"][number];

/** Why the page is shown again. */
export type AnswerTrouble = "no-such-answer" | "no-such-rows" | "nothing-open" | "form";

/** What a link leads to: the rows of its mail, and what can be said about them. Nothing happens before it is asked again. */
export function answerPage(page: Page, shown: AnswerPage, trouble: AnswerTrouble | null): Html {
  const { t } = page;
  const { notification, isSupplier, link: held } = shown;
  const title = t("answers.title", { number: notification.number });
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
<p class="utrecht-paragraph mp-lead">${t(isSupplier ? "answers.lead-supplier" : "answers.lead", { name: page.name })}</p>
${alert(trouble === null ? [] : [t(`answers.trouble-${trouble}`)])}
${notification.live === 0 ? "" : html`<p class="utrecht-paragraph">${link("#say", t("answers.jump"))}</p>`}
${card(
  facts([
    [t("answers.sent"), page.instant(notification.composedAt)],
    [
      t("answers.rows"),
      t("answers.rows-live", { rows: notification.rows, live: notification.live }),
    ],
    [t("answers.until"), page.instant(held.expiresAt)],
    [t("answers.taken-back"), toTakenBack(page, shown.takenBack)],
  ]),
)}
${filesPart(page, shown)}
<form method="post" action="${page.path}">
${section("rows", t("answers.rows-title"), rowsPart(page, shown))}
${notification.live === 0 ? html`<p class="utrecht-paragraph">${t("answers.nothing-open")}</p>` : answersPart(page, shown)}
</form>
${isSupplier ? "" : handOffsPart(page, shown)}
<p class="utrecht-paragraph utrecht-paragraph--small">${t("answers.privacy")}</p>`;
  return layout(page, { title, body });
}

/** What the message could not hold, with what to check it by. */
function filesPart(page: Page, { files, takenBack }: AnswerPage): Html {
  const { t } = page;
  const [first] = files;
  if (first === undefined) return html``;
  const isTakenBack = takenBack !== null && takenBack.withdrawn > 0;
  const isThere = !isTakenBack && first.until > page.now;
  const until = page.instantText(first.until);
  const when = isThere ? "answers.files-until" : "answers.files-over";
  const text = isTakenBack ? t("answers.files-taken-back") : t(when, { until });
  return section(
    "files",
    t("answers.files"),
    html`<p class="utrecht-paragraph">${isThere ? t("answers.files-lead") : ""} ${text}</p>
${toldFiles(page, files, isThere ? page.path : null)}`,
  );
}

function toTakenBack(page: Page, takenBack: AnswerPage["takenBack"]): string | null {
  if (takenBack === null || takenBack.withdrawn === 0) return null;
  const { withdrawn, at } = takenBack;
  return page.t("answers.taken-back-rows", { withdrawn, at: page.instantText(at) });
}

function rowsPart(page: Page, { rows, next, notification, takenBack }: AnswerPage): Html {
  const { t } = page;
  if (takenBack !== null && takenBack.withdrawn === takenBack.rows) {
    return html`<p class="utrecht-paragraph">${t("answers.taken-back-all")}</p>`;
  }
  return html`<p class="utrecht-paragraph">${t("answers.rows-hint")}</p>
${table<AnswerPageRow>({
  caption: t("answers.rows-title"),
  quietCaption: true,
  columns: columns(page),
  rows,
})}
<p class="utrecht-paragraph utrecht-paragraph--small">${t("answers.times", { zone: page.timeZone })}</p>
${
  notification.rows > rows.length
    ? textField({
        id: "numbers",
        label: t("answers.numbers"),
        hint: t("answers.numbers-hint", { rows: notification.rows }),
        maxLength: 2000,
      })
    : ""
}
${next === null ? "" : html`<p class="utrecht-paragraph">${link(`${page.path}?after=${next}`, t("answers.more"))}</p>`}`;
}

function columns(page: Page): readonly Column<AnswerPageRow>[] {
  const { t, language } = page;
  return [
    {
      head: t("answers.row"),
      names: true,
      cell: ({ position, isLive }) =>
        isLive
          ? html`<label class="utrecht-form-label utrecht-form-label--checkbox" for="row-${position}">
<input class="utrecht-checkbox" id="row-${position}" name="row" type="checkbox" value="${position}"> ${t("answers.row-number", { position })}</label>`
          : t("answers.row-number", { position }),
    },
    { head: t("answers.object"), cell: ({ fields }) => toObject(page, fields) },
    {
      head: t("answers.what"),
      room: "medium",
      cell: ({ title, fields }) =>
        title === null ? t(`answers.hidden-${fields.kind}` as TextKey) : title[language],
    },
    { head: t("answers.severity"), cell: ({ severity }) => severityBadge(page, severity) },
    {
      head: t("answers.seen"),
      cell: ({ fields }) => page.instant(new Date(fields.observed_at ?? 0)),
    },
    {
      head: t("answers.state"),
      cell: ({ said, saidAt, isLive }) => {
        const over = isLive ? "" : t("answers.over");
        if (said === null || saidAt === null) return isLive ? t("answers.not-said") : over;
        const kind = t(`answers.kind-${said}`);
        return `${t("answers.said", { kind, at: page.instantText(saidAt) })} ${over}`;
      },
    },
  ];
}

function toObject({ t }: Page, fields: AnswerPageRow["fields"]): Html {
  const { address, name, port, protocol } = fields;
  const place =
    port === undefined ? null : `${port}${protocol === undefined ? "" : `/${protocol}`}`;
  return html`<span class="mp-object">${address ?? name ?? ""}</span>${
    address !== undefined && name !== undefined
      ? html`<br><span class="mp-object">${name}</span>`
      : ""
  }${place === null ? "" : html` ${t("answers.port", { port: place })}`}`;
}

function answersPart({ t }: Page, { isSupplier, notification }: AnswerPage): Html {
  const buttons = isSupplier ? inSight.filter((kind) => kind !== "not-ours") : inSight;
  const more = oneStepAway.filter((kind) => kind !== "accepted" || notification.owned);
  return html`<section class="mp-section" aria-labelledby="say">
<h2 class="utrecht-heading-2" id="say">${t("answers.say")}</h2>
<p class="utrecht-paragraph">${t("answers.say-hint")}</p>
<div class="mp-answers">
${buttons.map((kind) => html`<button class="utrecht-button utrecht-button--primary-action" type="submit" name="answer" value="${kind}">${t(`answers.kind-${kind}`)}</button>`)}
</div>
${
  isSupplier
    ? ""
    : html`<details class="mp-more">
<summary>${t("answers.more-answers")}</summary>
<ul class="mp-more__list">
${more.map((kind) => moreAnswer(t(`answers.kind-${kind}`), t(`answers.about-${kind}`), kind))}
${moreAnswer(t("answers.hand-off"), t("answers.about-hand-off"), "hand-off")}
${moreAnswer(t("answers.register"), t("answers.about-register"), "register")}
</ul>
</details>`
}
</section>`;
}

function moreAnswer(label: string, about: string, value: string): Html {
  return html`<li><button class="utrecht-button utrecht-button--secondary-action" type="submit" name="answer" value="${value}" aria-describedby="about-${value}">${label}</button>
<p class="utrecht-paragraph" id="about-${value}">${about}</p></li>`;
}

/** Links that the recipient gave to suppliers, each to be ended. */
function handOffsPart(page: Page, { handOffs, formToken }: AnswerPage): Html {
  const { t } = page;
  if (handOffs.length === 0) return html``;
  return section(
    "hand-offs",
    t("answers.hand-offs"),
    table<HandOff>({
      caption: t("answers.hand-offs"),
      quietCaption: true,
      columns: [
        {
          head: t("answers.rows"),
          names: true,
          cell: ({ positions }) => formatRowNumbers(positions),
        },
        { head: t("answers.made"), cell: ({ madeAt }) => page.instant(madeAt) },
        { head: t("answers.until"), cell: ({ expiresAt }) => page.instant(expiresAt) },
        {
          head: t("answers.end"),
          cell: ({ id, positions }) => html`<form method="post" action="${page.path}/end">
<input type="hidden" name="form" value="${formToken}"><input type="hidden" name="handOff" value="${id}">
<button class="utrecht-button utrecht-button--secondary-action" type="submit" aria-label="${t("answers.end-label", { rows: formatRowNumbers(positions) })}">${t("answers.end")}</button></form>`,
        },
      ],
      rows: handOffs,
    }),
  );
}
