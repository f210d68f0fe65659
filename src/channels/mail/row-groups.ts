import { type AdviceTexts, adviceOf } from "../../domain/finding/advice.ts";
import type { FindingType, Language } from "../../domain/finding/finding-type.ts";
import { type Severity, severityRank } from "../../domain/finding/severity.ts";
import type { Tier } from "../../domain/finding/tier.ts";
import { headingOf } from "../../domain/notification/order-rows.ts";
import { toSafeText } from "../../domain/notification/safe-text.ts";
import type { MailTemplates } from "./mail-templates.ts";
import { toRowText, toRowWords } from "./row-text.ts";
import type { ShownRow } from "./shown-row.ts";

/** Rows under one heading. */
export type RowGroup = {
  readonly title: string;
  readonly facts: string;
  readonly rows: readonly {
    readonly text: string;
    readonly row: number;
    readonly place: string;
    readonly details: string;
  }[];
  readonly advice: string | false;
};

/**
 * Rows under their headings, in order; the count of a heading is that of all rows.
 *
 * @param shown those of all that stand in the text
 */
export function toRowGroups(
  shown: readonly ShownRow[],
  all: readonly ShownRow[],
  { templates, advice }: { readonly templates: MailTemplates; readonly advice: AdviceTexts },
  language: Language,
): RowGroup[] {
  const headingOfRow = ({ row }: ShownRow): string => headingOf(row);
  const whole = Map.groupBy(all, headingOfRow);
  return [...Map.groupBy(shown, headingOfRow)].map(([heading, rows]) => {
    const { type, tier } = (rows[0] as ShownRow).row;
    const members = whole.get(heading) ?? rows;
    return {
      title: titleOf(type, tier, (key) => templates.message(language, key), language),
      facts: templates.message(language, "group.facts", {
        count: members.length,
        severity: templates.message(language, `severity.${worstOf(members)}`),
      }),
      rows: rows.map(({ number, rendered }) => {
        const words = toRowWords(templates, language, rendered);
        const { place, facts } = words;
        return { text: toRowText(number, words), row: number, place, details: facts };
      }),
      // Advice tells the type, and whoever is only informed need not act.
      advice: tier > 0 && toAdviceText(type, { templates, advice }, language),
    };
  });
}

function toAdviceText(
  type: FindingType,
  { templates, advice }: { readonly templates: MailTemplates; readonly advice: AdviceTexts },
  language: Language,
): string | false {
  const found = adviceOf(type, advice, language);
  if (found === null) return false;
  const { name, version, text } = found;
  return `${text}\n\n${templates.message(language, "group.advice", { name, version })}`;
}

/** What rows of a type are called; who may not know the type is told its kind. */
export function titleOf(
  type: FindingType,
  tier: Tier,
  say: (key: string) => string,
  language: Language,
): string {
  return tier === 0 ? say(`group.hidden.${type.kind}`) : toSafeText(type.title[language], 200);
}

/** The severity of the worst of them. */
export function worstOf(rows: readonly ShownRow[]): Severity {
  return rows
    .map(({ row }) => row.severity)
    .reduce((a, b) => (severityRank(b) > severityRank(a) ? b : a));
}
