import type { ChannelAnswer } from "./channel.ts";

/** How long mail for a host that asked for less waits, where nothing lets it go earlier. */
export const parkedMs = 10 * 60_000;

/** How many parked mails go out for each one that the host takes again. */
export const releasedForEach = 2;

/**
 * Whether a mail host asks for less mail, as opposed to not wanting this one now: 421, by which a server ends the
 * session (RFC 5321, section 3.8), and 4.7.x, deferred by policy (RFC 3463), as large providers answer what comes too fast.
 */
export function asksForLess({ outcome, code, enhanced }: ChannelAnswer): boolean {
  return outcome === "retry" && (code === 421 || enhanced?.startsWith("4.7.") === true);
}
