/**
 * Answers with what was read a while ago, else reads anew; whoever asks while it is being read waits for the same
 * answer. For what costs more than it changes.
 *
 * @param maxAgeMs how old an answer may be, by how long it took to read
 */
export function makeRecent<T>(
  read: () => Promise<T>,
  maxAgeMs: (tookMs: number) => number,
): () => Promise<T> {
  let reading: Promise<T> | null = null;
  let freshUntilMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (reading !== null && performance.now() < freshUntilMs) return reading;
    const startedMs = performance.now();
    freshUntilMs = Number.POSITIVE_INFINITY;
    reading = read().then(
      (value) => {
        const doneMs = performance.now();
        freshUntilMs = doneMs + maxAgeMs(doneMs - startedMs);
        return value;
      },
      (error: unknown) => {
        reading = null;
        throw error;
      },
    );
    return reading;
  };
}
