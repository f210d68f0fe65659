// Runs the tests (`npm test`, arguments go to vitest), then says what could not run here and why.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { listAbilities } from "../test/abilities.ts";

const vitest = join(
  dirname(createRequire(import.meta.url).resolve("vitest/package.json")),
  "vitest.mjs",
);
const result = spawnSync(process.execPath, [vitest, "run", ...process.argv.slice(2)], {
  stdio: "inherit",
});

const missing = listAbilities().filter((ability) => ability.found === null);
if (missing.length > 0) {
  console.log("\nNot run here:");
  for (const { name, enable } of missing) console.log(`  ${name}\n    to run them: ${enable}`);
}
process.exit(result.status ?? 1);
