import { severities } from "../../src/domain/finding/severity.ts";
import { formatAddress, toAddress } from "../../src/domain/network/ip-address.ts";
import {
  clearRowBatch,
  makeRowBatch,
  type QuarantinedRow,
} from "../../src/domain/report/row-batch.ts";
import type { OpenOptions, RowReader, Source } from "../../src/domain/report/source.ts";

/** A row of a batch, as people would write it down. */
export type ReadRow = {
  readonly row: number;
  readonly line: number;
  readonly offset: number;
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number;
  readonly transport: number;
  readonly observedAt: string;
  readonly type: string | undefined;
  readonly severity: string | undefined;
};

export type ReadReport = {
  readonly rows: ReadRow[];
  readonly quarantined: QuarantinedRow[];
  readonly reader: RowReader;
  replacedBytes: number;
};

export type ReadOptions = {
  /** How much of the text is handed over at once; more where no row fits. */
  readonly pieceBytes?: number;
  readonly capacity?: number;
};

/** Reads a whole report as the pipeline does; throws the refusal's detail when it is refused. */
export function readReport(
  source: Source,
  text: string | Uint8Array,
  options: OpenOptions,
  { pieceBytes = 1 << 22, capacity = 64 }: ReadOptions = {},
): ReadReport {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const opened = source.open(bytes, options);
  if (opened.kind === "refused") throw new Error(opened.refusal.detail);
  const { reader, cursor } = opened;
  const report: ReadReport = { rows: [], quarantined: [], reader, replacedBytes: 0 };
  const batch = makeRowBatch(capacity);
  for (let size = pieceBytes; cursor.offset < bytes.length; ) {
    const at = cursor.offset;
    const piece = bytes.subarray(at, at + size);
    const last = at + piece.length === bytes.length;
    clearRowBatch(batch);
    reader.read({ bytes: piece, at, last }, cursor, batch);
    const isStuck = cursor.offset === at;
    if (isStuck && last && batch.count + batch.quarantined.length === 0) {
      throw new Error("the reader neither reads nor ends");
    }
    size = isStuck ? size * 2 : pieceBytes;
    report.quarantined.push(...batch.quarantined);
    report.replacedBytes += batch.replacedBytes;
    for (let i = 0; i < batch.count; i += 1) {
      const family = batch.family[i] as 0 | 4 | 6;
      report.rows.push({
        row: batch.row[i] as number,
        line: batch.line[i] as number,
        offset: batch.offset[i] as number,
        address: family === 0 ? null : formatAddress(toAddress(family, batch.words, i * 4)),
        name: batch.names[i] ?? null,
        port: batch.port[i] as number,
        transport: batch.transport[i] as number,
        observedAt: new Date(batch.observedAt[i] as number).toISOString(),
        type: reader.types[batch.type[i] as number]?.id,
        severity: severities[batch.severity[i] as number],
      });
    }
  }
  return report;
}
