import type { ReadBasis } from "../../domain/decision/decision-basis.ts";
import type { Instance } from "../../domain/instance.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import type { MasterKey } from "../../platform/master-key.ts";

/** What changes of endpoints work with. */
export type EndpointContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
  readonly instance: Instance;
  readonly readBasis: ReadBasis;
  /** Chance: so many bytes. */
  readonly random: (bytes: number) => Uint8Array;
};
