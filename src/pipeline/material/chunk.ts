import type { FindingType } from "../../domain/finding/finding-type.ts";
import { makeRowBatch, type RowBatch } from "../../domain/report/row-batch.ts";
import type { RowCursor } from "../../domain/report/source.ts";
import {
  type Improvements,
  makeOpenedFindings,
  type OpenedFindings,
} from "../../store/findings.ts";

/** Rows taken in by one transaction as a rule: few enough to hold several, so many that a commit hardly counts. */
export const usualChunkRows = 16_384;

/** What has to be known of a finding type to take a row of it in. */
export type RowType = {
  readonly type: FindingType;
  /** Number in this database. */
  readonly number: number;
  /** `hashType` of its id. */
  readonly hash: Uint32Array;
};

/** Rows of one transaction on their way through the stages, column by column beside those of the batch. */
export type Chunk = {
  readonly batch: RowBatch;
  number: number;
  from: RowCursor;
  until: RowCursor;
  /** Class of the address in the compiled world; -1 when the address is no subject. */
  readonly addressClass: Int32Array;
  /** Class of the name or mail domain; -1 when there is none that counts. */
  readonly nameClass: Int32Array;
  /** 1 where the name is the network object, 0 where the address is. */
  readonly aboutName: Uint8Array;
  /** 1 where the object is a special address that nobody answers for. */
  readonly outOfScope: Uint8Array;
  /** Key of the finding, four words a row. */
  readonly keys: Uint32Array;
  /** Id of the finding. */
  readonly ids: Float64Array;
  /** Findings seen for the first time, and the row that stands for each: the earliest. */
  readonly fresh: OpenedFindings;
  readonly freshRow: Int32Array;
  /** Findings seen again after they were closed. */
  readonly reopened: OpenedFindings;
  readonly reopenedRow: Int32Array;
  /** Better observations of findings that were open before this chunk. */
  improved: { [Column in keyof Improvements]: Improvements[Column][number][] };
  /** Whether a finding of an event type was seen again. */
  eventsSeenAgain: boolean;
  /** Rows of new decisions and of `fresh`, ready to be copied; null when there are none. */
  decisionRows: Buffer | null;
  freshRows: Buffer | null;
};

/** An empty chunk for so many rows, to be filled again and again. */
export function makeChunk(chunkRows: number): Chunk {
  return {
    batch: makeRowBatch(chunkRows),
    number: 0,
    from: { offset: 0, line: 0, row: 0 },
    until: { offset: 0, line: 0, row: 0 },
    addressClass: new Int32Array(chunkRows),
    nameClass: new Int32Array(chunkRows),
    aboutName: new Uint8Array(chunkRows),
    outOfScope: new Uint8Array(chunkRows),
    keys: new Uint32Array(chunkRows * 4),
    ids: new Float64Array(chunkRows),
    fresh: makeOpenedFindings(chunkRows),
    freshRow: new Int32Array(chunkRows),
    reopened: makeOpenedFindings(chunkRows),
    reopenedRow: new Int32Array(chunkRows),
    improved: noImprovements(),
    eventsSeenAgain: false,
    decisionRows: null,
    freshRows: null,
  };
}

/** Columns for better observations, empty. */
export function noImprovements(): Chunk["improved"] {
  return { ids: [], standing: [], severity: [], observedAt: [], addresses: [], names: [] };
}
