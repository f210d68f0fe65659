/** What is done at the same time for somebody, and how much of it may be. */
export type Turns = {
  /** Takes a turn and answers how to end it; null where all are taken. */
  take(who: string): (() => void) | null;
};

/** Lets so many at once, and so many for one. */
export function makeTurns({ most, mostForOne }: { most: number; mostForOne: number }): Turns {
  const underWay = new Map<string, number>();
  let all = 0;
  return {
    take(who) {
      const own = underWay.get(who) ?? 0;
      if (all >= most || own >= mostForOne) return null;
      all += 1;
      underWay.set(who, own + 1);
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        all -= 1;
        const left = (underWay.get(who) ?? 1) - 1;
        if (left === 0) underWay.delete(who);
        else underWay.set(who, left);
      };
    },
  };
}
