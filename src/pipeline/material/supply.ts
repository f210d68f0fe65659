/** Between those who compose and those who deliver what was composed, in one process. */
export type Supply = {
  /** Something is queued, or may go now. */
  readonly announce: () => void;
  /** No more is announced. */
  readonly end: () => void;
  /**
   * Waits until something was announced since the asker's last question, or none comes any more; answers whether it was.
   * Each asker has one of its own, and the first question asks about everything so far.
   */
  readonly ask: () => () => Promise<boolean>;
};

/** Any number may ask; what is announced while nobody asks is not forgotten. */
export function openSupply(): Supply {
  let announced = 0;
  let ended = false;
  let change = Promise.withResolvers<void>();
  const changed = (): void => {
    change.resolve();
    change = Promise.withResolvers();
  };
  return {
    announce: () => {
      announced += 1;
      changed();
    },
    end: () => {
      ended = true;
      changed();
    },
    ask: () => {
      let seen = 0;
      return async () => {
        while (announced === seen && !ended) await change.promise;
        const isMore = announced > seen;
        seen = announced;
        return isMore;
      };
    },
  };
}
