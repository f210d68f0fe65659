import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programFolder } from "../src/platform/config.ts";

/** How a statement begins, at the start of a text. */
const statement =
  /["'`]\s*(select\s[^"'`]*\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|merge\s+into\s|copy\s+[\w(]|truncate\s+\w|create\s+(temp\s+)?table\s|alter\s+table\s|with\s+\w+\s+as\s*\(|declare\s+\w+\s+cursor)/gi;

function findSql(source: string): string[] {
  const withoutComments = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return [...withoutComments.matchAll(statement)].map((match) => match[0].slice(1).trim());
}

test("SQL stands in the store and in the platform only", () => {
  const files = globSync("src/**/*.ts", { cwd: programFolder }).filter(
    (file) => !/^src\/(store|platform)\/|\.test\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((file) =>
    findSql(readFileSync(join(programFolder, file), "utf8")).map((sql) => `${file}: ${sql}`),
  );
  expect(found).toEqual([]);
});

test("what SQL is, is recognised", () => {
  expect(findSql("sql.query(`\n  select id\n  from findings`)")).toHaveLength(1);
  expect(findSql('query("insert into findings values (1)")')).toHaveLength(1);
  expect(findSql('copyIn(sql, "copy staging from stdin", rows)')).toHaveLength(1);
  expect(findSql('log("Select a finder with --finder")')).toEqual([]);
  expect(findSql("// `select a from b`\n/** `delete from x` */")).toEqual([]);
});
