import type { Words } from "../domain/network/ip-address.ts";
import type { AddressRange } from "../domain/network/prefix.ts";
import { toNumber, toWords } from "../domain/network/prefix.ts";
import type { RegistryEntry } from "../domain/registry/registry-source.ts";
import { type CopyWriter, makeCopyWriter } from "../platform/binary-copy.ts";
import { copyIn, type Sql } from "../platform/database.ts";

/** Codes of the kinds of entries in the staging table. */
export const stagedKinds = { range: 0, network: 1, system: 2, organisation: 3, role: 4 } as const;

const columns =
  "kind, source, handle, first, last, span, asn, name, country, holder, desk, mailbox, peers";

/**
 * Makes the table that a load gathers its entries in, for this transaction only.
 *
 * `span` is last minus first written as an address of the family: PostgreSQL has no number that holds the size of an
 * IPv6 range and sorts as fast.
 */
export async function createRegistryStaging(sql: Sql): Promise<void> {
  await sql.query(`
    create temporary table registry_staging (
      kind smallint not null, source text, handle text, first inet, last inet, span inet, asn bigint, name text,
      country text, holder text, desk text, mailbox text, peers integer
    ) on commit drop`);
}

/** Adds entries to the staging table of this transaction. */
export async function stageRegistryEntries(
  sql: Sql,
  entries: readonly RegistryEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const writer = makeCopyWriter(entries.length * 100);
  const scratch = new Uint32Array(4);
  for (const entry of entries) writeEntry(writer, entry, scratch);
  await copyIn(sql, `copy registry_staging (${columns}) from stdin (format binary)`, [
    writer.finish(),
  ]);
}

type Row = {
  readonly kind: number;
  readonly source?: string;
  readonly handle?: string;
  readonly range?: AddressRange;
  readonly asn?: number | null;
  readonly name?: string | null;
  readonly country?: string | null;
  readonly holder?: string | null;
  readonly desk?: string | null;
  readonly mailbox?: string;
  readonly peers?: number;
};

function toRow(entry: RegistryEntry): Row {
  return { ...entry, kind: stagedKinds[entry.kind] };
}

function writeEntry(writer: CopyWriter, entry: RegistryEntry, scratch: Uint32Array): void {
  const row = toRow(entry);
  writer.row(13);
  writer.int16(row.kind);
  writeText(writer, row.source);
  writeText(writer, row.handle);
  writeRange(writer, row.range, scratch);
  if (row.asn === undefined || row.asn === null) writer.absent();
  else writer.int64(row.asn);
  writeText(writer, row.name);
  writeText(writer, row.country);
  writeText(writer, row.holder);
  writeText(writer, row.desk);
  writeText(writer, row.mailbox);
  if (row.peers === undefined) writer.absent();
  else writer.int32(row.peers);
}

function writeText(writer: CopyWriter, value: string | null | undefined): void {
  if (value === undefined || value === null) writer.absent();
  else writer.text(value);
}

function writeRange(
  writer: CopyWriter,
  range: AddressRange | undefined,
  scratch: Uint32Array,
): void {
  if (range === undefined) {
    for (let i = 0; i < 3; i += 1) writer.absent();
    return;
  }
  for (const words of [range.first, range.last, spanOf(range)]) {
    scratch.set(words);
    writer.inet(range.family, scratch, 0);
  }
}

function spanOf({ family, first, last }: AddressRange): Words {
  if (family === 4) return [last[0] - first[0], 0, 0, 0];
  return toWords(6, toNumber(6, last) - toNumber(6, first));
}
