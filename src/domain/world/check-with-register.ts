import { formatAsset } from "./claim-id.ts";
import type { PlainEntry } from "./merge-register.ts";
import type { World } from "./world.ts";

/**
 * What a world file says that cannot hold beside the register, a sentence each; empty when nothing.
 *
 * Two organisations never claim the same for the same use, and nobody disappears from the file of whom the register
 * still says something.
 */
export function checkWithRegister(file: World, entries: readonly PlainEntry[]): readonly string[] {
  const known = new Set<string>(file.organisations.map(({ id }) => id));
  for (const { section, party } of entries) {
    if (section === "organisation" && party !== null) known.add(party);
  }
  const orphans = new Set<string>();
  const claimed = new Map<string, string>();
  for (const { section, party, content } of entries) {
    if ((section !== "claim" && section !== "relation") || party === null) continue;
    if (!known.has(party)) orphans.add(party);
    if (section === "claim") claimed.set(`${content.use ?? "own"} ${content.asset}`, party);
  }
  const problems = [...orphans].map(
    (id) =>
      `organisation ${id} has claims or relations in the register, and the file leaves it out`,
  );
  for (const { id, claims } of file.organisations) {
    for (const { use, asset } of claims) {
      const other = claimed.get(`${use} ${formatAsset(asset)}`);
      if (other === undefined || other === id) continue;
      problems.push(
        `${id} claims ${formatAsset(asset)} (${use}), which ${other} has proved in the register`,
      );
    }
  }
  return problems;
}
