/** Where something stood in what is imported. */
export type Place = {
  readonly file: string;
  /** Number of the line on which its record begins, of the row that a workbook shows, from 1; null in JSON. */
  readonly line: number | null;
  /** Number of the record in its file, from 1, a header not counted; null for a file as a whole. */
  readonly row: number | null;
  /** Column, key, or table and column; empty for a record as a whole. */
  readonly field: string;
};

/** A text as it stood there, not checked yet. */
export type ImportedText = { readonly text: string; readonly place: Place };
