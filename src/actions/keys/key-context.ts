import type { Instance } from "../../domain/instance.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import { deriveKey, type MasterKey } from "../../platform/master-key.ts";

/** What the keys of the installation are kept with. */
export type KeyContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly masterKey: MasterKey;
  readonly instance: Pick<Instance, "name" | "sender">;
};

/** The key that private parts of our own keys are sealed with, each under its id. */
export function ownKeysKeyOf(masterKey: MasterKey): Buffer {
  return deriveKey(masterKey, "own keys");
}
