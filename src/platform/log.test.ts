import { expect, test } from "vitest";
import { openLog } from "./log.ts";

function linesOf(level: "info" | "debug", write: (log: ReturnType<typeof openLog>) => void) {
  const lines: Record<string, unknown>[] = [];
  write(openLog(level, { write: (line: string) => void lines.push(JSON.parse(line)) }));
  return lines;
}

test("a line says when, how bad, what and about what", () => {
  const [line] = linesOf("info", (log) => log.child({ stage: "keep" }).warn({ rows: 3 }, "slow"));
  expect(line).toMatchObject({ level: 40, stage: "keep", rows: 3, msg: "slow" });
  expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test("what is below the level is left out", () => {
  expect(linesOf("info", (log) => log.debug("detail"))).toEqual([]);
  expect(linesOf("debug", (log) => log.debug("detail"))).toHaveLength(1);
});

test("secrets never get in, also inside of what is logged", () => {
  const lines = linesOf("info", (log) => {
    log.info({ token: "geheim", request: { headers: { authorization: "Bearer geheim" } } }, "in");
    log.info({ smtp: { auth: { pass: "geheim" } }, password: "geheim" }, "out");
  });
  expect(lines).toHaveLength(2);
  expect(JSON.stringify(lines)).not.toContain("geheim");
});
