import { expect, test } from "vitest";
import { AppError, errorCodes, must, toExitStatus, toMessage, unreachable } from "./errors.ts";

test("an error tells what is wrong and, on a line of its own, what to do", () => {
  const error = new AppError("input-refused", "world.yaml line 3: unknown key");
  expect(toMessage(error)).toBe("world.yaml line 3: unknown key\nCorrect the input and try again.");
  const own = new AppError("brake", "12 % would change", { remedy: "Look, then --force." });
  expect(toMessage(own)).toBe("12 % would change\nLook, then --force.");
});

test("a command ends with the status that belongs to the error", () => {
  expect(toExitStatus(new AppError("wrong-usage", "no file"))).toBe(2);
  expect(toExitStatus(new AppError("input-refused", "no rows"))).toBe(3);
  expect(toExitStatus(new Error("anything else"))).toBe(1);
});

test("every code has a title and a remedy for people", () => {
  for (const [code, entry] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(entry.title).not.toBe("");
    expect(entry.remedy).toMatch(/\.$/);
  }
});

test("must and unreachable name the bug", () => {
  expect(must(0, "zero is a value")).toBe(0);
  expect(() => must(null, "every report has a finder")).toThrow("Bug: every report has a finder");
  expect(() => unreachable("x" as never, "the ladder")).toThrow(
    'Bug: the ladder does not know "x"',
  );
});
