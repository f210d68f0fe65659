import type { DomainName } from "../network/domain-name.ts";

/** A row that does not parse, put aside with the reason; the rest of its report goes on. */
export type QuarantinedRow = {
  /** Number of the row in its report, from 1, the header not counted. */
  readonly row: number;
  /** Number of the line in the text where the row begins, from 1. */
  readonly line: number;
  readonly field: string;
  readonly reason: string;
  /** What stood there, cut to 200 characters. */
  readonly value: string;
};

/**
 * Rows of a report, column by column, filled by a reader and used again for the next chunk.
 *
 * `count` rows are valid in every column. Absent is 0 in `family`, `port`, `transport` and null in `names`.
 */
export type RowBatch = {
  count: number;
  readonly capacity: number;
  readonly row: Uint32Array;
  readonly line: Uint32Array;
  /** Where the row begins in the report's text, in bytes. */
  readonly offset: Float64Array;
  /** 4, 6, or 0 when the row has no address. IPv4-mapped addresses are folded to 4. */
  readonly family: Uint8Array;
  /** Four words an address, most significant first; IPv4 stands in the first of the four, the others are 0. */
  readonly words: Uint32Array;
  /** The name that was asked for or that the row is about; for leaked credentials the mail domain. */
  readonly names: (DomainName | null)[];
  readonly port: Uint16Array;
  /** IANA protocol number: 6 TCP, 17 UDP, 1 ICMP, 132 SCTP. */
  readonly transport: Uint8Array;
  /** Milliseconds since 1970 UTC. */
  readonly observedAt: Float64Array;
  /** Index into the reader's `types`. */
  readonly type: Uint16Array;
  /** `severityRank` of the row. */
  readonly severity: Uint8Array;
  /** Rows put aside since the batch was cleared; `count` plus their number never exceeds `capacity`. */
  readonly quarantined: QuarantinedRow[];
  /** Bytes that were no UTF-8 and were replaced. */
  replacedBytes: number;
};

/** An empty batch for so many rows. */
export function makeRowBatch(capacity: number): RowBatch {
  return {
    count: 0,
    capacity,
    row: new Uint32Array(capacity),
    line: new Uint32Array(capacity),
    offset: new Float64Array(capacity),
    family: new Uint8Array(capacity),
    words: new Uint32Array(capacity * 4),
    names: new Array<DomainName | null>(capacity).fill(null),
    port: new Uint16Array(capacity),
    transport: new Uint8Array(capacity),
    observedAt: new Float64Array(capacity),
    type: new Uint16Array(capacity),
    severity: new Uint8Array(capacity),
    quarantined: [],
    replacedBytes: 0,
  };
}

/** Makes the batch empty again without giving up its columns. */
export function clearRowBatch(batch: RowBatch): void {
  batch.count = 0;
  batch.quarantined.length = 0;
  batch.replacedBytes = 0;
}

/** Whether no further row fits: rows read and rows put aside both count, so that chunks end at the same row every time. */
export function isFull(batch: RowBatch): boolean {
  return batch.count + batch.quarantined.length >= batch.capacity;
}
