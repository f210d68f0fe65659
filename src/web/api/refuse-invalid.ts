import type { Hook } from "@hono/zod-openapi";
import { AppError } from "../../platform/errors.ts";
import type { WebEnv } from "../context.ts";

/** Turns what does not fit the description of a route into one failure that names every mistake. */
// biome-ignore lint/suspicious/noExplicitAny: one hook for the inputs of all routes
export const refuseInvalid: Hook<any, WebEnv, any, void> = (result) => {
  if (result.success) return;
  const mistakes = result.error.issues.map((issue) => ({
    field: issue.path.join("."),
    reason: issue.message,
  }));
  const told = mistakes.map(({ field, reason }) => (field === "" ? reason : `${field}: ${reason}`));
  throw new AppError("wrong-usage", `${told.join("; ")}.`, {
    remedy: "Correct the request; /api/v1/openapi.json describes it.",
    details: { mistakes },
  });
};
