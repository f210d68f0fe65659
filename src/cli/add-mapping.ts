import { InvalidArgumentError } from "commander";
import { isListField } from "../domain/report/column-mapping.ts";
import { listFields } from "../domain/report/row-texts.ts";

/** One more `--map column=field` of a report. */
export function addMapping(
  text: string,
  before: Readonly<Record<string, string>>,
): Record<string, string> {
  const [, column = "", field = ""] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  const known = isListField(field) || field === "ignore";
  if (known) return Object.fromEntries([...Object.entries(before), [column.toLowerCase(), field]]);
  throw new InvalidArgumentError(
    `Write column=field, as in Adres=ip; fields are ${listFields.join(", ")}, ignore.`,
  );
}
