import { connect, type Socket } from "node:net";
import { findAddress } from "../../domain/network/ip-address.ts";
import { prefixOf } from "../../domain/network/prefix.ts";
import type { Look, LookAgain, LookTarget } from "../../domain/recheck/look-again.ts";
import type { AddressGuard } from "../guard/address-guard.ts";
import type { HostPace } from "../host-pace.ts";

/** The other side answered, and takes no connections there. */
const refusals: ReadonlySet<string> = new Set(["ECONNREFUSED", "ECONNRESET"]);

/**
 * Looks whether a TCP port takes connections: one connection, closed at once, nothing sent, nothing read. One at a time to
 * a network (a /24 or a /48), with the pause of all lookups in between; never to an address that the guard refuses.
 *
 * Gone is only what is refused: a host that does not answer may be down, or filter us alone.
 */
export function makeLookAtPort(options: {
  readonly guard: AddressGuard;
  readonly pace: HostPace;
  readonly timeoutMs: number;
}): LookAgain {
  const { guard, pace, timeoutMs } = options;
  return async (target) => {
    const address = findAddress(target.address);
    const refusal = guard(target.address);
    if (address === null || refusal !== null) {
      return { outcome: "unclear", detail: `not asked: ${refusal ?? "no address"}` };
    }
    const network = prefixOf(address, address.family === 4 ? 24 : 48);
    return pace.take(`recheck ${network.text}`, () => look(target, guard, timeoutMs));
  };
}

async function look(target: LookTarget, guard: AddressGuard, timeoutMs: number): Promise<Look> {
  const { address, port, isReachability } = target;
  const { promise, resolve } = Promise.withResolvers<Look>();
  const socket: Socket = connect({ host: address, port });
  socket.setTimeout(timeoutMs, () =>
    resolve({ outcome: "unclear", detail: `no answer in ${timeoutMs} ms` }),
  );
  socket.once("error", (error: NodeJS.ErrnoException) => {
    const code = error.code ?? "no connection";
    resolve({ outcome: refusals.has(code) ? "gone" : "unclear", detail: code });
  });
  socket.once("connect", () => {
    const reached = guard(socket.remoteAddress ?? "");
    if (reached !== null) return resolve({ outcome: "unclear", detail: `not asked: ${reached}` });
    resolve({
      outcome: isReachability ? "still-open" : "unclear",
      detail: `port ${port} takes connections`,
    });
  });
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}
