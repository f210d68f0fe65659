import { AppError } from "../../platform/errors.ts";

/** A sender that says nothing for this long is gone. */
const stallMs = 120_000;

/**
 * The bytes of a request as they come, at the pace of whoever takes them. Throws `input-refused` when the sender breaks
 * off or stalls: half a report is none.
 */
export async function* readBody(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await withDeadline(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops before the end wants no more; a sender that goes on is not waited for.
    reader.cancel().catch(() => undefined);
  }
}

async function withDeadline<T>(read: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(broken("The sender fell silent.")), stallMs);
  });
  try {
    return await Promise.race([read, stalled]);
  } catch (error) {
    throw error instanceof AppError ? error : broken("The sender broke off.", error);
  } finally {
    clearTimeout(timer);
  }
}

function broken(what: string, cause?: unknown): AppError {
  return new AppError("input-refused", `${what} Nothing was taken in.`, {
    remedy: "Hand the report over again, whole.",
    cause,
  });
}
