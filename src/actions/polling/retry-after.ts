import { AppError } from "../../platform/errors.ts";

/** How long the other side asked us to wait, in milliseconds; null when it did not. */
export function retryAfterOf(error: unknown): number | null {
  const wait = error instanceof AppError ? error.details.retryAfterMs : null;
  return typeof wait === "number" ? wait : null;
}
