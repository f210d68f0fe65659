import type { ContactFile, ContactReader } from "../../domain/world/import/contact-reader.ts";
import {
  emptyRecord,
  type ImportedContact,
  type ImportedContacts,
  type ImportedObject,
  type ImportedOrganisation,
} from "../../domain/world/import/imported.ts";
import type { ImportedText, Place } from "../../domain/world/import/place.ts";
import { type Remark, toRemark } from "../../domain/world/import/remark.ts";
import type { ClaimUse } from "../../domain/world/world.ts";
import type { Grid, GridRow } from "./grid.ts";
import { readCsvGrid } from "./read-csv-grid.ts";
import { readXlsxGrid } from "./read-xlsx-grid.ts";
import { type MappedColumn, mapSpreadsheet, type SpreadsheetField } from "./spreadsheet-columns.ts";

/** A list of contacts as people keep it: CSV or XLSX, an organisation on one row or on several. */
export const spreadsheet: ContactReader = {
  system: "spreadsheet",
  async read(files, { mapping, sheet }) {
    const organisations: ImportedOrganisation[] = [];
    const remarks: Remark[] = [];
    const columns: ImportedContacts["columns"][number][] = [];
    for (const file of files) {
      const grid = await readGrid(file, sheet, remarks);
      const mapped = mapSpreadsheet(file.name, grid.columns, mapping);
      for (const { column, field } of mapped) {
        if (column !== "") columns.push({ column, field: field ?? "ignore" });
        if (field !== null || column === "" || mapping.has(column.toLowerCase())) continue;
        remarks.push(toUnread(file.name, column, grid));
      }
      for (const row of grid.rows) {
        const record = readRow(file.name, mapped, row, remarks);
        if (record !== null) organisations.push(record);
      }
    }
    return { organisations, suppressions: [], remarks, columns };
  },
};

function readGrid(
  file: ContactFile,
  sheet: string | null,
  remarks: Remark[],
): Promise<Grid> | Grid {
  const isZip = file.bytes[0] === 0x50 && file.bytes[1] === 0x4b;
  return isZip ? readXlsxGrid(file, sheet) : readCsvGrid(file, remarks);
}

function toUnread(file: string, column: string, { columns, rows }: Grid): Remark {
  const at = columns.indexOf(column);
  const filled = rows.filter(({ values }) => values[at] !== "").length;
  const place: Place = { file, line: 1, row: null, field: column };
  const text = { text: `${filled} values`, place };
  const remedy = "Say --map COLUMN=FIELD, or COLUMN=ignore if it may be left out.";
  return toRemark("left-out", text, "a column of which nobody knows what it says", remedy);
}

type Cells = {
  readonly all: (field: SpreadsheetField) => ImportedText[];
  readonly one: (field: SpreadsheetField) => ImportedText | null;
};

function readRow(
  file: string,
  mapped: readonly MappedColumn[],
  { row, line, values }: GridRow,
  remarks: Remark[],
): ImportedOrganisation | null {
  const place: Place = { file, line, row, field: "" };
  const all: Cells["all"] = (wanted) =>
    mapped.flatMap(({ column, field }, i) => {
      const text = unquote(values[i] ?? "");
      return field === wanted && text !== "" ? [{ text, place: { ...place, field: column } }] : [];
    });
  const cells: Cells = { all, one: (field) => all(field)[0] ?? null };
  const who = cells.one("id") ?? cells.one("name") ?? cells.one("kvk");
  if (who === null) {
    const text = { text: values.filter((value) => value !== "").join("; "), place };
    remarks.push(toRemark("left-out", text, "the row does not say whom it is about", "Name them."));
    return null;
  }
  return {
    ...emptyRecord(who.text.toLowerCase(), place),
    id: cells.one("id"),
    name: cells.one("name"),
    kvk: cells.one("kvk"),
    sector: cells.one("sector"),
    language: cells.one("language"),
    path: cells.one("path"),
    informed: cells.one("informed"),
    roles: splitCells(all("role")),
    memberOf: splitCells(all("memberOf")),
    contacts: readContactCells(cells),
    objects: readObjectCells(cells, remarks),
  };
}

/** What spreadsheets put before text that must not become a number or a formula. */
function unquote(text: string): string {
  return text.replace(/^'(?=\S)/, "").trim();
}

function splitCells(cells: readonly ImportedText[]): ImportedText[] {
  return cells.flatMap(({ text, place }) =>
    text
      .split(/[;,|\n]+/)
      .map((part) => ({ text: part.trim(), place }))
      .filter((part) => part.text !== ""),
  );
}

function readContactCells({ all }: Cells): ImportedContact[] {
  const roles = [
    ["email", "findings"],
    ["emergency", "emergency"],
    ["technical", "technical"],
    ["privacy", "privacy"],
  ] as const;
  return roles.flatMap(([field, role]) => all(field).map((email) => ({ role, email })));
}

const uses = new Map<string, ClaimUse>([
  ["own", "own"],
  ["eigen", "own"],
  ["operate", "operate"],
  ["beheer", "operate"],
]);

function readObjectCells({ all, one }: Cells, remarks: Remark[]): ImportedObject[] {
  const said = one("use");
  const use = said === null ? null : (uses.get(said.text.toLowerCase()) ?? null);
  if (said !== null && use === null) {
    const remedy = "Write own (eigen) or operate (beheer).";
    remarks.push(toRemark("left-out", said, "no use of an object", remedy));
  }
  const kinds = [
    ["object", "any"],
    ["prefix", "prefix"],
    ["domain", "domain"],
    ["asn", "asn"],
  ] as const;
  const objects = kinds.flatMap(([field, kind]) =>
    all(field).map((cell): ImportedObject => ({ ...cell, kind, use, basis: null })),
  );
  const [first, last] = [one("first"), one("last")];
  if (first === null && last === null) return objects;
  const text = [first?.text, last?.text].filter((end) => end !== undefined).join("-");
  const place = (first ?? last)?.place as Place;
  return [...objects, { text, place, kind: "prefix", use, basis: null }];
}
