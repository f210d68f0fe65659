import type { Catalogue } from "../../domain/finding/finding-type.ts";
import type { Instance } from "../../domain/instance.ts";
import type { Source } from "../../domain/report/source.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import type { MasterKey } from "../../platform/master-key.ts";
import type { Basis } from "./basis.ts";

/** What every stage works with; built once in main.ts. */
export type PipelineContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly instance: Instance;
  readonly catalogue: Catalogue;
  readonly sources: readonly Source[];
  readonly masterKey: MasterKey;
  /** Folder of the kept reports. */
  readonly keptFolder: string;
  /** What decisions are made with now; read and compiled again only when something changed. */
  readonly readBasis: () => Promise<Basis>;
  /** Rows taken in by one transaction. */
  readonly chunkRows: number;
};
