import { connect, type Socket } from "node:net";
import type { Look, LookTarget } from "../../domain/recheck/look-again.ts";
import type { LookOptions } from "./look-options.ts";

const method = "tcp-connect";
/** The other side answered, and takes no connections there. */
const refusals: ReadonlySet<string> = new Set(["ECONNREFUSED", "ECONNRESET"]);

/**
 * Looks whether a TCP port takes connections: one connection, closed at once, nothing sent, nothing read.
 *
 * Gone is only what is refused: a host that does not answer may be down, or filter us alone.
 */
export async function lookAtPort(
  { address, port, isReachability }: Pick<LookTarget, "address" | "port" | "isReachability">,
  { guard, timeoutMs }: Pick<LookOptions, "guard" | "timeoutMs">,
): Promise<Look> {
  const { promise, resolve } = Promise.withResolvers<Look>();
  const unclear = (detail: string) => resolve({ outcome: "unclear", method, detail });
  const socket: Socket = connect({ host: address, port });
  socket.setTimeout(timeoutMs, () => unclear(`no answer in ${timeoutMs} ms`));
  socket.once("error", (error: NodeJS.ErrnoException) => {
    const detail = error.code ?? "no connection";
    resolve({ outcome: refusals.has(detail) ? "gone" : "unclear", method, detail });
  });
  socket.once("connect", () => {
    const reached = guard(socket.remoteAddress ?? "");
    if (reached !== null) return unclear(`not asked: ${reached}`);
    const outcome = isReachability ? "still-open" : "unclear";
    resolve({ outcome, method, detail: `port ${port} takes connections` });
  });
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}
