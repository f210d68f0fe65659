import {
  emptyRecord,
  type ImportedContact,
  type ImportedObject,
  type ImportedOrganisation,
} from "../../domain/world/import/imported.ts";
import type { ImportedText } from "../../domain/world/import/place.ts";
import { type Remark, toRemark } from "../../domain/world/import/remark.ts";
import type { ContactRole } from "../../domain/world/world.ts";
import { type TableRow, textOf } from "./tables.ts";

type Lists = {
  readonly contacts: ImportedContact[];
  readonly objects: ImportedObject[];
  readonly countries: ImportedText[];
  readonly memberOf: ImportedText[];
  readonly declines: ImportedOrganisation["declines"][number][];
};

/** An organisation of an export while its tables are joined. */
export type RecordBuilder = Lists & { readonly record: ImportedOrganisation };

/** Organisations by the id that the other system gave them. */
export type RecordBuilders = Map<string, RecordBuilder>;

/** Begins a record for each row of the table of organisations; a second one of the same id is remarked on. */
export function startRecords(
  rows: readonly TableRow[],
  remarks: Remark[],
  toRecord: (row: TableRow) => {
    readonly id: string;
    readonly record: Partial<ImportedOrganisation>;
  },
): RecordBuilders {
  const builders: RecordBuilders = new Map();
  for (const row of rows) {
    const { id, record } = toRecord(row);
    if (builders.has(id)) {
      const text = { text: id, place: row.place };
      const remedy = "Export each organisation once.";
      remarks.push(toRemark("left-out", text, "a second organisation of this id", remedy));
      continue;
    }
    builders.set(id, {
      record: { ...emptyRecord(id, row.place), ...record },
      contacts: [],
      objects: [],
      countries: [],
      memberOf: [],
      declines: [],
    });
  }
  return builders;
}

/** The organisation that a row refers to; one that is not there is remarked on. */
export function findBuilder(
  builders: RecordBuilders,
  row: TableRow,
  key: string,
  remarks: Remark[],
): RecordBuilder | null {
  const reference = textOf(row, key);
  const builder = reference === null ? undefined : builders.get(reference.text);
  if (builder !== undefined) return builder;
  const text = reference ?? { text: "", place: { ...row.place, field: key } };
  const remedy = "Export the table of organisations too, all of it.";
  remarks.push(toRemark("left-out", text, "belongs to no organisation of the export", remedy));
  return null;
}

/** Adds the address in a row to its organisation; a row without one is remarked on. */
export function addContact(
  builder: RecordBuilder,
  row: TableRow,
  roles: readonly ContactRole[],
  key: string,
  remarks: Remark[],
): ImportedText | null {
  const email = textOf(row, key);
  if (email === null) {
    const text = { text: builder.record.name?.text ?? "", place: { ...row.place, field: key } };
    const remedy = "Nothing: only mailboxes can be written to.";
    remarks.push(toRemark("left-out", text, "a contact without a mail address", remedy));
    return null;
  }
  for (const role of roles) builder.contacts.push({ role, email });
  return email;
}

/** Adds an object to the organisation of the row. */
export function addObject(
  builder: RecordBuilder,
  text: ImportedText | null,
  kind: ImportedObject["kind"],
  basis: ImportedObject["basis"] = null,
): void {
  if (text !== null) builder.objects.push({ ...text, kind, use: null, basis });
}

export function toRecords(builders: RecordBuilders): ImportedOrganisation[] {
  return [...builders.values()].map(({ record, ...lists }) => ({ ...record, ...lists }));
}
