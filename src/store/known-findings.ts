import { closedStates, episodeStateCode } from "../domain/finding/episode-state.ts";
import type { KnownFindings } from "../domain/finding/known-findings.ts";
import { copyOut, type Sql } from "../platform/database.ts";

const closedCodes = closedStates.map(episodeStateCode).join(", ");

/** Of a closed finding the second of closing counts, of an open one that of its earliest observation. */
const columns = `f.key, f.id, f.standing, f.severity, f.state in (${closedCodes}) as closed,
  extract(epoch from date_trunc('second', case when f.state in (${closedCodes}) then f.closed_at else f.observed_at end))::bigint as at_s`;

/** About how many findings there are, as the planner estimates it; never slow. */
export async function estimateFindings(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    "select greatest(c.reltuples, 0)::bigint as n from pg_class c where c.oid = 'findings'::regclass",
  );
  return Number(rows[0]?.n ?? 0);
}

/** Adds every finding there is to the set: some millions a second. */
export async function addAllKnown(sql: Sql, known: KnownFindings): Promise<void> {
  await copyOut(
    sql,
    `copy (select ${columns} from findings f) to stdout (format binary)`,
    (chunks) => addRows(chunks, known),
  );
}

/**
 * Adds the findings that have one of these keys (four words each) and are not in the set yet.
 *
 * @param count how many keys
 */
export async function addKnownOf(
  sql: Sql,
  known: KnownFindings,
  keys: Uint32Array,
  count: number,
): Promise<void> {
  const { rows } = await sql.query<{
    key: string;
    id: number;
    standing: number;
    severity: number;
    closed: boolean;
    at_s: number;
  }>(`select ${columns} from findings f where f.key = any($1::uuid[])`, [toUuids(keys, count)]);
  const words = new Uint32Array(4);
  for (const row of rows) {
    const hex = row.key.replaceAll("-", "");
    for (let i = 0; i < 4; i++) words[i] = Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16);
    if (known.find(words, 0) >= 0) continue;
    known.add(words, 0, {
      id: row.id,
      standing: row.standing,
      severity: row.severity,
      observedAtS: Number(row.at_s),
      closed: row.closed,
    });
  }
}

function toUuids(keys: Uint32Array, count: number): string[] {
  const bytes = Buffer.alloc(16);
  return Array.from({ length: count }, (_, i) => {
    for (let word = 0; word < 4; word++)
      bytes.writeUInt32BE(keys[i * 4 + word] as number, word * 4);
    return bytes.toString("hex");
  });
}

/** Bytes of a row of six columns: their number, then length and value of each. */
const rowBytes = 2 + 4 + 16 + 4 + 8 + 4 + 2 + 4 + 2 + 4 + 1 + 4 + 8;
const headerBytes = 19;

/** Reads rows in the binary format of COPY; none of the columns is ever absent, so all rows are of one length. */
async function addRows(chunks: AsyncIterable<Buffer>, known: KnownFindings): Promise<void> {
  const words = new Uint32Array(4);
  let rest: Buffer = Buffer.alloc(0);
  let skip = headerBytes;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = Math.min(skip, bytes.length);
    skip -= at;
    for (; at + rowBytes <= bytes.length; at += rowBytes) {
      for (let i = 0; i < 4; i++) words[i] = bytes.readUInt32BE(at + 6 + i * 4);
      known.add(words, 0, {
        id: bytes.readUInt32BE(at + 26) * 4294967296 + bytes.readUInt32BE(at + 30),
        standing: bytes.readInt16BE(at + 38),
        severity: bytes.readInt16BE(at + 44),
        closed: bytes[at + 50] === 1,
        observedAtS: bytes.readUInt32BE(at + 59),
      });
    }
    rest = bytes.subarray(at);
  }
}
