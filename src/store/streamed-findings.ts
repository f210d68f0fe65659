import { dispositionCode } from "../domain/finding/disposition.ts";
import { closedStates, episodeStateCode } from "../domain/finding/episode-state.ts";
import type { FindingId, FindingTypeId } from "../domain/ids.ts";
import { copyOut, type Sql } from "../platform/database.ts";
import { readCopyRows } from "../platform/read-copy-rows.ts";

/** What a decision about a finding depends on, and where the finding stands; one object for all rows of a stream. */
export type StreamedFinding = {
  id: number;
  /** Number of the type in this database. */
  typeId: number;
  /** 0 when it has no address. */
  family: 0 | 4 | 6;
  readonly words: Uint32Array;
  name: string | null;
  severity: number;
  standing: number;
  /** When it was seen, as far as whose it is goes: milliseconds since 1970 UTC. */
  observedAt: number;
  isOpen: boolean;
  disposition: number;
  decision: number;
};

/** Where PostgreSQL begins to count, in milliseconds since 1970 UTC. */
const postgresEpochMs = Date.UTC(2000, 0, 1);
const twoTo32 = 4294967296;
const ipv4Family = 2;

const closedCodes = closedStates.map(episodeStateCode);

const columns = [
  "f.id",
  "f.type_id",
  "f.address",
  "f.name",
  "f.severity",
  "f.standing",
  "coalesce(f.seen_at, f.observed_at)",
  `f.state not in (${closedCodes.join(", ")})`,
  "f.disposition",
  "f.decision_id",
];

/** Dispositions in which another decision about an open finding means something. */
const redecidable = (
  [
    "pending",
    "delivered",
    "inCustody",
    "declined",
    "suppressed",
    "undeliverable",
    "heldForPerson",
  ] as const
).map(dispositionCode);

/** SQL: the finding `f` is open, and stands where another decision about it means something. */
export const isRedecidable = `f.state not in (${closedCodes.join(", ")}) and f.disposition in (${redecidable.join(", ")})`;

/** Open findings with ids between these (the first exclusive) of which another decision means something. */
export async function streamRedecidable(
  sql: Sql,
  after: number,
  until: number,
  onFinding: (finding: StreamedFinding) => void,
): Promise<void> {
  await stream(sql, `f.id > ${after} and f.id <= ${until} and ${isRedecidable}`, onFinding);
}

/** Findings whose present episode was opened at this instant or later. */
export async function streamOpenedSince(
  sql: Sql,
  since: Date,
  onFinding: (finding: StreamedFinding) => void,
): Promise<void> {
  await stream(sql, `f.opened_at >= '${since.toISOString()}'`, onFinding);
}

/** Findings in scope, in no order; `onFinding` may keep nothing of what it is handed. */
async function stream(
  sql: Sql,
  condition: string,
  onFinding: (finding: StreamedFinding) => void,
): Promise<void> {
  const finding: StreamedFinding = {
    id: 0,
    typeId: 0,
    family: 0,
    words: new Uint32Array(4),
    name: null,
    severity: 0,
    standing: 0,
    observedAt: 0,
    isOpen: false,
    disposition: 0,
    decision: 0,
  };
  await copyOut(
    sql,
    `copy (select ${columns.join(", ")} from findings f where f.decision_id is not null and ${condition})
       to stdout (format binary)`,
    (chunks) =>
      readCopyRows(chunks, columns.length, (bytes, starts, lengths) => {
        readFinding(finding, bytes, starts, lengths);
        onFinding(finding);
      }),
  );
}

function readFinding(
  finding: StreamedFinding,
  bytes: Buffer,
  starts: Int32Array,
  lengths: Int32Array,
): void {
  const at = (column: number): number => starts[column] as number;
  finding.id = readInt64(bytes, at(0));
  finding.typeId = bytes.readInt32BE(at(1));
  readAddress(finding, bytes, at(2), lengths[2] as number);
  const nameBytes = lengths[3] as number;
  finding.name = nameBytes < 0 ? null : bytes.toString("latin1", at(3), at(3) + nameBytes);
  finding.severity = bytes.readInt16BE(at(4));
  finding.standing = bytes.readInt16BE(at(5));
  finding.observedAt = readInt64(bytes, at(6)) / 1000 + postgresEpochMs;
  finding.isOpen = bytes[at(7)] === 1;
  finding.disposition = bytes.readInt16BE(at(8));
  finding.decision = readInt64(bytes, at(9));
}

function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * twoTo32 + bytes.readUInt32BE(at + 4);
}

/** On the wire: family, length of the netmask, no cidr, length of the address, the address. */
function readAddress(finding: StreamedFinding, bytes: Buffer, at: number, length: number): void {
  if (length < 0) {
    finding.family = 0;
    return;
  }
  finding.family = bytes[at] === ipv4Family ? 4 : 6;
  const words = finding.family === 4 ? 1 : 4;
  for (let word = 0; word < words; word++) {
    finding.words[word] = bytes.readUInt32BE(at + 4 + word * 4);
  }
}

/** Object and type of these findings, for people. */
export async function listFindingObjects(
  sql: Sql,
  ids: readonly number[],
): Promise<
  Map<FindingId, { readonly id: FindingId; readonly object: string; readonly type: FindingTypeId }>
> {
  const { rows } = await sql.query<{ id: FindingId; object: string; type: FindingTypeId }>(
    `select f.id, coalesce(host(f.address), f.name) as object, t.name as type
       from findings f join finding_types t on t.id = f.type_id
      where f.id = any($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
