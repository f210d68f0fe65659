import { HTTPException } from "hono/http-exception";
import { toSqlState } from "../platform/database.ts";
import { AppError, type ErrorCode, errorCodes } from "../platform/errors.ts";

/** Problem details (RFC 9457), with our code, what to do, and plain values for machines. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Names this occurrence; the log has the same id. */
  readonly instance: string;
  readonly code: ErrorCode;
  readonly remedy: string;
  /** Whether the same request may work later. */
  readonly retry: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** What to tell a client about a failure; of what nobody foresaw, nothing but where the log has it. */
export function toProblem(error: unknown, requestId: string): Problem {
  const known = toAppError(error);
  const { status, title, retry } = known.entry;
  return {
    type: `urn:meldpunt:problem:${known.code}`,
    title,
    status,
    detail: known.message,
    instance: `urn:uuid:${requestId}`,
    code: known.code,
    remedy: known.remedy,
    retry,
    ...(Object.keys(known.details).length === 0 ? {} : { details: known.details }),
  };
}

/** Whether the failure is ours to look at. */
export function isOurs(problem: Problem): boolean {
  return problem.status >= 500;
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: "wrong-usage",
  404: "not-found",
  413: "input-too-large",
};

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException) {
    const code = codeOfStatus[error.status] ?? "wrong-usage";
    return new AppError(code, error.message || `${errorCodes[code].title}.`, {
      remedy: "Correct the request and try again.",
    });
  }
  if (isLostDatabase(toSqlState(error))) {
    return new AppError("database-unreachable", "The database does not answer.");
  }
  return new AppError("unexpected", "Something failed here that nobody foresaw.", {
    remedy: "Try again; if it fails again, tell the operator the number of this occurrence.",
  });
}

/** Connection refused or lost (class 08, and 57P: the server is going down or coming up). */
function isLostDatabase(code: string): boolean {
  return /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|08...|57P0[123])$/.test(code);
}
