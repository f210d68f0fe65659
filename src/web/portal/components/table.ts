import { html } from "hono/html";
import type { Html } from "../html.ts";

export type Column<Row> = {
  readonly head: string;
  readonly cell: (row: Row) => Html | string | number;
  /** Numbers stand to the right, one under the other. */
  readonly numeric?: boolean;
  /** The cell that names the row. */
  readonly names?: boolean;
  /** Keeps so much room where others would press it together. */
  readonly room?: "wide" | "medium";
};

export type TableOptions<Row> = {
  readonly caption: string;
  /** Say the caption to screen readers only: a heading above says the same. */
  readonly quietCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Last row of sums, a cell for each column. */
  readonly foot?: readonly (Html | string | number)[];
};

/**
 * A table that narrow screens show as one block a row. Its roles are written out, because what style sheets lay out as
 * blocks is no table to assistive technology any more.
 */
export function table<Row>({
  caption,
  quietCaption,
  columns,
  rows,
  foot,
}: TableOptions<Row>): Html {
  return html`<div class="mp-table">
<table class="utrecht-table" role="table">
<caption class="${quietCaption ? "mp-quiet" : "utrecht-table__caption"}">${caption}</caption>
<thead class="utrecht-table__header" role="rowgroup"><tr role="row">
${columns.map(({ head, numeric }) => html`<th scope="col" role="columnheader" class="utrecht-table__header-cell${numeric ? " mp-number" : ""}">${head}</th>`)}
</tr></thead>
<tbody class="utrecht-table__body" role="rowgroup">
${rows.map((row) => html`<tr role="row" class="utrecht-table__row">${columns.map((column) => toCell(column, row))}</tr>`)}
</tbody>
${foot === undefined ? "" : toFoot(columns, foot)}
</table>
</div>`;
}

function toCell<Row>({ head, cell, numeric, names, room }: Column<Row>, row: Row): Html {
  const kind = `utrecht-table__cell${numeric ? " mp-number" : ""}${room ? ` mp-${room}` : ""}`;
  return names
    ? html`<th scope="row" role="rowheader" class="${kind} mp-row-name" data-head="${head}"><div>${cell(row)}</div></th>`
    : html`<td role="cell" class="${kind}" data-head="${head}"><div>${cell(row)}</div></td>`;
}

function toFoot<Row>(
  columns: readonly Column<Row>[],
  foot: readonly (Html | string | number)[],
): Html {
  return html`<tfoot class="utrecht-table__footer" role="rowgroup"><tr role="row">
${foot.map((value, i) => {
  const { head, numeric, names } = columns[i] ?? { head: "" };
  const kind = `utrecht-table__cell${numeric ? " mp-number" : ""}`;
  return names
    ? html`<th scope="row" role="rowheader" class="${kind} mp-row-name" data-head="${head}"><div>${value}</div></th>`
    : html`<td role="cell" class="${kind}" data-head="${head}"><div>${value}</div></td>`;
})}
</tr></tfoot>`;
}
