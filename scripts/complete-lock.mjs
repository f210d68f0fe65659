// Adds to package-lock.json the optional packages for platforms that the registry at hand does not
// offer: npm leaves them out then, and `npm ci` refuses a lock file without them, on any machine.
// To be run after each `npm install`. Plain JavaScript, for any Node.js from 20.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { markInstalled, programFolder } from "./install.mjs";

const systems = [
  "linux",
  "darwin",
  "win32",
  "android",
  "freebsd",
  "openharmony",
  "netbsd",
  "openbsd",
];
const processors = [
  "x64",
  "arm64",
  "arm",
  "ia32",
  "ppc64",
  "riscv64",
  "s390x",
  "loong64",
  "mips64el",
];

const path = join(programFolder, "package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8"));
const added = {};
for (const { optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`;
    if (lock.packages[key] === undefined) added[key] = toEntry(name, version);
  }
}
lock.packages = Object.fromEntries(
  Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, "en")),
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
markInstalled();
console.log(`Added ${Object.keys(added).length} packages: ${Object.keys(added).join(", ")}`);

/** What npm would have written, but for the integrity, and for a platform that the name tells. */
function toEntry(name, version) {
  if (!/^\d/.test(version)) throw new Error(`${name}: ${version} is not an exact version`);
  const words = name.split(/[/-]/);
  const os = words.filter((word) => systems.includes(word));
  const cpu = processors.filter((word) => words.includes(word));
  const musl = words.some((word) => word.startsWith("musl"));
  const glibc = words.some((word) => word.startsWith("gnu"));
  const libc = musl ? { libc: ["musl"] } : glibc ? { libc: ["glibc"] } : {};
  if (os.length === 0) throw new Error(`${name} does not tell its platform`);
  return { version, cpu, ...libc, optional: true, os };
}
