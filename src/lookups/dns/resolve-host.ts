import { askServer, type DnsLimits, type DnsReply, type DnsServer } from "./ask-server.ts";

const usualLimits: DnsLimits = { attemptMs: 2_000, maxAnswerBytes: 16_384 };

/**
 * Answers addresses of a host from the first resolver that knows, IPv6 first; none where it says that there are none.
 * Throws when no resolver answers: the system's own look-up says "not found" then too, and a name that is gone is
 * something else than a resolver that is.
 */
export function makeResolveHost(
  resolvers: readonly DnsServer[],
  limits: DnsLimits = usualLimits,
): (host: string) => Promise<readonly string[]> {
  return async (name) => {
    // Whoever fetches has a limit for all of it.
    const signal = AbortSignal.timeout(limits.attemptMs * 2 * resolvers.length);
    for (const resolver of resolvers) {
      const replies = await Promise.all(
        (["AAAA", "A"] as const).map((type) =>
          askServer(resolver, { name, type, recursion: true }, limits, signal),
        ),
      );
      const found = replies.map(findAddresses);
      if (!found.includes(null)) return found.flatMap((addresses) => addresses ?? []);
    }
    throw new Error(`no resolver answers about ${name}`);
  };
}

/** Null when the resolver did not say. */
function findAddresses(reply: DnsReply): string[] | null {
  if (reply.kind === "failed") return null;
  const { rcode, answers } = reply.message;
  if (rcode === "NXDOMAIN") return [];
  if (rcode !== "NOERROR") return null;
  return answers.filter(({ type }) => type === "A" || type === "AAAA").map(({ value }) => value);
}
