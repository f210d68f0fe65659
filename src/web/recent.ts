/**
 * Answers with what was read within the last `maxAgeMs`, else reads anew; whoever asks while it is being read waits for
 * the same answer. For what costs more than it changes.
 */
export function makeRecent<T>(read: () => Promise<T>, maxAgeMs: number): () => Promise<T> {
  let reading: Promise<T> | null = null;
  let doneAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (reading === null || performance.now() - doneAtMs >= maxAgeMs) {
      doneAtMs = Number.POSITIVE_INFINITY;
      reading = read().then(
        (value) => {
          doneAtMs = performance.now();
          return value;
        },
        (error: unknown) => {
          reading = null;
          throw error;
        },
      );
    }
    return reading;
  };
}
