import type { Outcome } from "./measure.ts";

/** The PostgreSQL that is measured: the embedded one, or that of `BENCH_DATABASE_URL`. */
export type ServerKind = "embedded" | "given";

/** What a row is measured with; handed to its process as JSON. */
export type Bench = {
  /** For keys, kept reports and other files of this run; shared with the row that goes before. */
  readonly folder: string;
  /** For inputs, which all runs share. */
  readonly inputFolder: string;
  /** A database with registry and world, for this run alone unless the row only reads; null where it needs none. */
  readonly databaseUrl: string | null;
  readonly server: ServerKind;
  /** Rows of the report, or how many of whatever the row measures; null for the usual number. */
  readonly size: number | null;
  readonly organisations: number;
  readonly claims: number;
  /** How often to measure in this process. */
  readonly repeats: number;
  /** Take a profile; the figures are not to be counted then. */
  readonly isProfiled: boolean;
};

export type RunRow = (bench: Bench) => Promise<Outcome>;

/** How a row is run. */
export type RowPlan = {
  readonly name: string;
  readonly title: string;
  /** Whether it belongs to what `npm run bench` measures without being asked for more. */
  readonly isUsual: boolean;
  /** `none`: no database; `shared`: it only reads; `own`: one for each run; else that of the row before. */
  readonly database: "none" | "shared" | "own" | { readonly after: string };
  /** A short row measures several times in one process, a long one once in each of several. */
  readonly isLong: boolean;
  /** How often it is measured unless `--runs` says otherwise. */
  readonly runs: number;
  /** Whether one more run shows where the time goes. */
  readonly isProfiled: boolean;
  readonly load: () => Promise<RunRow>;
};
