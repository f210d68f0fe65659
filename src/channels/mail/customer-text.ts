import type { Notification } from "../../domain/notification/notification.ts";
import { toRowGroups } from "./row-groups.ts";
import type { ShownRow } from "./shown-row.ts";
import { strictestOf } from "./strictest-of.ts";
import type { TextMaterial } from "./text-material.ts";
import { toTyped } from "./to-typed.ts";
import { wrapText } from "./wrap-text.ts";

const columns = 72;

/**
 * A text that a provider can send to its customer as it is: what was found, what to do, and how to check that it is real.
 *
 * @param object the customer's address or name; null for a text to all customers, which names nobody and holds no rows
 * @param rows of that customer only
 */
export function toCustomerText(
  {
    number,
    verificationCode,
    recipient: { language },
  }: Pick<Notification, "number" | "verificationCode" | "recipient">,
  object: string | null,
  rows: readonly ShownRow[],
  material: TextMaterial,
): string {
  const { templates, instance } = material;
  const tlp = strictestOf(rows.map(({ row }) => row));
  const groups = toRowGroups(rows, rows, material, language);
  const text = templates.renderCustomer(language, {
    object: object ?? false,
    name: instance.name,
    number,
    code: verificationCode,
    tlp,
    tlpMeaning: templates.message(language, `tlp.${tlp}`),
    groups:
      object === null ? groups.map((group) => ({ ...group, facts: false, rows: [] })) : groups,
    verifyPage: toTyped(instance.contact.verifyPage),
    contactEmail: instance.contact.email,
  });
  return `${wrapText(text, columns)
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}
