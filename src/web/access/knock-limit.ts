import { countKnock, type KnockContext, takeKnockBack } from "../../actions/count-knock.ts";
import type { Door } from "../../domain/access/knock-limits.ts";

/** How often one may knock at one door before having to wait. */
export type KnockLimit = {
  /** Counts a knock; seconds to wait, 0: come in. To be called before what was typed is looked at, or once it was wrong. */
  knock(who: string): Promise<number>;
  /** It was right, and does not count. */
  takeBack(who: string): Promise<void>;
};

/** More are asked of the database each time. */
const mostWaiting = 10_000;

/** The limit of a door. Who has to wait is remembered here until then, so that who goes on costs nothing. */
export function makeKnockLimit(context: KnockContext, door: Door): KnockLimit {
  const waiting = new Map<string, number>();
  const waitS = (untilMs: number): number =>
    Math.max(0, Math.ceil((untilMs - context.clock().getTime()) / 1000));

  function remember(who: string, untilMs: number): void {
    // The order of a map is that of writing: the first is the oldest.
    for (const [oldest, oldUntilMs] of waiting) {
      if (waiting.size < mostWaiting && waitS(oldUntilMs) > 0) break;
      waiting.delete(oldest);
    }
    waiting.set(who, untilMs);
  }

  return {
    async knock(who) {
      const left = waitS(waiting.get(who) ?? 0);
      if (left > 0) return left;
      waiting.delete(who);
      const until = await countKnock({ context, input: { door, who } });
      if (until === null) return 0;
      remember(who, until.getTime());
      return waitS(until.getTime());
    },
    takeBack: (who) => takeKnockBack({ context, input: { door, who } }),
  };
}
