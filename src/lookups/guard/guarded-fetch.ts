import { Agent } from "undici";
import { findDomainName } from "../../domain/network/domain-name.ts";
import { findAddress } from "../../domain/network/ip-address.ts";
import { type ConnectorOptions, makeConnector } from "./connector.ts";
import {
  type FetchAnswer,
  FetchRefusal,
  type FetchRequest,
  type GuardedFetch,
} from "./fetch-answer.ts";
import { requestOnce } from "./request-once.ts";

const maxRedirects = 5;
const maxHeaderBytes = 16_384;
const defaultBodyBytes = 65_536;
const defaultTimeoutMs = 10_000;

/**
 * The one way by which anything is fetched for others over HTTP.
 *
 * Before each connection, after a redirect too, the host is resolved, every address of it passes the guard, and
 * exactly these addresses are connected to; so a name that changes its answer gains nothing. No cookies, no proxy, no
 * decompression, nothing is kept between two fetches.
 */
export function makeGuardedFetch(options: ConnectorOptions): GuardedFetch {
  return async (request) => {
    const { timeoutMs = defaultTimeoutMs } = request;
    const signal = options.timeLimit?.() ?? AbortSignal.timeout(timeoutMs);
    const reached = { address: "" };
    const agent = new Agent({
      connect: makeConnector(options, signal, reached),
      maxHeaderSize: maxHeaderBytes,
      pipelining: 0,
      allowH2: false,
    });
    try {
      return await followRedirects(agent, request, signal, reached);
    } catch (error) {
      if (!(error instanceof FetchRefusal)) throw error;
      return { kind: "failed", reason: error.reason, detail: error.message };
    } finally {
      await agent.destroy();
    }
  };
}

async function followRedirects(
  agent: Agent,
  request: FetchRequest,
  signal: AbortSignal,
  reached: { readonly address: string },
): Promise<FetchAnswer> {
  const { accept = "*/*", maxBodyBytes = defaultBodyBytes } = request;
  let url = readUrl(request.url, request.allowHttp === true);
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const { location, ...content } = await requestOnce(agent, {
      url,
      accept,
      maxBodyBytes,
      signal,
    });
    if (location === null) {
      return { kind: "answered", url: url.href, address: reached.address, ...content };
    }
    url = readRedirect(location, url, request);
  }
  throw new FetchRefusal(
    "too-many-redirects",
    `${request.url} leads to more than ${maxRedirects} redirects.`,
  );
}

function readRedirect(location: string, from: URL, request: FetchRequest): URL {
  const refuse = (why: string) => new FetchRefusal("redirect-refused", `${from.href} ${why}.`);
  const target = URL.parse(location, from.href);
  if (target === null) throw refuse("redirects to what is no address");
  if (request.redirects === "none") throw refuse(`redirects to ${target.href}`);
  if (request.redirects === "same-host" && target.hostname !== from.hostname) {
    throw refuse(`redirects to another host, ${target.hostname}`);
  }
  if (from.protocol === "https:" && target.protocol !== "https:") {
    throw refuse(`redirects from https to ${target.protocol.slice(0, -1)}`);
  }
  return readUrl(target.href, request.allowHttp === true);
}

/** Refuses every address that could lead elsewhere than to the standard port of a host of the Internet. */
function readUrl(text: string, allowHttp: boolean): URL {
  const refuse = (why: string) => new FetchRefusal("url-refused", `The address to fetch ${why}.`);
  const url = URL.parse(text);
  if (url === null) throw refuse("cannot be read");
  if (url.protocol !== "https:" && !(allowHttp && url.protocol === "http:")) {
    throw refuse(`begins with ${url.protocol}, not with https:`);
  }
  if (url.username !== "" || url.password !== "") throw refuse("holds a user or password");
  if (url.port !== "") throw refuse(`names port ${url.port}`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (findAddress(host) === null && findDomainName(host) === null) {
    throw refuse("names no host of the Internet");
  }
  url.hash = "";
  return url;
}
