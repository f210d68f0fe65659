import type { Context } from "hono";
import { findAddress, formatAddress } from "../domain/network/ip-address.ts";
import { isInPrefix, type Prefix, prefixOf } from "../domain/network/prefix.ts";
import type { WebEnv } from "./context.ts";

/** Who asks, as far as limits are concerned: an IPv4 address, or the /64 that one subscriber has of IPv6. */
export function clientOf(c: Context<WebEnv>): string {
  return c.var.client;
}

/** What is known of where a request comes from. */
export type Way = {
  /** Address at the other end of the connection. */
  readonly peer: string | undefined;
  /** `X-Forwarded-For`, to which each proxy adds, at the end, whom it heard it from. */
  readonly forwardedFor: string | undefined;
};

/**
 * The client of a request. Of `X-Forwarded-For` only what trusted proxies wrote is believed: it is read from the right, for as
 * long as the one who says so is trusted; what stands left of the first that is not may be anybody's invention. A hop that
 * is no address ends it as well: then the proxy that wrote it counts as the client.
 */
export function findClient(way: Way, proxies: readonly Prefix[]): string {
  let client = findAddress(way.peer?.replace(/%.*$/, "") ?? "");
  if (client === null) return "unknown";
  const hops = way.forwardedFor?.split(",") ?? [];
  for (let hop = hops.pop(); hop !== undefined; hop = hops.pop()) {
    const said = client;
    if (!proxies.some((proxy) => isInPrefix(proxy, said))) break;
    const before = findAddress(withoutPort(hop.trim()));
    if (before === null) break;
    client = before;
  }
  return client.family === 4 ? formatAddress(client) : prefixOf(client, 64).text;
}

/** Some proxies write the port, too: `192.0.2.1:443`, `[2001:db8::1]:443`. */
function withoutPort(hop: string): string {
  const [, bracketed, dotted] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(hop) ?? [];
  return bracketed ?? dotted ?? hop;
}
