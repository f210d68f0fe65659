/**
 * Answers a function that asks for one thing, and asks for many at once: what callers want while a request is under way
 * goes together into the next. So many callers share one round trip, and a single one waits for nobody.
 *
 * When a request fails, all that were in it fail.
 *
 * @param ask answers in the order asked
 * @param most asked for at once
 */
export function gather<Item, Answer>(
  ask: (items: readonly Item[]) => Promise<readonly Answer[]>,
  most = 1000,
): (item: Item) => Promise<Answer> {
  type Waiting = {
    readonly item: Item;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  };
  const waiting: Waiting[] = [];
  let isRunning = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    // Callers of the same turn go together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const together = waiting.splice(0, most);
      try {
        const answers = await ask(together.map(({ item }) => item));
        for (const [i, { resolve }] of together.entries()) resolve(answers[i] as Answer);
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    isRunning = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void run();
    });
}
