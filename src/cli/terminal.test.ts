import { PassThrough, Writable } from "node:stream";
import { expect, test } from "vitest";
import { openTerminal, writeAll } from "./terminal.ts";

function open(stdout: Writable, stderr = new PassThrough()) {
  return { stderr, terminal: openTerminal({ stdin: new PassThrough(), stdout, stderr }) };
}

test("nothing more is asked for once nobody reads, and that is no error", async () => {
  const stdout = new Writable({
    write: (_, __, done) => done(Object.assign(new Error("broken"), { code: "EPIPE" })),
  });
  const { terminal, stderr } = open(stdout);
  let asked = 0;
  function* texts() {
    for (;;) {
      asked++;
      yield "x".repeat(70_000);
    }
  }
  await writeAll(terminal, texts());
  expect(asked).toBeLessThan(5);
  expect(stderr.read()).toBeNull();
});

test("writing goes at the pace of the reader, and all of it arrives", async () => {
  const stdout = new PassThrough({ highWaterMark: 1000 });
  const { terminal } = open(stdout);
  let length = 0;
  stdout.on("data", (piece) => {
    length += piece.length;
  });
  await writeAll(
    terminal,
    Array.from({ length: 5000 }, () => "a line of text\n"),
  );
  stdout.end();
  await new Promise((resolve) => stdout.on("end", resolve));
  expect(length).toBe(5000 * 15);
});

test("another failure of standard output is told", async () => {
  const stdout = new Writable({
    write: (_, __, done) => done(Object.assign(new Error("no space left"), { code: "ENOSPC" })),
  });
  const { terminal, stderr } = open(stdout);
  await terminal.write("x");
  await new Promise((resolve) => setImmediate(resolve));
  expect(await terminal.write("y")).toBe(false);
  expect(String(stderr.read())).toContain("no space left");
});
