import type { ContactReader } from "../../domain/world/import/contact-reader.ts";
import type { ImportedSuppression } from "../../domain/world/import/imported.ts";
import { type Remark, toRemark } from "../../domain/world/import/remark.ts";
import { flattenLists } from "./flatten-lists.ts";
import {
  addContact,
  addObject,
  findBuilder,
  type RecordBuilders,
  startRecords,
  toRecords,
} from "./record-builder.ts";
import { isTrue, readTables, remarkOnUnread, type Tables, textOf } from "./tables.ts";

/** Lists of an organisation's JSON, the table that has the same, and the column of its value. */
const innerTables = [
  ["email_notification_addresses", "email_notification_address", "email"],
  ["contact_points", "contact_point", "email"],
  ["inside_filter_asns", "inside_filter_asn", "asn"],
  ["inside_filter_ccs", "inside_filter_cc", "cc"],
  ["inside_filter_fqdns", "inside_filter_fqdn", "fqdn"],
  ["inside_filter_ip_networks", "inside_filter_ip_network", "ip_network"],
  ["inside_filter_urls", "inside_filter_url", "url"],
] as const;

const objects = [
  ["inside_filter_asn", "asn", "asn"],
  ["inside_filter_fqdn", "fqdn", "domain"],
  ["inside_filter_ip_network", "ip_network", "prefix"],
] as const;

/** What is read of each table; of others it is told that they are not. */
const readColumns = {
  org: [
    "org_id",
    "actual_name",
    "entity_id",
    "email_notification_enabled",
    "email_notification_language",
    ...innerTables.map(([list]) => list),
  ],
  entity: ["id", "full_name", "sector_label", "alert_email"],
  email_notification_address: ["id", "org_id", "email"],
  contact_point: ["id", "org_id", "email"],
  inside_filter_asn: ["id", "org_id", "asn"],
  inside_filter_cc: ["id", "org_id", "cc"],
  inside_filter_fqdn: ["id", "org_id", "fqdn"],
  inside_filter_ip_network: ["id", "org_id", "ip_network"],
  inside_filter_url: ["id", "org_id", "url"],
};

/**
 * The organisations of n6's Auth DB with their "inside" criteria: its tables as CSV, or organisations as JSON with their
 * related lists in them.
 */
export const n6: ContactReader = {
  system: "n6",
  async read(files) {
    const remarks: Remark[] = [];
    const tables = readTables(files, remarks);
    flattenLists(tables, "org", innerTables, (row) => ({
      org_id: textOf(row, "org_id")?.text ?? "",
    }));
    const entities = new Map(
      (tables.get("entity") ?? []).map((row) => [textOf(row, "id")?.text, row]),
    );
    const builders = startRecords(tables.get("org") ?? [], remarks, (row) => {
      const id = textOf(row, "org_id");
      const entity = entities.get(textOf(row, "entity_id")?.text ?? "");
      return {
        id: id?.text ?? "",
        record: {
          id,
          name: textOf(row, "actual_name") ?? (entity && textOf(entity, "full_name")) ?? id,
          sector: (entity && textOf(entity, "sector_label")) ?? null,
          language: textOf(row, "email_notification_language"),
        },
      };
    });
    for (const row of tables.get("org") ?? []) {
      const entity = entities.get(textOf(row, "entity_id")?.text ?? "");
      const alert = entity === undefined ? null : textOf(entity, "alert_email");
      const builder = builders.get(textOf(row, "org_id")?.text ?? "");
      if (alert !== null) builder?.contacts.push({ role: "emergency", email: alert });
    }
    const suppressions = readContactTables(tables, builders, remarks);
    readCriteria(tables, builders, remarks);
    remarkOnUnread(tables, readColumns, remarks);
    return { organisations: toRecords(builders), suppressions, remarks, columns: [] };
  },
};

/** An organisation that switched its mails off is not to get any from us unasked: its addresses are silenced. */
function readContactTables(
  tables: Tables,
  builders: RecordBuilders,
  remarks: Remark[],
): ImportedSuppression[] {
  const isOff = new Set(
    (tables.get("org") ?? [])
      .filter((row) => textOf(row, "email_notification_enabled") !== null)
      .filter((row) => !isTrue(row, "email_notification_enabled"))
      .map((row) => textOf(row, "org_id")?.text),
  );
  const suppressions: ImportedSuppression[] = [];
  for (const row of tables.get("email_notification_address") ?? []) {
    const builder = findBuilder(builders, row, "org_id", remarks);
    const email = builder && addContact(builder, row, ["findings"], "email", remarks);
    if (builder === null || email === null || !isOff.has(builder.record.key)) continue;
    suppressions.push({ email, until: Infinity, reason: "had its mails from n6 switched off" });
    const remedy = "Its address is silenced: ask, then take the suppression out.";
    remarks.push(toRemark("changed", email, "had its mails switched off", remedy));
  }
  for (const row of tables.get("contact_point") ?? []) {
    const builder = findBuilder(builders, row, "org_id", remarks);
    if (builder !== null) addContact(builder, row, ["technical"], "email", remarks);
  }
  return suppressions;
}

function readCriteria(tables: Tables, builders: RecordBuilders, remarks: Remark[]): void {
  for (const [table, column, kind] of objects) {
    for (const row of tables.get(table) ?? []) {
      const builder = findBuilder(builders, row, "org_id", remarks);
      if (builder !== null) addObject(builder, textOf(row, column), kind);
    }
  }
  for (const row of tables.get("inside_filter_cc") ?? []) {
    const remedy = "Give the national body a constituency {country: …} in the world file.";
    const text = textOf(row, "cc") ?? { text: "", place: row.place };
    remarks.push(toRemark("left-out", text, "a whole country is nobody's own", remedy));
  }
  for (const row of tables.get("inside_filter_url") ?? []) {
    const text = textOf(row, "url") ?? { text: "", place: row.place };
    const remedy = "Write the name in it as a domain, if all of that is its own.";
    remarks.push(toRemark("left-out", text, "a pattern of URLs", remedy));
  }
}
