// Runs a program of this clone with the pinned Node.js, after installing what is missing:
//   node scripts/run.mjs src/main.ts …          a file of ours
//   node scripts/run.mjs knip …                 a command of an installed package
// Plain JavaScript without packages, for any Node.js from 20.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { goOn } from "./go-on.mjs";
import { ensureInstalled, getPinnedNode, programFolder } from "./install.mjs";

const [program = "", ...args] = process.argv.slice(2);
const ours = /\.(ts|mjs)$/.test(program);

ensureInstalled();
const node = getPinnedNode();
if (ours && !existsSync(join(programFolder, program))) {
  console.error(`${program} is not there.`);
  process.exit(1);
}
goOn(node, [ours ? join(programFolder, program) : findCommand(program), ...args]);

/** The script behind a command of an installed package. */
function findCommand(name) {
  const path = join(programFolder, "node_modules", ".bin", name);
  if (existsSync(path)) return path;
  console.error(`The command ${name} is not installed; remove node_modules and try again.`);
  process.exit(1);
}
