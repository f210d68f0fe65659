import fc from "fast-check";
import { anyRegistry } from "./arbitrary-registry.ts";
import { anyWorld, mailboxes } from "./arbitrary-world.ts";
import type { Setting } from "./fast-decide.ts";

/** A world, a registry around the same objects, and some addresses that refuse mail. */
export const anySetting: fc.Arbitrary<Setting> = fc.record({
  world: anyWorld,
  registry: anyRegistry,
  deadAddresses: fc.subarray([...mailboxes], { maxLength: 3 }).map((dead) => new Set(dead)),
});
