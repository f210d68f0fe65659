import { addRows, listInner, type TableRow, type Tables } from "./tables.ts";

/**
 * Makes rows of the lists that stand inside of organisations. Any table in which such lists stand is one of
 * organisations, whatever its name.
 *
 * @param lists each with the table that has the same, and the column of its value
 * @param backOf by which columns a row of a list refers to its organisation
 */
export function flattenLists(
  tables: Tables,
  owners: string,
  lists: readonly (readonly [list: string, table: string, column: string])[],
  backOf: (row: TableRow) => Readonly<Record<string, string>>,
): void {
  for (const [name, rows] of [...tables]) {
    const isNested = rows.some(({ values }) => lists.some(([list]) => Array.isArray(values[list])));
    if (!isNested) continue;
    if (name !== owners) {
      tables.delete(name);
      addRows(tables, owners, rows);
    }
    for (const row of rows) {
      const back = backOf(row);
      for (const [list, table, column] of lists) {
        const inner = listInner(row, list, column, back);
        if (inner.length > 0) addRows(tables, table, inner);
      }
    }
  }
}
