import { html } from "hono/html";
import type { PreviewedRelease } from "../../../actions/preview-release.ts";
import { facts } from "../components/facts.ts";
import { checkbox, reasonForm, troubleAlert } from "../components/reason-form.ts";
import { type Names, recipient } from "../components/recipient.ts";
import { rungText } from "../components/rung-text.ts";
import { nothing, section } from "../components/section.ts";
import { table } from "../components/table.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";

/** What stands in the way of an answer. */
export type WaitingTrouble = "unchecked" | "no-reason" | "closed";

export type WaitingReport = {
  readonly previewed: PreviewedRelease;
  readonly trouble: WaitingTrouble | null;
};

/** Why a report waits, what releasing it would do, and the forms to release or refuse it. */
export function waitingReport(
  page: Page,
  { previewed, trouble }: WaitingReport,
  names: Names,
): Html {
  const { t, number } = page;
  const { waitsBecause, signedBy, findings } = previewed;
  const about = facts([
    [t("waiting.why"), waitsBecause === null ? null : t(`waiting.because.${waitsBecause}`)],
    [
      t("waiting.signed"),
      signedBy === null
        ? t("waiting.unsigned")
        : html`<code class="utrecht-code">${signedBy}</code>`,
    ],
    [t("waiting.findings"), number(findings)],
  ]);
  const body = html`${trouble === null ? "" : troubleAlert(t(`waiting.${trouble}`))}${about}
<h3 class="utrecht-heading-3">${t("waiting.preview")}</h3>
${owners(page, previewed)}${recipients(page, previewed, names)}${held(page, previewed)}${forms(page, previewed, trouble)}`;
  return section("waiting", t("waiting.title"), body);
}

function owners({ t, number }: Page, { owners }: PreviewedRelease): Html | string {
  if (owners.length === 0) return "";
  return table<PreviewedRelease["owners"][number]>({
    caption: t("waiting.owners"),
    columns: [
      {
        head: t("waiting.owner"),
        names: true,
        cell: ({ owner }) => owner ?? t("waiting.nobody"),
      },
      { head: t("waiting.count"), numeric: true, cell: ({ findings }) => number(findings) },
    ],
    rows: owners.slice(0, mostRows),
  });
}

const mostRows = 50;

function recipients(page: Page, { recipients }: PreviewedRelease, names: Names): Html {
  const { t, number } = page;
  if (recipients.length === 0) return nothing(t("waiting.recipients-none"));
  return table<PreviewedRelease["recipients"][number]>({
    caption: t("waiting.recipients"),
    columns: [
      {
        head: t("sent.recipient"),
        names: true,
        cell: ({ organisation, address }) => recipient(names, organisation, address),
      },
      {
        head: t("sent.why"),
        cell: ({ rung }) => (rung === null ? t("waiting.informed") : rungText(page, rung)),
      },
      { head: t("waiting.count"), numeric: true, cell: ({ findings }) => number(findings) },
    ],
    rows: recipients.slice(0, mostRows),
  });
}

function held({ t, number }: Page, { held }: PreviewedRelease): Html | string {
  if (held.length === 0) return "";
  return table<PreviewedRelease["held"][number]>({
    caption: t("waiting.held"),
    columns: [
      { head: t("waiting.why"), names: true, cell: ({ reason }) => t(`wait.${reason}`) },
      { head: t("waiting.count"), numeric: true, cell: ({ findings }) => number(findings) },
    ],
    rows: held,
  });
}

function forms({ t }: Page, { report }: PreviewedRelease, trouble: WaitingTrouble | null): Html {
  const action = `/reports/${report}`;
  return html`<form method="post" action="${action}" class="mp-form">
<input type="hidden" name="answer" value="release">
${checkbox({ name: "checked", label: t("waiting.checked"), required: true, invalid: trouble === "unchecked" })}
<button class="utrecht-button utrecht-button--primary-action" type="submit">${t("waiting.release")}</button>
</form>
${reasonForm({
  action,
  answer: "refuse",
  label: t("waiting.reason"),
  button: t("waiting.refuse"),
  invalid: trouble === "no-reason",
})}`;
}
