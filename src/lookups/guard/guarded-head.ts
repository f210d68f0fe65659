import { Agent } from "undici";
import { type ConnectorOptions, makeConnector } from "./connector.ts";
import { type FetchFault, FetchRefusal } from "./fetch-answer.ts";
import { toRefusal } from "./request-once.ts";

/** What a web server says before anything of its content. */
export type HeadAnswer =
  /** Of a header that came several times, each value. */
  | { readonly kind: "answered"; readonly server: readonly string[] }
  /** The other side takes no connections there. */
  | { readonly kind: "refused" }
  | { readonly kind: "failed"; readonly reason: FetchFault };

export type HeadRequest = {
  /** Canonical text of an address; no names. */
  readonly address: string;
  readonly port: number;
  readonly scheme: "http" | "https";
};

const maxHeaderBytes = 16_384;

/**
 * Asks `HEAD /` of a port of an address and reads its Server header; no redirect is followed, nothing else is read.
 *
 * Certificates are not looked at: none is made out for an address, and what is read is no secret and proves nothing.
 */
export async function guardedHead(
  { address, port, scheme }: HeadRequest,
  options: {
    readonly guard: ConnectorOptions["guard"];
    readonly timeoutMs: number;
    readonly userAgent: string;
  },
): Promise<HeadAnswer> {
  const { guard, timeoutMs, userAgent } = options;
  const host = address.includes(":") ? `[${address}]` : address;
  const url = new URL(`${scheme}://${host}:${port}/`);
  const signal = AbortSignal.timeout(timeoutMs);
  const ports = { http: port, https: port };
  const connect = makeConnector({ guard, ports, anyCertificate: true }, signal, { address: "" });
  const agent = new Agent({
    connect,
    maxHeaderSize: maxHeaderBytes,
    pipelining: 0,
    allowH2: false,
  });
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: "/",
      method: "HEAD",
      headers: { "user-agent": userAgent },
      signal,
    });
    answer.body.on("error", () => undefined).destroy();
    const { server = [] } = answer.headers;
    return { kind: "answered", server: typeof server === "string" ? [server] : server };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ECONNREFUSED") {
      return { kind: "refused" };
    }
    const refusal = toRefusal(error, { url, signal });
    if (!(refusal instanceof FetchRefusal)) throw refusal;
    return { kind: "failed", reason: refusal.reason };
  } finally {
    await agent.destroy();
  }
}
