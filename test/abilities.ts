import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What tests may need that is not on every machine, and how to get it. */
export type Ability = {
  readonly name: string;
  /** Where it is, or null; tests skip themselves without it. */
  readonly found: string | null;
  readonly enable: string;
};

const sharedData = fileURLToPath(new URL("../../shared/data", import.meta.url));

/** Real reports, schemas and registry data that may not be passed on with the program. */
export const sharedDataFolder: string | null = existsSync(sharedData) ? sharedData : null;

/** A Chromium for the tests of the pages. */
export const chromiumPath: string | null =
  process.env.MELDPUNT_TEST_CHROMIUM ??
  findProgram(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]);

export const isRoot: boolean = process.getuid?.() === 0;

/** Everything that some test needs; `npm test` names what is missing. */
export function listAbilities(): Ability[] {
  return [
    {
      name: "tests on real reports and registry data",
      found: sharedDataFolder,
      enable: "put the project's shared data beside the clone, as ../shared/data",
    },
    {
      name: "tests of the pages in a browser",
      found: chromiumPath,
      enable: "install Chromium, or set MELDPUNT_TEST_CHROMIUM to the path of one",
    },
    {
      name: "database tests on another PostgreSQL than the embedded one",
      found: process.env.MELDPUNT_TEST_DATABASE_URL ?? null,
      enable: "set MELDPUNT_TEST_DATABASE_URL to a superuser's address on a PostgreSQL 15",
    },
    {
      name: "tests of the embedded PostgreSQL under root and under another user",
      found: isRoot ? "root" : null,
      enable: "run the tests as root, in a container for example",
    },
  ];
}

function findProgram(names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}
