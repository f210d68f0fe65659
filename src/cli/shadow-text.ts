import type { ShadowReport } from "../actions/run-shadow.ts";
import { type Example, type ExampleKind, exampleKinds } from "../domain/shadow/comparison.ts";
import { mailedRoles, type Verdict, verdicts } from "../domain/shadow/verdict.ts";
import { toAmount, toCount, toPairs, toTable, toTime } from "./table.ts";

const verdictTexts: Readonly<Record<Verdict, string>> = {
  "as-ours": "only whom we would ask to act",
  "ours-and-others": "these, and others besides",
  "another-with-a-right": "not these, but the owner or who may be informed",
  "strangers-only": "only parties that it does not concern",
  "nobody-told": "nobody; we would tell",
  "told-though-held": "somebody; we would hold it",
  silent: "nobody, and we would hold it too",
  "out-of-scope": "special address that nobody answers for",
};

const exampleTexts: Readonly<Record<ExampleKind, string>> = {
  "nobody-told": "Nobody heard",
  "not-concerned": "Mailed to whom it does not concern",
  "several-parties": "Several parties mailed",
  "same-again": "One address mailed again",
  "told-though-held": "Mailed, and we would hold it",
};

/** Domains that are shown to people; the page and `--json` have more. */
const domainsShown = 10;
const examplesShown = 3;

/** Present practice beside what we would do. */
export function toShadowText(report: ShadowReport, page: string | null): string {
  const { heardTwice, notConcerned, mailings, verdicts: counts, objects } = report;
  const head = toPairs([
    ["feeds", feedsText(report)],
    ["mailed", mailedText(report)],
    ["compared", report.by === "type" ? "objects, each type apart" : "objects, whatever the type"],
  ]);
  const short = toPairs([
    ["objects", toCount(objects)],
    ["as ours", toCount(counts["as-ours"])],
    ["heard twice", twiceText(heardTwice)],
    ["not at all", `${toCount(counts["nobody-told"])} of which we would tell`],
    [
      "not concerned",
      `${toAmount(notConcerned.objects, "object")}, ${toAmount(mailings.stranger, "mail")}, ${toAmount(notConcerned.recipients, "address", "addresses")}`,
    ],
    ["held by us", `${toCount(counts["told-though-held"])} that were mailed`],
  ]);
  const outcomes = toTable(
    [{ title: "objects", align: "right" }, { title: "who heard" }],
    [
      ...verdicts.map((verdict) => [toCount(counts[verdict]), verdictTexts[verdict]]),
      [toCount(objects), "together"],
    ],
  );
  return [
    head,
    short,
    outcomes,
    endTable(report),
    domainTable(report),
    ...exampleKinds.map((kind) => exampleText(kind, report.examples[kind])),
    faultText(report),
    page === null ? "" : `The whole comparison, to be read by others: ${page}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function feedsText({ feeds }: ShadowReport): string {
  const { files, rows, quarantined, findings } = feeds;
  return `${toAmount(files, "file")}, ${toAmount(rows, "row")}, ${toCount(quarantined)} put aside, ${toAmount(findings, "finding")}`;
}

function mailedText({ mailed }: ShadowReport): string {
  const { rows, withoutRecipient, unread, from, until } = mailed;
  const period = from === null || until === null ? "" : `, ${toTime(from)} to ${toTime(until)}`;
  return `${toAmount(rows, "row")}, ${toCount(withoutRecipient)} to nobody, ${toCount(unread)} that cannot be read${period}`;
}

function twiceText({ objects, severalParties, sameAgain }: ShadowReport["heardTwice"]): string {
  return `${toCount(objects)}: ${toCount(severalParties)} by several parties, ${toCount(sameAgain)} by one address again`;
}

function endTable({ byEnd }: ShadowReport): string {
  return toTable(
    [
      { title: "by rung" },
      { title: "objects", align: "right" },
      { title: "heard", align: "right" },
      { title: "nobody", align: "right" },
    ],
    byEnd.map(({ end, objects, verdicts: of }) => [
      end,
      toCount(objects),
      toCount(of["as-ours"] + of["ours-and-others"]),
      toCount(of["nobody-told"] + of.silent),
    ]),
  );
}

function domainTable({ byDomain }: ShadowReport): string {
  const shown = byDomain.slice(0, domainsShown);
  const more = byDomain.length - shown.length;
  const table = toTable(
    [
      { title: "mailed to" },
      { title: "mails", align: "right" },
      ...mailedRoles.map((role) => ({ title: role, align: "right" as const })),
      { title: "not in the feeds", align: "right" },
    ],
    shown.map((counts) => [
      counts.domain ?? "all others",
      toCount(counts.mailings),
      ...mailedRoles.map((role) => toCount(counts[role])),
      toCount(counts.notInFeeds),
    ]),
  );
  return more > 0 ? `${table}and ${toAmount(more, "line")} more\n` : table;
}

function exampleText(kind: ExampleKind, examples: readonly Example[]): string {
  if (examples.length === 0) return "";
  const lines = examples.slice(0, examplesShown).map(({ object, type, end, ours, mailed }) => {
    const told = mailed.map(
      ({ address, role, times }) => `${address} (${role}${times === 1 ? "" : `, ${times} times`})`,
    );
    const about = type === null ? object : `${object} ${type}`;
    return [about, told.join(", ") || "nobody", ours.join(", ") || "nobody", end];
  });
  const columns = ["object", "mailed to", "we would tell", "by"].map((title) => ({ title }));
  return `${exampleTexts[kind]}, for example:\n${toTable(columns, lines)}`;
}

function faultText({ feeds, mailed }: ShadowReport): string {
  const faults = [
    ...feeds.quarantine.map((fault) => ({ ...fault, of: "feed" })),
    ...mailed.faults.map((fault) => ({ ...fault, of: "mailed" })),
  ];
  if (faults.length === 0) return "";
  const columns = ["in", "line", "field", "reason", "value"].map((title) => ({ title }));
  const rows = faults
    .slice(0, 10)
    .map(({ of, line, field, reason, value }) => [
      of,
      String(line),
      field,
      reason,
      value.slice(0, 40),
    ]);
  return `Could not be read:\n${toTable(columns, rows)}`;
}
