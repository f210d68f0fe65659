import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { makeJudge, otherRecord, rightRecord } from "../../../test/makers/proof-token.ts";
import { serveHttps, serveSilence, testAuthority } from "../../../test/makers/strange-server.ts";
import { findDomainName } from "../../domain/network/domain-name.ts";
import { must } from "../../platform/errors.ts";
import { allowAlso, publicAddressesOnly } from "../guard/address-guard.ts";
import { makeGuardedFetch } from "../guard/guarded-fetch.ts";
import { makeCheckHost } from "./check-host.ts";

const place = "/.well-known/meldpunt.txt";

function check(
  https: number,
  { host = "voorbeeld.example", address = "127.0.0.1", timeoutMs = 60_000, token = 1 } = {},
) {
  const fetch = makeGuardedFetch({
    guard: allowAlso(publicAddressesOnly, ["127.0.0.0/8"]),
    resolve: async () => [address],
    ports: { https, http: 1 },
    trusted: [testAuthority],
  });
  const checkHost = makeCheckHost((request) => fetch({ ...request, timeoutMs }));
  return checkHost(must(findDomainName(host), "a name"), makeJudge(host, token));
}

/** Serves a file at the place and nothing elsewhere. */
const file =
  (body: string, headers: Record<string, string> = {}): RequestListener =>
  ({ url }, response) => {
    if (url !== place) return void response.writeHead(404).end("niets");
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8", ...headers }).end(body);
  };

test("T8: a file proves the very host that serves it, and not what is below or beside it", async () => {
  const asked: (string | undefined)[] = [];
  const serve = file(`# van ons\n${rightRecord}\n`);
  const https = await serveHttps((request, response) => {
    asked.push(request.headers.host);
    serve(request, response);
  });
  expect(await check(https)).toEqual({
    kind: "proved",
    method: "well-known",
    reach: "exact-host",
    use: "own",
    dnssec: null,
    seen: [
      {
        server: `https://voorbeeld.example${place} (127.0.0.1)`,
        role: "web-server",
        says: "right",
      },
    ],
  });
  // A host below serves the same file; its own token is another.
  expect(await check(https, { host: "www.voorbeeld.example", token: 3 })).toMatchObject({
    kind: "refused",
    reason: "wrong-token",
  });
  expect(asked).toEqual(["voorbeeld.example", "voorbeeld.example", "www.voorbeeld.example"]);
});

test.each([
  ["another token", file("meldpunt-proof=abc"), "wrong-token"],
  ["the token of another host", file(otherRecord), "token-of-another-name"],
  ["an empty file", file(""), "no-record"],
  ["a page of HTML", file(rightRecord, { "content-type": "text/html" }), "not-text"],
  ["no type", ((_, r) => r.end(rightRecord)) as RequestListener, "not-text"],
  ["a huge file", file(`${rightRecord}\n${"x".repeat(20_000)}`), "answer-too-large"],
  ["no file", ((_, r) => r.writeHead(404).end()) as RequestListener, "not-found"],
  ["a closed door", ((_, r) => r.writeHead(403).end()) as RequestListener, "not-found"],
  ["a fault of its own", ((_, r) => r.writeHead(503).end()) as RequestListener, "server-failure"],
  [
    "a redirect to the same host",
    ((_, r) => r.writeHead(302, { location: "/elders.txt" }).end()) as RequestListener,
    "redirect",
  ],
  [
    "a redirect to a private address",
    ((_, r) => r.writeHead(302, { location: "https://10.0.0.1/" }).end()) as RequestListener,
    "redirect",
  ],
  [
    "the same page for every name",
    ((_, r) =>
      r.writeHead(200, { "content-type": "text/plain" }).end(rightRecord)) as RequestListener,
    "wildcard",
  ],
  [
    "an error page that repeats it",
    ((_, r) =>
      r.writeHead(404, { "content-type": "text/plain" }).end(rightRecord)) as RequestListener,
    "not-found",
  ],
])("refuses %s", async (_what, listener, reason) => {
  const https = await serveHttps(listener);
  expect(await check(https)).toMatchObject({ kind: "refused", method: "well-known", reason });
});

test("refuses a certificate for another name, a private address, silence, nobody there", async () => {
  const another = await serveHttps(file(rightRecord), { certificate: "another-name" });
  expect(await check(another)).toMatchObject({ reason: "bad-certificate" });
  expect(await check(another, { address: "10.0.0.1" })).toMatchObject({
    reason: "private-address",
  });
  expect(await check(await serveSilence(), { timeoutMs: 300 })).toMatchObject({
    reason: "time-out",
  });
  expect(await check(1)).toMatchObject({ reason: "unreachable" });
});
