import type { Clock } from "../../platform/clock.ts";

/** How often somebody may guess before having to wait. */
export type AttemptLimit = {
  /** Seconds to wait before the next guess; 0 when one is free. */
  waitS(client: string): number;
  /** A guess was wrong. */
  fail(client: string): void;
};

export const attempts = 10;
export const windowMs = 15 * 60_000;
const mostClients = 10_000;

type Failures = { readonly sinceMs: number; count: number };

/** Counts wrong guesses by address of the client, IPv6 by /64, in windows of a quarter of an hour. */
export function makeAttemptLimit(clock: Clock): AttemptLimit {
  const failures = new Map<string, Failures>();
  const now = (): number => clock().getTime();

  function findOpen(client: string): Failures | null {
    const found = failures.get(toGroup(client));
    return found === undefined || now() - found.sinceMs >= windowMs ? null : found;
  }

  return {
    waitS(client) {
      const found = findOpen(client);
      if (found === null || found.count < attempts) return 0;
      return Math.ceil((found.sinceMs + windowMs - now()) / 1000);
    },
    fail(client) {
      const found = findOpen(client);
      if (found !== null) {
        found.count += 1;
        return;
      }
      // The order of a map is that of writing: the first is the oldest.
      failures.delete(toGroup(client));
      const oldest = failures.keys().next().value;
      if (failures.size >= mostClients && oldest !== undefined) failures.delete(oldest);
      failures.set(toGroup(client), { sinceMs: now(), count: 1 });
    },
  };
}

/** One subscriber has a whole /64 to guess from. */
function toGroup(client: string): string {
  const bare = client.replace(/^::ffff:(?=\d+\.)/, "");
  if (!bare.includes(":")) return bare;
  const [head = "", tail = ""] = bare.split("::", 2);
  const words = head === "" ? [] : head.split(":");
  const missing = 8 - words.length - (tail === "" ? 0 : tail.split(":").length);
  const whole = bare.includes("::")
    ? [...words, ...Array<string>(Math.max(0, missing)).fill("0"), ...tail.split(":")]
    : words;
  return whole.slice(0, 4).join(":");
}
