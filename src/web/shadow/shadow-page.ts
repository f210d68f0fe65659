import { html } from "hono/html";
import type { ShadowReport } from "../../actions/run-shadow.ts";
import type { Language } from "../../domain/finding/finding-type.ts";
import type { QuarantinedRow } from "../../domain/report/row-batch.ts";
import {
  type Example,
  type ExampleKind,
  exampleKinds,
  type OurEnd,
} from "../../domain/shadow/comparison.ts";
import { mailedRoles, verdicts } from "../../domain/shadow/verdict.ts";
import { type Formats, makeFormats } from "../portal/formats.ts";
import type { Html } from "../portal/html.ts";
import type { TextKey } from "../portal/texts/nl.ts";
import { shadowStyles } from "./shadow-styles.ts";

/** The installation that a shadow run is shown in. */
export type ShadowPageSetting = {
  readonly language: Language;
  readonly name: string;
  readonly timeZone: string;
};

/**
 * A shadow run as one page that needs nothing else: no script, no picture, no address to fetch; everything in it is escaped.
 */
export async function renderShadowPage(
  report: ShadowReport,
  { language, name, timeZone }: ShadowPageSetting,
): Promise<string> {
  const formats = makeFormats(language, timeZone);
  const { t, instantText } = formats;
  const page = html`<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>${t("shadow.title")} – ${name}</title>
${shadowStyles}
</head>
<body>
<header><p>${name}</p></header>
<main>
<h1>${t("shadow.title")}</h1>
<p>${t("shadow.intro", { at: instantText(report.decidedAt) })} ${t("shadow.confidential")}</p>
${inShort(formats, report)}
${inputs(formats, report)}
${verdictTable(formats, report)}
${endTable(formats, report)}
${domainTable(formats, report)}
${examples(formats, report)}
${faults(formats, report)}
${rules(formats)}
</main>
</body>
</html>
`;
  return String(await page);
}

type Fact = readonly [name: TextKey, value: string];

function facts(t: Formats["t"], rows: readonly Fact[]): Html {
  return html`<dl>${rows.map(([name, value]) => html`<dt>${t(name)}</dt><dd>${value}</dd>`)}</dl>`;
}

function inShort({ t, number }: Formats, report: ShadowReport): Html {
  const { verdicts: counts, heardTwice, notConcerned, mailings } = report;
  const concerned = {
    objects: notConcerned.objects,
    mailings: mailings.stranger,
    recipients: notConcerned.recipients,
  };
  return html`<section><h2>${t("shadow.short")}</h2>${facts(t, [
    ["shadow.objects", number(report.objects)],
    ["shadow.same", number(counts["as-ours"])],
    ["shadow.twice", number(heardTwice.objects)],
    ["shadow.several-parties", number(heardTwice.severalParties)],
    ["shadow.same-again", number(heardTwice.sameAgain)],
    ["shadow.not-at-all", number(counts["nobody-told"])],
    ["shadow.not-concerned", t("shadow.not-concerned-value", concerned)],
    ["shadow.held", number(counts["told-though-held"])],
  ])}</section>`;
}

function inputs({ t, number, instantText }: Formats, report: ShadowReport): Html {
  const { feeds, mailed, finder, by } = report;
  const { files, rows, findings } = feeds;
  const period: Fact[] =
    mailed.from === null || mailed.until === null
      ? []
      : [
          [
            "shadow.period",
            t("shadow.period-value", {
              from: instantText(mailed.from),
              until: instantText(mailed.until),
            }),
          ],
        ];
  return html`<section><h2>${t("shadow.inputs")}</h2>${facts(t, [
    ["shadow.feeds", t("shadow.feeds-value", { files, finder: finder ?? "", rows, findings })],
    [
      "shadow.mailed",
      t("shadow.mailed-value", {
        rows: mailed.rows,
        read: number(mailed.read),
        without: number(mailed.withoutRecipient),
        unread: number(mailed.unread),
      }),
    ],
    ...period,
    ["shadow.unit", t(`shadow.unit-${by}`)],
  ])}</section>`;
}

/** A table with its heading; the first column names the row, the others are numbers unless said otherwise. */
function table(
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  isText = false,
): Html {
  const sort = isText ? "text" : "number";
  // What is text stands under a heading of its section.
  const title = isText ? html`<h3>${heading}</h3>` : html`<h2>${heading}</h2>`;
  return html`${title}<div class="wide"><table>
<thead><tr>${columns.map((column, i) => html`<th scope="col" class="${i === 0 ? "text" : sort}">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...others]) =>
      html`<tr><th scope="row">${first}</th>${others.map((value) => html`<td class="${sort}">${value}</td>`)}</tr>`,
  )}</tbody>
