import type { RowBatch } from "../report/row-batch.ts";
import type { Refusal, RowCursor, TextPiece } from "../report/source.ts";
import type { MailedOptions, MailedRow } from "./mailed-row.ts";

/** Reads the rows of one list of what was mailed. */
export type MailedReader = {
  /** Whether its rows say what each mail was about, and are unread where they do not. */
  readonly byType: boolean;
  /** Where the first row begins. */
  readonly cursor: RowCursor;
  /** As `RowReader.read`: of the batch only `count` and what was put aside are filled; the rows are added to `rows`. */
  read(piece: TextPiece, cursor: RowCursor, batch: RowBatch, rows: MailedRow[]): void;
};

export type OpenedMailed =
  | { readonly kind: "opened"; readonly reader: MailedReader }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** A format that lists of what was mailed come in. */
export type MailedSource = {
  /** Whether a list that begins so looks like it. */
  recognises(head: Uint8Array): boolean;
  open(head: Uint8Array, options: MailedOptions): OpenedMailed;
};
