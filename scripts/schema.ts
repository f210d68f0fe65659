// Writes schema.sql: the shape of the database after all migrations (`npm run schema`).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { programFolder } from "../src/platform/config.ts";
import { dumpSchema } from "../src/platform/dump-schema.ts";
import { makeDatabase } from "../test/database.ts";

const { database, drop } = await makeDatabase(true);
try {
  const dump = await dumpSchema(database);
  writeFileSync(join(programFolder, "schema.sql"), dump);
  console.log(`Wrote schema.sql: ${dump.split("\n").length} lines.`);
} finally {
  await database.close();
  await drop();
}