</table></div>`;
}

function verdictTable({ t, number }: Formats, { verdicts: counts, objects }: ShadowReport): Html {
  const rows = verdicts.map((verdict) => [t(`shadow.verdict.${verdict}`), number(counts[verdict])]);
  const total = [t("shadow.total"), number(objects)];
  const columns = [t("shadow.verdict"), t("shadow.count")];
  return html`<section>${table(t("shadow.verdicts"), columns, [...rows, total])}</section>`;
}

/** Who it is that a decision ends at, or why nobody is told. */
function endText({ t }: Formats, end: OurEnd): string {
  if (end === "out-of-scope") return t("shadow.verdict.out-of-scope");
  if (!end.startsWith("held: ")) return t(`rung.${end}` as TextKey);
  return t("shadow.end-held", { reason: t(`wait.${end.slice("held: ".length)}` as TextKey) });
}

function endTable(formats: Formats, { byEnd, objects }: ShadowReport): Html {
  const { t, number } = formats;
  const rows = byEnd.map(({ end, objects: count, verdicts: of }) => {
    const right = of["as-ours"] + of["ours-and-others"];
    const nobody = of["nobody-told"] + of.silent;
    const rest = count - right - nobody - of["out-of-scope"];
    return [endText(formats, end), number(count), number(right), number(rest), number(nobody)];
  });
  const columns = ["end", "count", "told-right", "told-wrong", "told-nobody"] as const;
  const total = [t("shadow.total"), number(objects), "", "", ""];
  return html`<section>${table(
    t("shadow.by-end"),
    columns.map((column) => t(`shadow.${column}`)),
    [...rows, total],
  )}</section>`;
}

function domainTable({ t, number }: Formats, { byDomain, mailings }: ShadowReport): Html {
  const rows = byDomain.map((counts) => [
    counts.domain ?? t("shadow.domain-rest"),
    number(counts.mailings),
    ...mailedRoles.map((role) => number(counts[role])),
    number(counts.notInFeeds),
  ]);
  const total = [
    t("shadow.total"),
    number(mailings.all),
    ...mailedRoles.map((role) => number(mailings[role])),
    number(mailings.notInFeeds),
  ];
  const columns = [
    t("shadow.domain"),
    t("shadow.mailings"),
    ...mailedRoles.map((role) => t(`shadow.role.${role}`)),
    t("shadow.not-in-feeds"),
  ];
  return html`<section>${table(t("shadow.by-domain"), columns, [...rows, total])}</section>`;
}

function examples(formats: Formats, report: ShadowReport): Html {
  const { t } = formats;
  const kinds = exampleKinds.filter((kind) => report.examples[kind].length > 0);
  if (kinds.length === 0) return html``;
  return html`<section><h2>${t("shadow.examples")}</h2>${kinds.map((kind) =>
    exampleTable(formats, kind, report.examples[kind]),
  )}</section>`;
}

function exampleTable(formats: Formats, kind: ExampleKind, shown: readonly Example[]): Html {
  const { t } = formats;
  const rows = shown.map(({ object, type, end, ours, mailed }) => [
    type === null ? object : `${object}, ${type}`,
    mailed
      .map(({ address, role, times }) => {
        const often = times === 1 ? "" : ` ${t("shadow.times", { times })}`;
        return `${address} (${t(`shadow.role.${role}`)})${often}`;
      })
      .join("; ") || t("shadow.example-none"),
    ours.length === 0 ? endText(formats, end) : `${ours.join("; ")} (${endText(formats, end)})`,
  ]);
  const columns = ["example-object", "example-mailed", "example-ours"] as const;
  const names = columns.map((column) => t(`shadow.${column}`));
  return table(t(`shadow.example.${kind}`), names, rows, true);
}

function faults({ t }: Formats, { feeds, mailed }: ShadowReport): Html {
  const list = (name: TextKey, rows: readonly QuarantinedRow[]): Html =>
    rows.length === 0
      ? html``
      : table(
          t(name),
          ["line", "field", "reason", "value"].map((of) => t(`shadow.faults-${of}` as TextKey)),
          rows.map(({ line, field, reason, value }) => [String(line), field, reason, value]),
          true,
        );
  const isWhole = feeds.quarantine.length + mailed.faults.length === 0;
  return html`<section><h2>${t("shadow.faults")}</h2>${isWhole ? html`<p>${t("shadow.faults-none")}</p>` : ""}
${list("shadow.faults-feeds", feeds.quarantine)}${list("shadow.faults-mailed", mailed.faults)}</section>`;
}

function rules({ t }: Formats): Html {
  const numbers = [1, 2, 3, 4, 5, 6, 7] as const;
  return html`<section><h2>${t("shadow.rules")}</h2><ol>${numbers.map(
    (number) => html`<li>${t(`shadow.rule-${number}`)}</li>`,
  )}</ol></section>`;
}
