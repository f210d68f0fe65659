import type { Clock } from "../platform/clock.ts";

/** Keeps us polite: one request at a time to a host, with a pause between two, and none while it asked us to wait. */
export type HostPace = {
  /** Does the work when it is the host's turn. */
  take<T>(host: string, work: () => Promise<T>): Promise<T>;
  /** Why the host is to be left alone now, and until when; null when it may be asked. */
  findBlock(host: string): HostBlock | null;
  block(host: string, block: HostBlock): void;
};

export type HostBlock = { readonly until: number; readonly why: string };

/** Waits so many milliseconds; handed in, so that tests need not. */
export type Wait = (ms: number) => Promise<unknown>;

/** Hosts that nobody asked for this long are forgotten. */
const longestKeptMs = 3_600_000;

/** A pace for every host that is asked by this process. */
export function makeHostPace(clock: Clock, wait: Wait, pauseMs: number): HostPace {
  const queues = new Map<string, { tail: Promise<unknown>; lastAt: number }>();
  const blocks = new Map<string, HostBlock>();
  const now = () => clock().getTime();

  function forgetOld(): void {
    for (const [host, { lastAt }] of queues) {
      if (lastAt < now() - longestKeptMs) queues.delete(host);
    }
    for (const [host, { until }] of blocks) if (until <= now()) blocks.delete(host);
  }

  return {
    async take(host, work) {
      if (queues.size > 1000) forgetOld();
      const queue = queues.get(host) ?? { tail: Promise.resolve(), lastAt: now() - pauseMs };
      queues.set(host, queue);
      const turn = queue.tail.then(async () => {
        const pause = queue.lastAt + pauseMs - now();
        if (pause > 0) await wait(pause);
        try {
          return await work();
        } finally {
          queue.lastAt = now();
        }
      });
      queue.tail = turn.catch(() => undefined);
      return turn;
    },
    findBlock(host) {
      const block = blocks.get(host) ?? null;
      return block !== null && block.until > now() ? block : null;
    },
    block(host, block) {
      if (block.until > (blocks.get(host)?.until ?? 0)) blocks.set(host, block);
    },
  };
}
