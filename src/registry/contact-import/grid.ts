/** Records under their columns, as a sheet or a table has them. */
export type Grid = {
  /** As they are written, trimmed; two may be the same. */
  readonly columns: readonly string[];
  readonly rows: readonly GridRow[];
};

export type GridRow = {
  /** From 1, the header not counted. */
  readonly row: number;
  /** Of the file, or of the workbook's own numbers, from 1. */
  readonly line: number;
  /** One for each column, trimmed. */
  readonly values: readonly string[];
};
