import { verify } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Webhook } from "standardwebhooks";
import type { GuardedPost } from "../../src/domain/endpoint/guarded-post.ts";
import { allowAlso, publicAddressesOnly } from "../../src/lookups/guard/address-guard.ts";
import { makeGuardedPost } from "../../src/lookups/guard/guarded-post.ts";
import { serveHttps, testAuthority } from "./strange-server.ts";

/** A message as it came. */
export type ReceivedMessage = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Answers instead of the receiver; `giveUp` ends the call as if its time were over. */
export type Mishap = (response: ServerResponse, giveUp: () => void) => void;

export type WebhookReceiver = {
  readonly url: string;
  /** How it is called from here: everything on loopback, whatever the name. */
  readonly post: GuardedPost;
  /** Messages with a good signature that it took, in order. */
  readonly taken: ReceivedMessage[];
  /** How often it was called. */
  readonly calls: () => number;
  /** What it checks signatures with; until told it refuses everything. */
  trust(keys: { readonly secret: string } | null): void;
  /** Null: it does as it always does. */
  misbehave(mishap: Mishap | null): void;
};

/**
 * A webhook of somebody else on loopback until the test ends, over TLS, that checks signatures with the reference library and
 * answers 401 where there is no good one.
 */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const taken: ReceivedMessage[] = [];
  let trusted: string | null = null;
  let mishap: Mishap | null = null;
  let calls = 0;
  let call = new AbortController();
  const port = await serveHttps(async (request, response) => {
    calls += 1;
    const message = { headers: toHeaders(request), body: await readBody(request) };
    if (mishap !== null) return mishap(response, () => call.abort());
    if (trusted === null || !hasSignature(message, trusted))
      return void response.writeHead(401).end();
    taken.push(message);
    response.writeHead(204).end();
  });
  const post = makeGuardedPost({
    guard: allowAlso(publicAddressesOnly, ["127.0.0.1/32"]),
    resolve: async (host) => [host.startsWith("inside.") ? "10.0.0.1" : "127.0.0.1"],
    ports: { https: port, http: 1 },
    trusted: [testAuthority],
    timeLimit: () => {
      call = new AbortController();
      return call.signal;
    },
  });
  return {
    url: "https://hook.voorbeeld.example/meldpunt",
    post,
    taken,
    calls: () => calls,
    trust: (keys) => {
      trusted = keys?.secret ?? null;
    },
    misbehave: (next) => {
      mishap = next;
    },
  };
}

/** Whether one of the signatures `v1` is what the reference library makes of the message; its own check wants the real clock. */
export function hasSignature({ headers, body }: ReceivedMessage, secret: string): boolean {
  const { "webhook-id": id = "", "webhook-timestamp": at = "" } = headers;
  const expected = new Webhook(secret).sign(id, new Date(Number(at) * 1000), body);
  return signaturesOf(headers).includes(expected);
}

/** Whether one of the signatures `v1a` is good for this public key. */
export function hasAsymmetricSignature(
  { headers, body }: ReceivedMessage,
  publicKey: string,
): boolean {
  const { "webhook-id": id = "", "webhook-timestamp": at = "" } = headers;
  const head = Buffer.from("302a300506032b6570032100", "hex");
  const key = {
    key: Buffer.concat([head, Buffer.from(publicKey.replace("whpk_", ""), "base64")]),
    format: "der",
    type: "spki",
  } as const;
  return signaturesOf(headers).some(
    (signature) =>
      signature.startsWith("v1a,") &&
      verify(
        null,
        Buffer.from(`${id}.${at}.${body}`),
        key,
        Buffer.from(signature.slice(4), "base64"),
      ),
  );
}

function signaturesOf(headers: ReceivedMessage["headers"]): string[] {
  return (headers["webhook-signature"] ?? "").split(" ");
}

function toHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value ?? "")]),
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
