// Measures what the design promises (`npm run bench -- --help`) on inputs that it makes itself, the same each time.
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describeLoad, describeMachine } from "./machine.ts";
import { measureRows } from "./measure-rows.ts";
import { type BenchArguments, help, readArguments } from "./read-arguments.ts";
import { recordResults } from "./record-results.ts";
import { toSection } from "./result-text.ts";
import { rowPlans } from "./row-plans.ts";
import { openBenchServer } from "./server.ts";

const givenUrl = process.env.BENCH_DATABASE_URL || undefined;
const asked = readAsked();
if (asked === "help") {
  console.log(help);
} else if (asked !== null) {
  const folder = mkdtempSync(join(tmpdir(), "meldpunt-bench-"));
  // The embedded server drops root and has to find its own folder in here.
  chmodSync(folder, 0o711);
  // The row under way ends with the same signal, and everything is cleaned up as after any failure.
  process.on("SIGINT", () => console.error("Interrupted; cleaning up."));
  const machine = `${describeMachine()}, ${describeLoad()} before`;
  console.log(`${machine}\n`);
  const sections: string[] = [];
  try {
    for (const kind of asked.servers) {
      const server = await openBenchServer(folder, kind === "given" ? (givenUrl ?? null) : null);
      try {
        for await (const result of measureRows(asked, server, folder)) {
          const section = toSection(result, machine);
          sections.push(section);
          console.log(`${section}\n`);
        }
      } finally {
        await server.close();
      }
    }
    if (asked.isRecorded && sections.length > 0) {
      console.log(
        `Written to ${recordResults(
          sections,
          rowPlans.map(({ name }) => name),
        )}`,
      );
    }
  } finally {
    await removeFolder(folder);
  }
}

/** What the arguments say; null when they make no sense. */
function readAsked(): BenchArguments | "help" | null {
  try {
    return readArguments(process.argv.slice(2), givenUrl) ?? "help";
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
    return null;
  }
}

/**
 * The embedded server takes its own last files away when its process ends; rmSync stops without a word where a file is
 * gone before its turn.
 */
async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 20 && existsSync(folder); attempt++) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    await pause(50);
  }
}
