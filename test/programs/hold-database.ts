/**
 * A process that holds the embedded database of the folder in its first argument: runs each line of
 * its standard input as a statement, answers with the rows in one line of JSON, and stays until it
 * is killed or its input ends.
 */
import { createInterface } from "node:readline";
import { openDatabase } from "../../src/platform/open-database.ts";

const database = await openDatabase(
  { databaseUrl: null, dataFolder: process.argv[2] ?? "", postgresFolder: null },
  { idleMs: Number(process.argv[3]) },
);
console.log(JSON.stringify("ready"));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify((await database.query(line)).rows));
}
await database.close();
