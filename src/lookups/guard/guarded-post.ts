import { Agent, type Dispatcher } from "undici";
import type { GuardedPost, PostAnswer, PostRequest } from "../../domain/endpoint/guarded-post.ts";
import { type ConnectorOptions, makeConnector } from "./connector.ts";
import { FetchRefusal } from "./fetch-answer.ts";
import { toRefusal } from "./request-once.ts";

const usualTimeoutMs = 20_000;
const maxHeaderBytes = 16_384;
/** Of an answer only its beginning is looked at; the rest is not waited for. */
const shownBytes = 2_000;

/**
 * The way by which webhooks of organisations are called, through the same guard as everything that strangers name: public
 * addresses only, looked at again each time; one request a connection, no redirect followed, no cookies, no proxy.
 *
 * @param options `ports`: for tests, where servers listen whatever the address says
 */
export function makeGuardedPost(options: ConnectorOptions): GuardedPost {
  return async (request) => {
    const url = new URL(request.url);
    const port = Number(url.port) || 443;
    const signal = options.timeLimit?.() ?? AbortSignal.timeout(usualTimeoutMs);
    const { ports = { https: port, http: port } } = options;
    const agent = new Agent({
      connect: makeConnector({ ...options, ports }, signal, { address: "" }),
      maxHeaderSize: maxHeaderBytes,
      pipelining: 0,
      allowH2: false,
    });
    try {
      return await postOnce(agent, url, request, signal);
    } catch (error) {
      const refusal = toRefusal(error, { url, signal });
      if (!(refusal instanceof FetchRefusal)) throw refusal;
      return { kind: "failed", reason: refusal.reason, detail: refusal.message };
    } finally {
      await agent.destroy();
    }
  };
}

async function postOnce(
  agent: Agent,
  url: URL,
  { headers, body }: PostRequest,
  signal: AbortSignal,
): Promise<PostAnswer> {
  if (url.protocol !== "https:") {
    throw new FetchRefusal("url-refused", `A webhook begins with https:, not with ${url.protocol}`);
  }
  const answer = await agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: "POST",
    headers: { ...headers, "accept-encoding": "identity", "user-agent": "Meldpunt" },
    body,
    signal,
  });
  const text = await readBeginning(answer.body);
  const heard = Object.entries(answer.headers).map(
    ([name, value]) => [name, String(value ?? "")] as const,
  );
  return { kind: "answered", status: answer.statusCode, headers: new Map(heard), text };
}

/** The beginning of a body; that it breaks off, or never ends, changes nothing about the status. */
async function readBeginning(body: Dispatcher.ResponseData["body"]): Promise<string> {
  body.on("error", () => undefined);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= shownBytes) break;
    }
  } catch {
    // What was said is said: the status has come.
  }
  body.destroy();
  return Buffer.concat(chunks).subarray(0, shownBytes).toString();
}
