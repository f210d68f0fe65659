import type { Agent, Dispatcher } from "undici";
import { type FetchedContent, type FetchFault, FetchRefusal } from "./fetch-answer.ts";

type OneRequest = {
  readonly url: URL;
  readonly accept: string;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal;
};

/** Content, and where it sends us when it is a redirect. */
type OneAnswer = Omit<FetchedContent, "address"> & { readonly location: string | null };

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Asks once. Throws `FetchRefusal` for everything that the other side can do wrong. */
export async function requestOnce(agent: Agent, request: OneRequest): Promise<OneAnswer> {
  try {
    return await ask(agent, request);
  } catch (error) {
    throw toRefusal(error, request);
  }
}

async function ask(agent: Agent, request: OneRequest): Promise<OneAnswer> {
  const { url, accept, maxBodyBytes, signal } = request;
  const answer = await agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: "GET",
    // What comes compressed could grow without end when it is opened.
    headers: { accept, "accept-encoding": "identity", "user-agent": "Meldpunt" },
    signal,
  });
  const headers = toHeaders(answer.headers);
  const { statusCode: status } = answer;
  const location = redirectStatuses.has(status) ? headers.get("location") : undefined;
  if (location !== undefined) {
    discard(answer.body);
    return { status, headers, body: Buffer.alloc(0), location };
  }
  const encoding = headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    discard(answer.body);
    throw new FetchRefusal("encoded-body", `${url.href} answers with a body that is compressed.`);
  }
  const body = await readBody(answer.body, maxBodyBytes, url);
  return { status, headers, body, location: null };
}

/** A body that is broken off complains to whoever listens, and to the whole process when nobody does. */
function discard(body: Dispatcher.ResponseData["body"]): void {
  body.on("error", () => undefined).destroy();
}

async function readBody(body: AsyncIterable<Buffer>, maxBytes: number, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new FetchRefusal("body-too-large", `${url.href} sends more than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toHeaders(headers: Dispatcher.ResponseData["headers"]): Map<string, string> {
  return new Map(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

/** What failed in whichever layer, as one of our faults; a bug of ours goes on as it is. */
export function toRefusal(
  error: unknown,
  { url, signal }: Pick<OneRequest, "url" | "signal">,
): unknown {
  if (error instanceof FetchRefusal) return error;
  const host = url.hostname;
  if (signal.aborted) return new FetchRefusal("time-out", `${host} takes too long.`);
  if (!(error instanceof Error)) return error;
  // The parser leaves its code out where the first byte is wrong already.
  const code = ("code" in error && error.code) || (error.name === "HTTPParserError" ? "HPE_" : "");
  if (typeof code !== "string" || code === "" || code === "UND_ERR_INVALID_ARG") return error;
  const fault = toFault(code);
  return new FetchRefusal(fault, `${host}: ${sentences[fault] ?? ""} (${code})`);
}

const sentences: { readonly [fault in FetchFault]?: string } = {
  "bad-certificate": "the certificate is not valid for this host",
  "headers-too-large": "the headers are too large",
  "malformed-answer": "the answer is not HTTP",
  "time-out": "no answer in time",
  unreachable: "no connection, or it broke off",
};

/** Codes of OpenSSL's verification that Node.js passes on as they are. */
const certificateCodes =
  /^(?:ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CRL_|ERROR_IN_C|INVALID_CA$|INVALID_PURPOSE$|HOSTNAME_MISMATCH$|PATH_LENGTH_)/;

function toFault(code: string): FetchFault {
  if (certificateCodes.test(code)) return "bad-certificate";
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW") {
    return "headers-too-large";
  }
  if (code.startsWith("HPE_") || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") {
    return "malformed-answer";
  }
  if (/TIMEOUT$|ETIMEDOUT/.test(code)) return "time-out";
  return "unreachable";
}
