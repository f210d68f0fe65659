import { HTTPException } from "hono/http-exception";
import { expect, test } from "vitest";
import { AppError } from "../platform/errors.ts";
import { toProblem } from "./problem.ts";

test("a failure of ours is told with code, remedy and details", () => {
  const error = new AppError("input-refused", "lijst.csv, line 1: no such column.", {
    remedy: "Name the column.",
    details: { line: 1 },
  });
  expect(toProblem(error, "0190-id")).toEqual({
    type: "urn:meldpunt:problem:input-refused",
    title: "Input refused",
    status: 422,
    detail: "lijst.csv, line 1: no such column.",
    instance: "urn:uuid:0190-id",
    code: "input-refused",
    remedy: "Name the column.",
    retry: false,
    details: { line: 1 },
  });
});

test.each([
  [new Error("password=geheim at /srv/secret"), 500, "unexpected"],
  ["geheim", 500, "unexpected"],
  [
    Object.assign(new Error("connect geheim"), { code: "ECONNREFUSED" }),
    503,
    "database-unreachable",
  ],
  [Object.assign(new Error("geheim"), { code: "57P01" }), 503, "database-unreachable"],
])("what nobody foresaw says nothing of itself: %s", (error, status, code) => {
  const problem = toProblem(error, "id");
  expect(problem).toMatchObject({ status, code });
  expect(JSON.stringify(problem)).not.toContain("geheim");
});

test("a failure of the framework keeps its status", () => {
  expect(toProblem(new HTTPException(413, { message: "" }), "id")).toMatchObject({
    status: 413,
    code: "input-too-large",
    detail: "Input too large.",
  });
  expect(toProblem(new HTTPException(400, { message: "Malformed" }), "id")).toMatchObject({
    status: 400,
    detail: "Malformed",
  });
});
