import type { Notification } from "../../domain/notification/notification.ts";
import { toXarfContact, toXarfReport } from "../../domain/xarf/xarf-report.ts";
import { derivedUuids } from "../../platform/derived-uuids.ts";
import { toJsonPayload } from "../../platform/json-payload.ts";
import type { ShownRow } from "./shown-row.ts";
import type { MailInstance } from "./text-material.ts";

/**
 * Rows as XARF v4: a JSON array with one report for each row, in the order given, a report a line.
 *
 * The standard knows single reports only and has no envelope for many (ADR 19); every element is a whole report by itself.
 */
export function toRowsXarf(
  { id, number, recipient }: Pick<Notification, "id" | "number" | "recipient">,
  rows: readonly ShownRow[],
  instance: MailInstance,
): string {
  const contact = toXarfContact(instance.name, instance.contact.email);
  const ids = derivedUuids(`xarf ${id}`);
  const reports = rows.map(({ row, rendered, number: position }) =>
    JSON.stringify(
      toXarfReport(row, rendered, row.tier, {
        id: ids(position),
        contact,
        language: recipient.language,
        tlp: row.tlp,
        own: { number, row: position },
        encode: toJsonPayload,
      }),
    ),
  );
  return `[\n${reports.join(",\n")}\n]\n`;
}
