import { createHmac } from "node:crypto";
import type { ShadowserverTerms } from "../../domain/feed/feed.ts";
import type { FeedAnswer, FeedFetch } from "../../domain/feed/feed-fetch.ts";
import { AppError } from "../../platform/errors.ts";

/** What a call needs. */
export type Account = {
  readonly terms: ShadowserverTerms;
  readonly fetch: FeedFetch;
  readonly apiKey: string;
  readonly secret: string;
};

const mostBytes = 16 * 1024 * 1024;

/**
 * Calls a method of the API and answers its JSON: the key in the body, and the body's HMAC-SHA256 under the secret,
 * hexadecimal, in the header HMAC2 (Shadowserver, "API: Documentation"). Throws `feed-failed`.
 */
export async function callApi(
  account: Account,
  method: string,
  request: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const { terms, fetch, apiKey, secret } = account;
  const body = JSON.stringify({ ...request, apikey: apiKey });
  const answer = await fetch({
    url: `${terms.api}${method}`,
    headers: {
      "content-type": "application/json",
      hmac2: createHmac("sha256", secret).update(body).digest("hex"),
    },
    body,
    internal: terms.internal,
  });
  if (answer.status !== 200) throw await toRefused(answer, method, account);
  const value = findJson(await readText(answer, mostBytes));
  if (value === undefined) throw fail(`${method} answers no JSON.`);
  const error = findErrorText(value);
  if (error !== null) throw fail(`${method}: ${toSafeText(error, account)}`);
  return value;
}

/** What another status than 200 means; `details.retryAfterMs` where the server says it. */
export async function toRefused(
  answer: FeedAnswer,
  what: string,
  account: Account,
): Promise<AppError> {
  const { status, headers } = answer;
  const said = await readText(answer, 65_536).catch(() => "");
  const error = findErrorText(findJson(said)) ?? "";
  const words = error === "" ? "" : `: ${toSafeText(error, account)}`;
  const retryAfterMs = findWaitMs(headers.get("retry-after") ?? "");
  return fail(`${what} was answered with ${status}${words}`, {
    ...(status === 401 || status === 403 ? { remedy: "Check apiKey and secret of the feed." } : {}),
    details: retryAfterMs === null ? {} : { retryAfterMs },
  });
}

/** Reads a body of limited size as text. */
async function readText({ body }: FeedAnswer, most: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > most) throw fail(`The answer has more than ${most} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function findJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function findErrorText(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("error" in value)) return null;
  return typeof value.error === "string" ? value.error : JSON.stringify(value.error);
}

/** What the server says, short, plain, and without our key should it repeat it. */
function toSafeText(text: string, { apiKey, secret }: Account): string {
  const plain = text.replaceAll(apiKey, "[secret]").replaceAll(secret, "[secret]");
  return plain.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
}

/** Seconds or a date (RFC 9110, section 10.2.3); a date is taken as a minute, for want of its clock. */
function findWaitMs(text: string): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  return text === "" ? null : 60_000;
}

export function fail(
  message: string,
  options: ConstructorParameters<typeof AppError>[2] = {},
): AppError {
  return new AppError("feed-failed", message, options);
}
