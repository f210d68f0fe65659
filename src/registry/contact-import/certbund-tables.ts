import { addRows, listInner, type TableRow, type Tables, textOf } from "./tables.ts";

/** Lists of an organisation's JSON as fody gives it. */
const lists = ["contacts", "asns", "networks", "fqdns", "national_certs", "annotations"] as const;

/** Makes the tables that the JSON was made of; any list of objects with such lists in them is one of organisations. */
export function flattenCertbund(tables: Tables): void {
  let number = 0;
  for (const [name, rows] of [...tables]) {
    if (!rows.some(({ values }) => lists.some((list) => Array.isArray(values[list])))) continue;
    tables.delete(name);
    for (const row of rows) {
      number += 1;
      flattenOrganisation(tables, row, `json ${number}`);
    }
  }
}

/** Ids of JSON are told apart from those of tables, and of other files. */
function flattenOrganisation(tables: Tables, row: TableRow, organisation: string): void {
  const suffix = textOf(row, "import_source") === null ? "" : "_automatic";
  const back = { organisation_id: organisation };
  const values = Object.fromEntries(
    Object.entries(row.values).filter(([key]) => !(lists as readonly string[]).includes(key)),
  );
  addRows(tables, `organisation${suffix}`, [{ ...row, values: { ...values, ...back } }]);
  const add = (table: string, inner: readonly TableRow[]): void => {
    if (inner.length > 0) addRows(tables, table, inner);
  };
  add(`contact${suffix}`, listInner(row, "contacts", "email", back));
  add(`national_cert${suffix}`, listInner(row, "national_certs", "country_code", back));
  add("organisation_annotation", listInner(row, "annotations", "tag", back));
  for (const asn of listInner(row, "asns", "asn", back)) {
    add(`organisation_to_asn${suffix}`, [without(asn, "annotations")]);
    add(
      "autonomous_system_annotation",
      listInner(asn, "annotations", "tag", { asn: asn.values.asn }),
    );
  }
  flattenObjects(tables, row, organisation, suffix, ["networks", "network", "address"]);
  flattenObjects(tables, row, organisation, suffix, ["fqdns", "fqdn", "fqdn"]);
}

function flattenObjects(
  tables: Tables,
  row: TableRow,
  organisation: string,
  suffix: string,
  [list, table, column]: readonly [list: string, table: string, column: string],
): void {
  const key = `${table}_id`;
  for (const [i, object] of listInner(row, list, column, {}).entries()) {
    const back = { [key]: `${organisation} ${i}` };
    const plain = without(object, "annotations");
    addRows(tables, `${table}${suffix}`, [{ ...plain, values: { ...plain.values, ...back } }]);
    const link = { place: object.place, values: { organisation_id: organisation, ...back } };
    addRows(tables, `organisation_to_${table}${suffix}`, [link]);
    const annotations = listInner(object, "annotations", "tag", back);
    if (annotations.length > 0) addRows(tables, `${table}_annotation`, annotations);
  }
}

function without(row: TableRow, key: string): TableRow {
  const { [key]: _, ...values } = row.values;
  return { ...row, values };
}
