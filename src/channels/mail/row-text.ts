import type { Language } from "../../domain/finding/finding-type.ts";
import type { RenderedRow, RowField } from "../../domain/notification/render-row.ts";
import type { MailTemplates } from "./mail-templates.ts";
import { wrapText } from "./wrap-text.ts";

/** What stands behind the object of a row, in this order, each in its own words. */
const details = [
  "name",
  "cve",
  "product",
  "version",
  "malware",
  "source_port",
] as const satisfies readonly RowField[];

/** A row in words: where, and what else may be told of it. */
export type RowWords = { readonly place: string; readonly facts: string };

export function toRowWords(
  templates: MailTemplates,
  language: Language,
  { fields }: RenderedRow,
): RowWords {
  const { address, name, port, protocol, observed_at: observedAt = "" } = fields;
  const object = address ?? name ?? "";
  const place =
    port === undefined
      ? object
      : `${object} ${templates.message(language, "row.port", { port: protocol === undefined ? port : `${port}/${protocol}` })}`;
  const at = observedAt.replace("T", " ").replace("Z", "");
  const facts = [templates.message(language, "row.seen", { at })];
  for (const field of details) {
    const value = fields[field];
    if (value === undefined || value === object) continue;
    facts.push(templates.message(language, `row.${field}`, { value }));
  }
  return { place, facts: facts.join(", ") };
}

/** A row in the text of a mail: its number and object, below it what else may be told, in 72 columns. */
export function toRowText(position: number, { place, facts }: RowWords): string {
  return wrapText(`${`${position}.`.padStart(4)} ${place}\n     ${facts}`, 72);
}
