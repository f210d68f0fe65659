import { connect } from "node:net";
import { judgeHeard } from "../../domain/recheck/judge-heard.ts";
import type { Look } from "../../domain/recheck/look-again.ts";
import type { SeenVersion } from "../../domain/recheck/seen-version.ts";
import type { LookOptions } from "./look-options.ts";

const maxBytes = 1024;
/** A first line that is not followed by more of the same reply (SMTP, RFC 5321 4.2.1; FTP, RFC 959 4.2). */
const whole = /^(?!\d{3}-).*\r?\n/m;

/**
 * Reads what a server says first by itself (SSH, SMTP, FTP), at most 1 kB, and compares it with the version that was seen;
 * one connection, nothing sent.
 */
export async function lookAtGreeting(
  { address, port }: { readonly address: string; readonly port: number },
  seen: SeenVersion,
  { guard, timeoutMs }: Pick<LookOptions, "guard" | "timeoutMs">,
): Promise<Look> {
  const { promise, resolve } = Promise.withResolvers<Look>();
  const unclear = (detail: string) => resolve({ outcome: "unclear", method: "greeting", detail });
  const socket = connect({ host: address, port });
  // Of all, not of a pause: who sends a byte now and then would hold us.
  const timer = setTimeout(() => unclear(`no greeting in ${timeoutMs} ms`), timeoutMs);
  let isReached = false;
  let heard = Buffer.alloc(0);
  const judge = () =>
    resolve({ ...judgeHeard(seen, heard.toString("latin1")), method: "greeting" });
  socket.once("error", (error: NodeJS.ErrnoException) => {
    const detail = error.code ?? "no connection";
    if (isReached || detail !== "ECONNREFUSED") return unclear(detail);
    resolve({ outcome: "gone", method: "greeting", detail });
  });
  socket.once("connect", () => {
    isReached = true;
    const reached = guard(socket.remoteAddress ?? "");
    if (reached !== null) return unclear(`not asked: ${reached}`);
    socket.on("data", (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes]).subarray(0, maxBytes);
      if (heard.length === maxBytes || whole.test(heard.toString("latin1"))) judge();
    });
  });
  socket.once("end", judge);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
