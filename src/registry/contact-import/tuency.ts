import type { ContactReader } from "../../domain/world/import/contact-reader.ts";
import { type Remark, toRemark } from "../../domain/world/import/remark.ts";
import type { ContactRole } from "../../domain/world/world.ts";
import { flattenLists } from "./flatten-lists.ts";
import {
  addContact,
  addObject,
  findBuilder,
  type RecordBuilders,
  startRecords,
  toRecords,
} from "./record-builder.ts";
import {
  listInner,
  readTables,
  remarkOnUnread,
  type TableRow,
  type Tables,
  textOf,
} from "./tables.ts";

/** Lists of an organisation's JSON, the table that has the same, and the column of its value. */
const innerTables = [
  ["contacts", "contacts", "email"],
  ["asns", "asns", "asn"],
  ["networks", "networks", "address"],
  ["fqdns", "fqdns", "fqdn"],
  ["ripe_org_hdls", "ripe_org_hdls", "ripe_org_hdl"],
] as const;

const objects = [
  ["asns", ["asn"], "asn"],
  ["networks", ["address", "network", "cidr"], "prefix"],
  ["fqdns", ["fqdn", "domain"], "domain"],
] as const;

const objectColumns = ["organisation_id", "approval", "source"];

/** What is read of each table; of others it is told that they are not. */
const readColumns = {
  organisations: ["organisation_id", "id", "name", "rules", ...innerTables.map(([list]) => list)],
  contacts: ["contact_id", "id", "organisation_id", "organisation", "email", "roles", "role"],
  asns: ["asn_id", "id", "asn", ...objectColumns],
  networks: ["network_id", "id", "address", "network", "cidr", ...objectColumns],
  fqdns: ["fqdn_id", "id", "fqdn", "domain", ...objectColumns],
  ripe_org_hdls: ["ripe_org_hdl_id", "id", "ripe_org_hdl", ...objectColumns],
  rules: ["*"],
};

/**
 * tuency's constituency portal: organisations, contacts and approved network objects, as the JSON of its interface or as
 * tables in CSV. What is not approved there is not taken here.
 */
export const tuency: ContactReader = {
  system: "tuency",
  async read(files) {
    const remarks: Remark[] = [];
    const tables = readTables(files, remarks);
    flattenLists(tables, "organisations", innerTables, (row) => ({
      organisation_id: textOf(row, "organisation_id", "id")?.text ?? "",
    }));
    const builders = startRecords(tables.get("organisations") ?? [], remarks, (row) => ({
      id: textOf(row, "organisation_id", "id")?.text ?? "",
      record: { name: textOf(row, "name") },
    }));
    const byName = new Map(
      [...builders].map(([id, { record }]) => [record.name?.text.toLowerCase(), id] as const),
    );
    for (const row of tables.get("contacts") ?? []) {
      const named = byName.get(textOf(row, "organisation")?.text.toLowerCase());
      const known = named === undefined ? null : (builders.get(named) ?? null);
      const builder = known ?? findBuilder(builders, row, "organisation_id", remarks);
      if (builder !== null) addContact(builder, row, readRoles(row), "email", remarks);
    }
    readObjects(tables, builders, remarks);
    remarkOnRules(tables, remarks);
    remarkOnUnread(tables, readColumns, remarks);
    return { organisations: toRecords(builders), suppressions: [], remarks, columns: [] };
  },
};

/** Roles have names of each tenant's own; whoever is an abuse contact gets notifications there. */
function readRoles(row: TableRow): ContactRole[] {
  const text = textOf(row, "roles", "role")?.text ?? "";
  const roles = new Set<ContactRole>();
  if (/abuse|incident|notification/i.test(text)) roles.add("findings");
  if (/24.?7|emergency/i.test(text)) roles.add("emergency");
  if (/privacy|dpo|gdpr/i.test(text)) roles.add("privacy");
  if (roles.size === 0) roles.add("technical");
  return [...roles];
}

function readObjects(tables: Tables, builders: RecordBuilders, remarks: Remark[]): void {
  for (const [table, columns, kind] of objects) {
    for (const row of tables.get(table) ?? []) {
      const text = textOf(row, ...columns);
      const builder = findBuilder(builders, row, "organisation_id", remarks);
      if (builder === null || text === null) continue;
      const approval = textOf(row, "approval")?.text.toLowerCase() ?? "approved";
      if (approval === "approved") {
        const isOfRegistry = /ripe/i.test(textOf(row, "source")?.text ?? "");
        addObject(builder, text, kind, isOfRegistry ? "registry" : null);
      } else {
        const remedy = "Approve it there first, or add it by hand once it is checked.";
        remarks.push(toRemark("left-out", text, `a claim that is ${approval}`, remedy));
      }
    }
  }
  for (const row of tables.get("ripe_org_hdls") ?? []) {
    const text = textOf(row, "ripe_org_hdl") ?? { text: "", place: row.place };
    const remedy = "Export the networks that follow from it, or add them as prefixes.";
    remarks.push(toRemark("left-out", text, "a handle of RIPE is no network object here", remedy));
  }
}

/** Rules suppress and redirect what is sent there; nobody may be written to that asked not to be. */
function remarkOnRules(tables: Tables, remarks: Remark[]): void {
  const inOrganisations = (tables.get("organisations") ?? []).flatMap((row) =>
    listInner(row, "rules", "rule", {}),
  );
  for (const { place, values } of [...inOrganisations, ...(tables.get("rules") ?? [])]) {
    const text = { text: JSON.stringify(values), place: { ...place, field: "rules" } };
    const remedy = "Write a filter or a suppression for it before anything goes out.";
    remarks.push(toRemark("left-out", text, "a rule of who is told what", remedy));
  }
}
