import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, renameSync } from "node:fs";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { ReportShape } from "./make-report.ts";

const program = fileURLToPath(new URL("report-process.ts", import.meta.url));

/** Writes the report of a shape to a file, unless it is there. */
export async function writeReport(path: string, shape: ReportShape): Promise<void> {
  if (existsSync(path)) return;
  const file = openSync(`${path}.part`, "w");
  const child = spawn(process.execPath, [program, JSON.stringify(shape)], {
    stdio: ["ignore", file, "inherit"],
  });
  const [status] = await once(child, "close");
  closeSync(file);
  if (status !== 0) throw new Error(`Making ${basename(path)} ended with ${status}.`);
  renameSync(`${path}.part`, path);
}

/** The text of a report as another process makes it. */
export function streamReport(shape: ReportShape): Readable {
  const child = spawn(process.execPath, [program, JSON.stringify(shape)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return child.stdout;
}
