/** Does some work when it is its turn, and answers what that does. */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many work at once; others wait, who comes first goes first. */
export function makeTurns(most: number): TakeTurn {
  const waiting: (() => void)[] = [];
  let working = 0;
  return async (work) => {
    if (working >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else working += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes this place.
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  };
}
