import { SaxesParser } from "saxes";
import type { ContactFile } from "../../domain/world/import/contact-reader.ts";
import { AppError } from "../../platform/errors.ts";
import type { Grid, GridRow } from "./grid.ts";
import { readZipTexts } from "./read-zip-texts.ts";

/** More cells than any list of contacts has. */
const mostCells = 4_000_000;
const mostColumns = 512;

/**
 * Reads a sheet of a workbook (ECMA-376, part 1, SpreadsheetML): the first row that is not empty names the columns.
 * Formulas count by the value that was last shown; dates are left as the numbers they are stored as.
 */
export async function readXlsxGrid(file: ContactFile, sheet: string | null): Promise<Grid> {
  try {
    return await readWorkbook(file, sheet);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refuse(file.name, `no workbook that can be read: ${(error as Error).message}`, error);
  }
}

async function readWorkbook(file: ContactFile, sheet: string | null): Promise<Grid> {
  const isWanted = (name: string): boolean =>
    /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/.test(
      name,
    );
  const texts = await readZipTexts(file.bytes, isWanted);
  const workbook = texts.get("xl/workbook.xml");
  if (workbook === undefined) throw refuse(file.name, "a zip file, but no XLSX workbook");
  const sheets = readSheetNames(workbook);
  const chosen = sheet === null ? sheets[0] : sheets.find(({ name }) => name === sheet);
  if (chosen === undefined) {
    const names = sheets.map(({ name }) => name).join(", ");
    throw refuse(file.name, `there is no sheet "${sheet}"; there are ${names}`);
  }
  const targets = readTargets(texts.get("xl/_rels/workbook.xml.rels") ?? "");
  const target = targets.get(chosen.relation) ?? "worksheets/sheet1.xml";
  const content = texts.get(target.startsWith("/") ? target.slice(1) : `xl/${target}`);
  if (content === undefined) throw refuse(file.name, `the sheet "${chosen.name}" is missing`);
  return readSheet(file.name, content, readSharedTexts(texts.get("xl/sharedStrings.xml") ?? ""));
}

type Handlers = {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/** Walks through XML; entities that a document declares are not followed. */
function walk(xml: string, { open, text, close }: Handlers): void {
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => open(local(name), attributes));
  if (text !== undefined) parser.on("text", text);
  if (close !== undefined) parser.on("closetag", ({ name }) => close(local(name)));
  parser.write(xml).close();
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function readSheetNames(xml: string): { readonly name: string; readonly relation: string }[] {
  const sheets: { name: string; relation: string }[] = [];
  walk(xml, {
    open(name, attributes) {
      if (name !== "sheet") return;
      const relation = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1] ?? "";
      sheets.push({ name: attributes.name ?? "", relation });
    },
  });
  return sheets;
}

function readTargets(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  if (xml === "") return targets;
  walk(xml, {
    open(name, { Id, Target }) {
      if (name === "Relationship" && Id !== undefined) targets.set(Id, Target ?? "");
    },
  });
  return targets;
}

/** Texts that cells refer to by number; how they are pronounced (`rPh`) is left out. */
function readSharedTexts(xml: string): string[] {
  const shared: string[] = [];
  if (xml === "") return shared;
  let phonetic = 0;
  let inText = false;
  walk(xml, {
    open(name) {
      if (name === "si") shared.push("");
      if (name === "rPh") phonetic += 1;
      if (name === "t") inText = phonetic === 0;
    },
    text(text) {
      if (inText) shared[shared.length - 1] += text;
    },
    close(name) {
      if (name === "rPh") phonetic -= 1;
      if (name === "t") inText = false;
    },
  });
  return shared;
}

type Cell = { readonly column: number; readonly type: string; text: string };

function readSheet(file: string, xml: string, shared: readonly string[]): Grid {
  const rows: { number: number; values: string[] }[] = [];
  let cells = 0;
  let cell: Cell | null = null;
  let inValue = false;
  walk(xml, {
    open(name, { r, t }) {
      if (name === "row") rows.push({ number: Number(r) || rows.length + 1, values: [] });
      if (name === "c") {
        cells += 1;
        if (cells > mostCells) throw refuse(file, `more than ${mostCells} cells`);
        const before = rows.at(-1)?.values.length ?? 0;
        cell = { column: columnOf(r ?? "") ?? before, type: t ?? "n", text: "" };
      }
      if (name === "v" || name === "t") inValue = true;
    },
    text(text) {
      if (inValue && cell !== null) cell.text += text;
    },
    close(name) {
      if (name === "v" || name === "t") inValue = false;
      if (name !== "c" || cell === null) return;
      const { column, type, text } = cell;
      const value = type === "s" ? (shared[Number(text)] ?? "") : text;
      const values = rows.at(-1)?.values;
      if (column >= mostColumns) throw refuse(file, `more than ${mostColumns} columns`);
      if (values !== undefined) {
        while (values.length < column) values.push("");
        values[column] = value.trim();
      }
      cell = null;
    },
  });
  return toGrid(file, rows);
}

function toGrid(file: string, rows: readonly { number: number; values: string[] }[]): Grid {
  const filled = rows.filter(({ values }) => values.some((value) => value !== ""));
  const [header, ...others] = filled;
  if (header === undefined) throw refuse(file, "the sheet is empty");
  const columns = header.values;
  return {
    columns,
    rows: others.map(
      ({ number, values }): GridRow => ({
        row: number - header.number,
        line: number,
        values: columns.map((_, i) => values[i] ?? ""),
      }),
    ),
  };
}

/** Number from 0 of the column in a reference such as `AB12`; null when it names none. */
function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function refuse(file: string, problem: string, cause?: unknown): AppError {
  return new AppError("input-refused", `${file}: ${problem}.`, {
    remedy: "Save it again as XLSX, or as CSV (UTF-8).",
    cause,
  });
}
