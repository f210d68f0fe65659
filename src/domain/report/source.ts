import type { Catalogue, FindingType } from "../finding/finding-type.ts";
import type { Grade } from "../finding/grade.ts";
import type { RowBatch } from "./row-batch.ts";

/** Formats in, by the name that `--format` takes. */
export const formats = ["shadowserver", "csv", "jsonl", "nuclei", "intelmq"] as const;

export type Format = (typeof formats)[number];

/** Why a report cannot be read at all, and what to do about it. */
export type Refusal = {
  readonly reason: "empty" | "wrong-format" | "bad-header" | "unknown-type" | "too-large";
  /** For the finder: what is wrong. */
  readonly detail: string;
  /** Where it is wrong; null where no one place is. */
  readonly line: number | null;
  readonly field: string | null;
  /** What to do. */
  readonly remedy: string;
};

/** Where reading stands: the next row begins at `offset` of the text, on `line` (from 1); `row` rows were read. */
export type RowCursor = { offset: number; line: number; row: number };

/** A stretch of a report's text: `bytes[0]` lies at offset `at`; `last` when nothing follows. */
export type TextPiece = { readonly bytes: Uint8Array; readonly at: number; readonly last: boolean };

/** Reads one report's rows. */
export type RowReader = {
  /** Finding types met so far, grows while reading; the batch's `type` column indexes it. */
  readonly types: readonly FindingType[];
  /**
   * Reads whole rows from the cursor on until the batch is full or the piece has no further whole row, and moves the
   * cursor behind what it read. A row longer than 1 MiB is put aside. When nothing could be read and the batch has
   * room, more text is needed.
   */
  read(piece: TextPiece, cursor: RowCursor, batch: RowBatch): void;
  /**
   * All columns of the row that begins at the start of the bytes (they may reach beyond it), as the report has them, in
   * its order, absent ones left out.
   */
  evidence(bytes: Uint8Array): ReadonlyMap<string, string>;
};

export type OpenOptions = {
  /** Base name of the file, without `.gz` and the like; null from standard input. */
  readonly fileName: string | null;
  /** What `--type` named; null when the rows must say it. */
  readonly type: FindingType | null;
  /** `--map column=field`: our field by the report's column, lower case. */
  readonly mapping: ReadonlyMap<string, string>;
  readonly catalogue: Catalogue;
};

export type Opened =
  | {
      readonly kind: "opened";
      readonly reader: RowReader;
      /** Where the first row begins. */
      readonly cursor: RowCursor;
      /** The feed's own name of what it reports (`scan_exchange`), or the id of `--type`; null when only rows say it. */
      readonly reportType: string | null;
    }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** A format that reports come in. */
export type Source = {
  readonly format: Format;
  /** How its findings were established unless the finder says otherwise. */
  readonly grade: Grade;
  /** Whether a report that begins so looks like this format. */
  recognises(head: Uint8Array, fileName: string | null): boolean;
  /** Opens a report by its beginning (1 MiB of text, or all of it). */
  open(head: Uint8Array, options: OpenOptions): Opened;
};
