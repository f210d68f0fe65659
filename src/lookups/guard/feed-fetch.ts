import { Agent, type Dispatcher } from "undici";
import type { FeedAnswer, FeedFetch, FeedRequest } from "../../domain/feed/feed-fetch.ts";
import { AppError } from "../../platform/errors.ts";
import { type AddressGuard, allowAlso, publicAddressesOnly } from "./address-guard.ts";
import { type ConnectorOptions, makeConnector } from "./connector.ts";

const connectMs = 30_000;
/** A server that says nothing for this long is gone; Shadowserver takes its time to begin. */
const headersMs = 120_000;
const bodyMs = 60_000;

/** Networks of one's own: loopback, RFC 1918, RFC 4193. Link-local addresses, and so metadata services, are none. */
const ownNetworks = [
  "127.0.0.0/8",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "::1/128",
  "fc00::/7",
];

/**
 * Asks servers that operators named, through the same guard as those that strangers name; unlike them these may be
 * posted to, may send any amount, read as a stream, and may stand in networks of our own where the operator says so.
 */
export function makeFeedFetch(options: Pick<ConnectorOptions, "trusted"> = {}): FeedFetch {
  const internalGuard = allowAlso(publicAddressesOnly, ownNetworks);
  return async (request) => {
    const url = new URL(request.url);
    const guard = request.internal ? internalGuard : publicAddressesOnly;
    const agent = makeAgent(url, guard, options);
    try {
      const answer = await ask(agent, url, request);
      // Broken off before anybody listens, it would complain to the whole process.
      answer.body.on("error", () => undefined);
      const close = async (): Promise<void> => {
        answer.body.destroy();
        await agent.destroy();
      };
      return { ...answer, body: readAndClose(answer.body, close, url.hostname), close };
    } catch (error) {
      await agent.destroy();
      throw toFailure(url.hostname, error);
    }
  };
}

function makeAgent(url: URL, guard: AddressGuard, options: Pick<ConnectorOptions, "trusted">) {
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const connect = makeConnector(
    { ...options, guard, ports: { https: port, http: port } },
    AbortSignal.timeout(connectMs),
    { address: "" },
  );
  return new Agent({
    connect,
    headersTimeout: headersMs,
    bodyTimeout: bodyMs,
    pipelining: 0,
    allowH2: false,
  });
}

async function ask(
  agent: Agent,
  url: URL,
  { headers, body }: FeedRequest,
): Promise<Pick<FeedAnswer, "status" | "headers"> & Pick<Dispatcher.ResponseData, "body">> {
  const answer = await agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: body === null ? "GET" : "POST",
    headers: { "accept-encoding": "identity", "user-agent": "Meldpunt", ...headers },
    body,
  });
  return {
    status: answer.statusCode,
    headers: new Map(
      Object.entries(answer.headers).map(([name, value]) => [name, String(value ?? "")]),
    ),
    body: answer.body,
  };
}

async function* readAndClose(
  body: Dispatcher.ResponseData["body"],
  close: () => Promise<void>,
  host: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw toFailure(host, error);
  } finally {
    await close();
  }
}

/** Says host and kind of trouble; never the request, which holds a key. */
function toFailure(host: string, error: unknown): AppError {
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  const detail =
    error instanceof Error && error.name === "FetchRefusal" ? error.message : `no answer${code}`;
  return new AppError("feed-failed", `${host}: ${detail}`, { cause: error });
}
