import { findAddress } from "../../domain/network/ip-address.ts";
import { prefixOf } from "../../domain/network/prefix.ts";
import type { Look, LookAgain, LookTarget } from "../../domain/recheck/look-again.ts";
import type { HostPace } from "../host-pace.ts";
import { lookAtGreeting } from "./look-at-greeting.ts";
import { lookAtPort } from "./look-at-port.ts";
import { lookAtServer } from "./look-at-server.ts";
import type { LookOptions } from "./look-options.ts";

/** What speaks HTTP on a port, by custom; null: nothing that does. */
export type SchemeOf = (port: number) => "http" | "https" | null;

const httpPorts: ReadonlySet<number> = new Set([80, 8000, 8008, 8080, 8081, 8888]);
const httpsPorts: ReadonlySet<number> = new Set([443, 4443, 8443, 9443, 10443]);

const usualScheme: SchemeOf = (port) =>
  httpPorts.has(port) ? "http" : httpsPorts.has(port) ? "https" : null;

/**
 * Looks again in the way that tells most: whether a port takes connections; where a version was seen, what the server says
 * of itself. One at a time to a network (a /24 or a /48), with the pause of all lookups in between; never to an address
 * that the guard refuses.
 */
export function makeLookAgain(
  options: LookOptions & { readonly pace: HostPace; readonly schemeOf?: SchemeOf },
): LookAgain {
  const { guard, pace, schemeOf = usualScheme } = options;
  return async (target) => {
    const address = findAddress(target.address);
    const refusal = guard(target.address);
    if (address === null || refusal !== null) {
      const detail = `not asked: ${refusal ?? "no address"}`;
      return { outcome: "unclear", method: "tcp-connect", detail };
    }
    const network = prefixOf(address, address.family === 4 ? 24 : 48);
    return pace.take(`recheck ${network.text}`, () => look(target, options, schemeOf));
  };
}

async function look(target: LookTarget, options: LookOptions, schemeOf: SchemeOf): Promise<Look> {
  const { address, port, seen, isReachability } = target;
  if (seen === null || isReachability) return lookAtPort(target, options);
  const scheme = schemeOf(port);
  return scheme === null
    ? lookAtGreeting({ address, port }, seen, options)
    : lookAtServer({ address, port, scheme }, seen, options);
}
