import type { ErrorHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { WebContext, WebEnv } from "./context.ts";
import { showProblem } from "./portal/pages/problem-page.ts";
import { isOurs, toProblem } from "./problem.ts";

/** The one place where failures become answers: problem details for programs, a page for people. */
export function answerError(context: WebContext): ErrorHandler<WebEnv> {
  return (error, c) => {
    const problem = toProblem(error, c.var.requestId);
    if (isOurs(problem)) context.log.error({ err: error, requestId: c.var.requestId }, "failed");
    const status = problem.status as ContentfulStatusCode;
    if (isForPrograms(c.req.path)) {
      return c.body(JSON.stringify(problem), status, {
        "Content-Type": "application/problem+json",
      });
    }
    return c.html(showProblem(context, c, problem), status);
  };
}

function isForPrograms(path: string): boolean {
  return /^\/(api|metrics|healthz|readyz)(\/|$)/.test(path);
}
