import type { Catalogue } from "../../domain/finding/finding-type.ts";
import type { ContactReader } from "../../domain/world/import/contact-reader.ts";
import type { ImportedSuppression } from "../../domain/world/import/imported.ts";
import { type Remark, toRemark } from "../../domain/world/import/remark.ts";
import { readAnnotation } from "./certbund-annotations.ts";
import { flattenCertbund } from "./certbund-tables.ts";
import {
  addContact,
  addObject,
  findBuilder,
  type RecordBuilder,
  type RecordBuilders,
  startRecords,
  toRecords,
} from "./record-builder.ts";
import {
  isTrue,
  readTables,
  remarkOnUnread,
  type TableRow,
  type Tables,
  textOf,
} from "./tables.ts";

const annotation = ["annotation", "tag", "condition", "expires"];

/** What is read of each table; of others it is told that they are not. */
const readColumns = {
  sector: ["sector_id", "name"],
  organisation: ["organisation_id", "name", "sector_id"],
  contact: ["contact_id", "organisation_id", "email"],
  autonomous_system: ["asn"],
  network: ["network_id", "address"],
  fqdn: ["fqdn_id", "fqdn"],
  national_cert: ["national_cert_id", "organisation_id", "country_code"],
  organisation_to_asn: ["organisation_id", "asn"],
  organisation_to_network: ["organisation_id", "network_id"],
  organisation_to_fqdn: ["organisation_id", "fqdn_id"],
  organisation_annotation: ["organisation_annotation_id", "organisation_id", ...annotation],
  autonomous_system_annotation: ["autonomous_system_annotation_id", "asn", ...annotation],
  network_annotation: ["network_annotation_id", "network_id", ...annotation],
  fqdn_annotation: ["fqdn_annotation_id", "fqdn_id", ...annotation],
  email_status: ["email", "enabled", "added"],
};

const automatic = /_automatic$/;

/**
 * certbund-contact: its tables as CSV (`\copy contact to 'contact.csv' csv header`), or organisations as JSON as fody
 * gives them. What it took from RIPE itself is left out: the registry's own layer of contacts says that, and newer.
 */
export const certbundContact: ContactReader = {
  system: "certbund-contact",
  async read(files, { catalogue, at }) {
    const remarks: Remark[] = [];
    const tables = readTables(files, remarks);
    flattenCertbund(tables);
    leaveAutomatic(tables, remarks);
    const sectors = new Map(
      (tables.get("sector") ?? []).map((row) => [
        textOf(row, "sector_id")?.text,
        textOf(row, "name"),
      ]),
    );
    const builders = startRecords(tables.get("organisation") ?? [], remarks, (row) => ({
      id: textOf(row, "organisation_id")?.text ?? "",
      record: { name: textOf(row, "name"), sector: readSector(row, sectors, remarks) },
    }));
    readContactTable(tables, builders, remarks);
    readObjectTables(tables, builders, remarks);
    const suppressions = [
      ...readStatuses(tables, remarks),
      ...readAnnotations(tables, builders, { catalogue, at }, remarks),
    ];
    remarkOnUnread(tables, readColumns, remarks);
    return { organisations: toRecords(builders), suppressions, remarks, columns: [] };
  },
};

function leaveAutomatic(tables: Tables, remarks: Remark[]): void {
  for (const [name, rows] of [...tables]) {
    if (!automatic.test(name)) continue;
    tables.delete(name);
    const place = rows[0]?.place;
    if (place === undefined) continue;
    const text = {
      text: `${rows.length} rows`,
      place: { ...place, line: null, row: null, field: name },
    };
    const remedy = "Load RIPE's own file: meldpunt registry load FILE --layer contacts.";
    remarks.push(toRemark("left-out", text, "taken from a registry by the other system", remedy));
  }
}

function readSector(
  row: TableRow,
  sectors: ReadonlyMap<string | undefined, ReturnType<typeof textOf>>,
  remarks: Remark[],
): ReturnType<typeof textOf> {
  const number = textOf(row, "sector_id");
  if (number === null) return null;
  const sector = sectors.get(number.text);
  if (sector) return { ...sector, place: number.place };
  const remedy = "Export the table sector too.";
  remarks.push(toRemark("left-out", number, "a sector without a name", remedy));
  return null;
}

function readContactTable(tables: Tables, builders: RecordBuilders, remarks: Remark[]): void {
  for (const row of tables.get("contact") ?? []) {
    const builder = findBuilder(builders, row, "organisation_id", remarks);
    if (builder !== null) addContact(builder, row, ["findings"], "email", remarks);
  }
}

function readObjectTables(tables: Tables, builders: RecordBuilders, remarks: Remark[]): void {
  for (const row of tables.get("organisation_to_asn") ?? []) {
    const builder = findBuilder(builders, row, "organisation_id", remarks);
    if (builder !== null) addObject(builder, textOf(row, "asn"), "asn");
  }
  readJoined(tables, builders, remarks, ["network", "network_id", "address", "prefix"]);
  readJoined(tables, builders, remarks, ["fqdn", "fqdn_id", "fqdn", "domain"]);
  for (const row of tables.get("national_cert") ?? []) {
    const country = textOf(row, "country_code");
    const builder = findBuilder(builders, row, "organisation_id", remarks);
    if (builder !== null && country !== null) builder.countries.push(country);
  }
}

