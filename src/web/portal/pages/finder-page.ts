import { html } from "hono/html";
import type { ShownFinder } from "../../../actions/show-finder.ts";
import type { Actor } from "../../../domain/access/actor.ts";
import { may } from "../../../domain/access/may.ts";
import { grades } from "../../../domain/finding/grade.ts";
import { tlpLabels } from "../../../domain/finding/tlp.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import { facts } from "../components/facts.ts";
import { layout } from "../components/layout.ts";
import { checkbox, reasonForm, troubleAlert } from "../components/reason-form.ts";
import { english, nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { finderState } from "./finders-page.ts";

/** What stands in the way of a decision. */
export type FinderTrouble = "no-reason" | "stale";

export type FinderPageData = {
  readonly finder: ShownFinder;
  /** Who looks. */
  readonly actor: Actor;
  readonly trouble: FinderTrouble | null;
};

/** One finder: what it says of itself, its keys, how it was vetted, and the forms of a vetter. */
export function finderPage(page: Page, { finder, actor, trouble }: FinderPageData): Html {
  const { t } = page;
  const title = toSafeText(finder.name);
  const decide = may(actor, "finder.vet", "everybody")
    ? forms(page, finder, trouble)
    : nothing(t("finder.decide-role"));
  const body = html`<h1 class="utrecht-heading-1">${title}</h1>
${trouble === null ? "" : troubleAlert(t(`finder.${trouble}`))}
${section("about", t("finder.about"), about(page, finder), toSwitch(page, finder, actor))}
${section("keys", t("finder.keys"), keys(page, finder))}
${section("history", t("finder.history"), history(page, finder))}
${section("decide", t("finder.decide"), decide)}`;
  return layout(page, { title, body });
}

/** The way to stop everything of it, for those who may. */
function toSwitch({ t }: Page, { id }: ShownFinder, actor: Actor) {
  if (!may(actor, "finder.hold", "everybody")) return null;
  return { to: `/brakes/switch?what=finder&name=${id}`, text: t("switch.new") };
}

function about(page: Page, finder: ShownFinder): Html {
  const { t, instant, number } = page;
  const { vouchedBy, confirmedAt, contact, purpose, tlp, grade } = finder;
  return facts([
    [t("finders.finder"), finder.id],
    [t("finders.state"), finderState(page, finder)],
    [t("finder.vouched"), vouchedBy === null ? t("finder.own-name") : toSafeText(vouchedBy)],
    [t("finder.purpose"), purpose === "" ? null : toSafeText(purpose, 2000)],
    [
      t("finders.contact"),
      `${contact}${confirmedAt === null ? ` (${t("finder.not-confirmed")})` : ""}`,
    ],
    [t("finder.tlp"), tlp === null ? null : `TLP:${tlp}`],
    [t("finder.grade"), grade === null ? null : t(`grade.${grade}`)],
    [t("finder.signs"), t(finder.signed ? "finder.must-sign" : "finder.may-sign")],
    [t("finder.policies"), number(finder.policies)],
    [t("finders.asked"), instant(finder.askedAt)],
  ]);
}

function keys({ t, instant }: Page, { keys }: ShownFinder): Html {
  if (keys.length === 0) return nothing(t("finder.keys-none"));
  return table<ShownFinder["keys"][number]>({
    caption: t("finder.keys"),
    quietCaption: true,
    columns: [
      {
        head: t("finder.key"),
        names: true,
        cell: ({ fingerprint }) => html`<code class="utrecht-code">${fingerprint}</code>`,
      },
      { head: t("finder.key-added"), cell: ({ addedAt }) => instant(addedAt) },
      {
        head: t("finder.key-until"),
        cell: ({ expiresAt, revokedAt }) =>
          revokedAt !== null
            ? t("finder.key-revoked")
            : expiresAt === null
              ? t("page.none")
              : instant(expiresAt),
      },
    ],
    rows: keys,
  });
}

function history(page: Page, { history }: ShownFinder): Html {
  const { t, instant } = page;
  return table<NonNullable<ShownFinder["history"]>[number]>({
    caption: t("finder.history"),
    quietCaption: true,
    columns: [
      { head: t("finder.when"), cell: ({ at }) => instant(at) },
      { head: t("finder.who"), names: true, cell: ({ actor }) => english(actor) },
      { head: t("finder.what"), cell: (change) => finderState(page, change) },
      { head: t("finder.why"), cell: ({ reason }) => toSafeText(reason, 500) },
    ],
    rows: history ?? [],
  });
}

function forms(page: Page, finder: ShownFinder, trouble: FinderTrouble | null): Html {
  const { t } = page;
  const action = `/finders/${finder.id}`;
  const invalid = trouble === "no-reason";
  const end = finder.state === "asked" ? "decline" : finder.state === "vetted" ? "suspend" : null;
  const ending =
    end === null
      ? ""
      : reasonForm({
          action,
          answer: end,
          label: t("finder.reason"),
          button: t(`finder.${end}`),
          invalid,
        });
  return html`${vetForm(page, finder, invalid)}${ending}`;
}

function vetForm({ t }: Page, finder: ShownFinder, invalid: boolean): Html {
  const select = (name: "tlp" | "grade", label: string, options: readonly string[]): Html =>
    html`<div class="utrecht-form-field">
<label class="utrecht-form-label mp-form__label" for="${name}">${label}</label>
<select class="utrecht-select utrecht-select--html-select" id="${name}" name="${name}">
<option value="">${t("finder.unset")}</option>
${options.map((option) => html`<option value="${option}"${finder[name] === option ? html` selected` : ""}>${name === "tlp" ? `TLP:${option}` : t(`grade.${option as (typeof grades)[number]}`)}</option>`)}
</select>
</div>`;
  const text = (name: string, label: string, value: string, required: boolean): Html =>
    html`<div class="utrecht-form-field utrecht-form-field--text">
<label class="utrecht-form-label mp-form__label" for="${name}">${label}</label>
<input class="utrecht-textbox utrecht-textbox--html-input" id="${name}" name="${name}" type="text" maxlength="200" autocomplete="off" value="${value}"${required ? html` required` : ""}${required && invalid ? html` aria-invalid="true" aria-describedby="trouble"` : ""}>
</div>`;
  return html`<form method="post" action="/finders/${finder.id}" class="mp-form">
<input type="hidden" name="answer" value="vet">
<p class="utrecht-paragraph">${t("finder.vet-legend")}. ${t("finder.vet-policies")}</p>
${checkbox({ name: "trusted", label: t("finder.vet-trusted"), checked: finder.trusted })}
${checkbox({ name: "signed", label: t("finder.vet-signed"), checked: finder.signed })}
${text("vouchedBy", t("finder.vet-vouched"), finder.vouchedBy ?? "", false)}
${select("tlp", t("finder.tlp"), tlpLabels)}
${select("grade", t("finder.grade"), grades)}
${text("reason", t("finder.reason"), "", true)}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("finder.vet")}</button>
</form>`;
}
