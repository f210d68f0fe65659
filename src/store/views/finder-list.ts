import type { FinderState } from "../../domain/finder/finder-record.ts";
import { type Grade, grades } from "../../domain/finding/grade.ts";
import { type Tlp, tlpLabels } from "../../domain/finding/tlp.ts";
import type { FinderId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** A key as people see it. */
export type FinderKey = {
  readonly fingerprint: string;
  readonly expiresAt: Date | null;
  readonly addedAt: Date;
  readonly revokedAt: Date | null;
};

/** A finder in a list: where it stands, what waits of it. */
export type FinderListEntry = {
  readonly id: FinderId;
  readonly state: FinderState;
  readonly name: string;
  readonly vouchedBy: string | null;
  readonly purpose: string;
  readonly contact: string;
  readonly language: "nl" | "en";
  readonly confirmedAt: Date | null;
  readonly trusted: boolean;
  readonly tlp: Tlp | null;
  readonly grade: Grade | null;
  readonly signed: boolean;
  /** How many lines its policy has. */
  readonly policies: number;
  readonly askedAt: Date;
};

type Row = Omit<FinderListEntry, "tlp" | "grade"> & { tlp: number | null; grade: number | null };

function toEntry({ tlp, grade, ...row }: Row): FinderListEntry {
  return {
    ...row,
    tlp: tlp === null ? null : (tlpLabels[tlp] as Tlp),
    grade: grade === null ? null : (grades[grade] as Grade),
  };
}

const columns = `f.id, f.state, f.name, f.vouched_by as "vouchedBy", f.purpose, f.contact, f.language,
  f.confirmed_at as "confirmedAt", f.trusted, f.tlp, f.grade, f.signed,
  jsonb_array_length(f.policies) as policies, f.asked_at as "askedAt"`;

/** Finders of the register, those that wait for a vetter first; row-level security says which. */
export async function listFinderEntries(sql: Sql): Promise<FinderListEntry[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from finders f order by f.state <> 'asked', f.asked_at, f.id limit 1000`,
  );
  return rows.map(toEntry);
}

/** One finder; null when there is none, or it is not this reader's. */
export async function findFinderEntry(sql: Sql, id: FinderId): Promise<FinderListEntry | null> {
  const { rows } = await sql.query<Row>(`select ${columns} from finders f where f.id = $1`, [id]);
  return rows[0] === undefined ? null : toEntry(rows[0]);
}

/** Its keys, the latest first. */
export async function listFinderKeys(sql: Sql, id: FinderId): Promise<FinderKey[]> {
  const { rows } = await sql.query<FinderKey>(
    `select k.fingerprint, k.expires_at as "expiresAt", k.added_at as "addedAt", k.revoked_at as "revokedAt"
       from finder_keys k where k.finder = $1 order by k.added_at desc, k.fingerprint`,
    [id],
  );
  return rows;
}

/** One step of vetting. */
export type FinderChange = {
  readonly at: Date;
  readonly actor: string;
  readonly state: FinderState;
  readonly trusted: boolean;
  readonly reason: string;
};

/** How it was vetted, in order; for people of the house only. */
export async function listFinderChanges(sql: Sql, id: FinderId): Promise<FinderChange[]> {
  const { rows } = await sql.query<FinderChange>(
    `select c.changed_at as at, c.actor, c.state, c.trusted, c.reason
       from finder_changes c where c.finder = $1 order by c.id`,
    [id],
  );
  return rows;
}
