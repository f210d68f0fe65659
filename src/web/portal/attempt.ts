import { AppError } from "../../platform/errors.ts";

/** What came of doing something that may need several people. */
export type Attempted<T> =
  | { readonly kind: "done"; readonly answer: T }
  | { readonly kind: "approval"; readonly request: string };

/** Does it; that somebody else is needed is an answer, with the request that waits now. */
export async function attempt<T>(doing: () => Promise<T>): Promise<Attempted<T>> {
  try {
    return { kind: "done", answer: await doing() };
  } catch (error) {
    if (!(error instanceof AppError && error.code === "approval-needed")) throw error;
    return { kind: "approval", request: String(error.details.request) };
  }
}