type Joined = readonly [table: string, key: string, column: string, kind: "prefix" | "domain"];

function readJoined(
  tables: Tables,
  builders: RecordBuilders,
  remarks: Remark[],
  [table, key, column, kind]: Joined,
): void {
  const values = new Map((tables.get(table) ?? []).map((row) => [textOf(row, key)?.text, row]));
  for (const row of tables.get(`organisation_to_${table}`) ?? []) {
    const builder = findBuilder(builders, row, "organisation_id", remarks);
    const reference = textOf(row, key);
    const object = values.get(reference?.text);
    if (object === undefined && reference !== null) {
      const problem = `the export has no such ${table}`;
      remarks.push(toRemark("left-out", reference, problem, `Export the table ${table} too.`));
    }
    if (builder !== null && object !== undefined) addObject(builder, textOf(object, column), kind);
  }
}

/** Addresses that were disabled stay silent. */
function readStatuses(tables: Tables, remarks: Remark[]): ImportedSuppression[] {
  return (tables.get("email_status") ?? []).flatMap((row): ImportedSuppression[] => {
    const email = textOf(row, "email");
    if (email === null || isTrue(row, "enabled")) return [];
    const since = textOf(row, "added")?.text.slice(0, 10);
    const reason = `disabled in certbund-contact${since === undefined ? "" : ` on ${since}`}`;
    const remedy = "It is silenced; take the suppression out once it works again.";
    remarks.push(toRemark("changed", email, "a disabled address", remedy));
    return [{ email, until: Infinity, reason }];
  });
}

type Inhibitions = { readonly catalogue: Catalogue; readonly at: number };

function readAnnotations(
  tables: Tables,
  builders: RecordBuilders,
  inhibitions: Inhibitions,
  remarks: Remark[],
): ImportedSuppression[] {
  const suppressions: ImportedSuppression[] = [];
  const tags = new Map<string, { count: number; readonly row: TableRow }>();
  for (const table of ["organisation", "autonomous_system", "network", "fqdn"]) {
    for (const row of tables.get(`${table}_annotation`) ?? []) {
      const said = readAnnotation(row, inhibitions.catalogue);
      const text = textOf(row, "annotation") ?? {
        text: JSON.stringify(row.values),
        place: row.place,
      };
      if (said.kind === "unreadable") {
        remarks.push(toRemark("left-out", text, "no annotation", "Look at what it should say."));
      } else if (said.kind === "tag") {
        const key = `${table} ${said.tag}`;
        const known = tags.get(key) ?? { count: 0, row };
        known.count += 1;
        tags.set(key, known);
      } else if (said.until <= inhibitions.at) {
        remarks.push(toRemark("left-out", text, "an inhibition that has expired", "Nothing."));
      } else {
        const builder =
          table === "organisation" ? findBuilder(builders, row, "organisation_id", remarks) : null;
        suppressions.push(...inhibit(builder, said, text, remarks));
      }
    }
  }
  for (const [key, { count, row }] of tags) {
    const text = {
      text: `${count} times`,
      place: { ...row.place, line: null, row: null, field: key },
    };
    const remedy = "Say it with sector, memberOf or accepts, where it decided who is told.";
    remarks.push(toRemark("left-out", text, "a tag that rules of the other system read", remedy));
  }
  return suppressions;
}

/**
 * An inhibition as a world can say it. There it silenced everybody; here an organisation's silences its own addresses, and
 * what was about one type is its filter. Everything else a person has to decide, before anything goes out.
 */
function inhibit(
  builder: RecordBuilder | null,
  { when, until }: Extract<ReturnType<typeof readAnnotation>, { kind: "inhibition" }>,
  text: Parameters<typeof toRemark>[1],
  remarks: Remark[],
): ImportedSuppression[] {
  if (builder !== null && when === "always") {
    const remedy = "Its addresses are silenced so long, and the next rung is told: is that right?";
    remarks.push(toRemark("changed", text, "an inhibition of everything", remedy));
    const reason = "inhibition in certbund-contact";
    return builder.contacts.map(({ email }) => ({ email, until, reason }));
  }
  if (builder !== null && when !== "always" && "type" in when && until === Infinity) {
    builder.declines.push(when.type);
    const remedy = "Nothing, if it is still what it wants.";
    remarks.push(toRemark("changed", text, `taken as a filter of ${when.type}`, remedy));
    return [];
  }
  const end = until === Infinity ? "" : ` until ${new Date(until).toISOString().slice(0, 10)}`;
  const problem = `an inhibition${end} that a world file says otherwise`;
  const remedy =
    "Write a stop for the object (180 days at most) or a filter of its owner before anything goes out.";
  remarks.push(toRemark("left-out", text, problem, remedy));
  return [];
}
