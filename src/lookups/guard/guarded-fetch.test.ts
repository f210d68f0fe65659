import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  serveBytes,
  serveHttp,
  serveHttps,
  serveSilence,
  testAuthority,
} from "../../../test/makers/strange-server.ts";
import { allowAlso, publicAddressesOnly } from "./address-guard.ts";
import type { ConnectorOptions } from "./connector.ts";
import type { FetchAnswer, FetchRequest } from "./fetch-answer.ts";
import { makeGuardedFetch } from "./guarded-fetch.ts";

const unused = 1;

/** Fetches with loopback allowed, every name leading there. */
function fetchFrom(
  ports: { https?: number; http?: number },
  request: Partial<FetchRequest> = {},
  options: Partial<ConnectorOptions> = {},
): Promise<FetchAnswer> {
  const fetch = makeGuardedFetch({
    guard: allowAlso(publicAddressesOnly, ["127.0.0.0/8"]),
    resolve: async () => ["127.0.0.1"],
    ports: { https: ports.https ?? unused, http: ports.http ?? unused },
    trusted: [testAuthority],
    ...options,
  });
  return fetch({ url: "https://voorbeeld.example/a?b=c", redirects: "any", ...request });
}

const fault = (reason: string, detail: RegExp | string = "") =>
  expect.objectContaining({ kind: "failed", reason, detail: expect.stringMatching(detail) });

test("answers status, headers, body and where it came from", async () => {
  const seen: unknown[] = [];
  const https = await serveHttps((request, response) => {
    seen.push(request.url, request.headers);
    response.writeHead(404, { "Content-Type": "text/plain", "X-A": ["1", "2"] }).end("niet daar");
  });
  const answer = await fetchFrom({ https }, { accept: "text/plain" });
  expect(answer).toMatchObject({
    kind: "answered",
    status: 404,
    url: "https://voorbeeld.example/a?b=c",
    address: "127.0.0.1",
    body: Buffer.from("niet daar"),
  });
  expect(answer.kind === "answered" && answer.headers.get("x-a")).toBe("1, 2");
  expect(seen[0]).toBe("/a?b=c");
  expect(seen[1]).toMatchObject({
    host: "voorbeeld.example",
    accept: "text/plain",
    "accept-encoding": "identity",
  });
  expect(seen[1]).not.toHaveProperty("cookie");
});

test.each([
  ["https://127.0.0.1/", /loopback/],
  ["https://169.254.169.254/latest/meta-data", /link-local/],
  ["https://[::1]/", /loopback/],
  ["https://[::ffff:10.0.0.1]/", /private/],
  ["https://[64:ff9b::7f00:1]/", /translated/],
  ["https://0x7f.1/", /loopback/],
  ["https://2130706433/", /loopback/],
  ["https://192.0.2.1/", /documentation/],
])("by default does not ask %s", async (url, why) => {
  const fetch = makeGuardedFetch({ guard: publicAddressesOnly });
  expect(await fetch({ url, redirects: "none" })).toEqual(fault("private-address", why));
});

test("refuses a name that has a private address beside public ones", async () => {
  const options = {
    guard: publicAddressesOnly,
    resolve: async () => ["193.0.6.139", "10.0.0.1"],
  };
  expect(await fetchFrom({}, {}, options)).toEqual(fault("private-address", /10\.0\.0\.1/));
});

test("asks a name only once for each connection, and connects to the address that was checked", async () => {
  let requests = 0;
  const https = await serveHttps((_request, response) => {
    requests += 1;
    response.end("van 127.0.0.1");
  });
  const answers = [["127.0.0.1"], ["169.254.169.254"]];
  const resolve = async () => answers.shift() ?? ["10.0.0.1"];
  const first = await fetchFrom({ https }, {}, { resolve });
  expect(first).toMatchObject({ kind: "answered", address: "127.0.0.1" });
  const second = await fetchFrom({ https }, {}, { resolve });
  expect(second).toEqual(fault("private-address", /169\.254/));
  expect(answers).toEqual([]);
  expect(requests).toBe(1);
});

test.each([
  ["https://169.254.169.254/", "private-address"],
  ["https://[::1]/", "private-address"],
  ["http://voorbeeld.example/", "redirect-refused"],
  ["file:///etc/passwd", "redirect-refused"],
  ["https://a:b@voorbeeld.example/", "url-refused"],
  ["https://voorbeeld.example:8443/", "url-refused"],
  ["https://localhost/", "url-refused"],
  ["https://", "redirect-refused"],
])("does not follow a redirect to %s", async (location, reason) => {
  const https = await serveHttps((_request, response) => {
    response.writeHead(302, { location }).end();
  });
  const guard = allowAlso(publicAddressesOnly, ["127.0.0.1/32"]);
  expect(await fetchFrom({ https }, { allowHttp: true }, { guard })).toEqual(fault(reason));
});

test("does not follow a redirect to a name that leads to a private address", async () => {
  const https = await serveHttps((_request, response) => {
    response.writeHead(307, { location: "https://binnen.voorbeeld.example/" }).end();
  });
  const resolve = async (host: string) =>
    host === "voorbeeld.example" ? ["127.0.0.1"] : ["192.168.1.1"];
  expect(await fetchFrom({ https }, {}, { resolve })).toEqual(
    fault("private-address", /binnen\.voorbeeld\.example has the address 192\.168\.1\.1/),
  );
});

test("follows redirects as far as it was told", async () => {
  const https = await serveHttps(({ url = "", headers }, response) => {
    if (url === "/path") response.writeHead(301, { location: "/end" }).end();
    else if (url === "/host")
      response.writeHead(308, { location: "https://www.voorbeeld.example/end" }).end();
    else response.end(headers.host);
  });
  const at = (path: string, redirects: FetchRequest["redirects"]) =>
    fetchFrom({ https }, { url: `https://voorbeeld.example${path}`, redirects });
  expect(await at("/path", "none")).toEqual(fault("redirect-refused"));
  expect(await at("/path", "same-host")).toMatchObject({
    status: 200,
    url: "https://voorbeeld.example/end",
  });
  expect(await at("/host", "same-host")).toEqual(fault("redirect-refused", /another host/));
  expect(await at("/host", "any")).toMatchObject({ url: "https://www.voorbeeld.example/end" });
});

test("a redirect without a place to go is an answer like any other", async () => {
  const https = await serveHttps((_request, response) => response.writeHead(302).end());
  expect(await fetchFrom({ https })).toMatchObject({ kind: "answered", status: 302 });
});

test("ends a redirect loop", async () => {
  let requests = 0;
  const https = await serveHttps((_request, response) => {
    requests += 1;
    response.writeHead(302, { location: `/${requests}` }).end();
  });
  expect(await fetchFrom({ https })).toEqual(fault("too-many-redirects"));
  expect(requests).toBe(6);
});

test("plain http only where it was asked for", async () => {
  const http = await serveHttp((_request, response) => response.end("onversleuteld"));
  const url = "http://voorbeeld.example/";
  expect(await fetchFrom({ http }, { url })).toEqual(fault("url-refused"));
  expect(await fetchFrom({ http }, { url, allowHttp: true })).toMatchObject({ status: 200 });
});

test.each(["another-name", "expired"] as const)(
  "refuses a certificate: %s",
  async (certificate) => {
    const https = await serveHttps((_request, response) => response.end(), { certificate });
    expect(await fetchFrom({ https })).toEqual(fault("bad-certificate"));
  },
);

test("refuses a certificate that nobody known has signed", async () => {
  const https = await serveHttps((_request, response) => response.end());
  const fetch = makeGuardedFetch({
    guard: () => null,
    resolve: async () => ["127.0.0.1"],
    ports: { https, http: unused },
  });
  expect(await fetch({ url: "https://voorbeeld.example/", redirects: "none" })).toEqual(
    fault("bad-certificate"),
  );
});

test("stops an endless body at the limit", async () => {
  const https = await serveHttps((_request, response) => {
    const piece = "x".repeat(10_000);
    const go = () => {
      while (response.write(piece));
      response.once("drain", go);
    };
    go();
  });
  expect(await fetchFrom({ https }, { maxBodyBytes: 50_000 })).toEqual(fault("body-too-large"));
});

test("a body of exactly the limit is taken", async () => {
  const https = await serveHttps((_request, response) => response.end("x".repeat(100)));
  expect(await fetchFrom({ https }, { maxBodyBytes: 100 })).toMatchObject({ kind: "answered" });
  expect(await fetchFrom({ https }, { maxBodyBytes: 99 })).toEqual(fault("body-too-large"));
});

test("opens nothing that is compressed", async () => {
  const https = await serveHttps((_request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync(Buffer.alloc(10_000_000)));
  });
  expect(await fetchFrom({ https })).toEqual(fault("encoded-body"));
});

test("stops a flood of headers", async () => {
  const https = await serveBytes((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    const go = () => {
      while (socket.write(`X-A: ${"a".repeat(1000)}\r\n`));
      socket.once("drain", go);
    };
    go();
  });
  expect(await fetchFrom({ https })).toEqual(fault("headers-too-large"));
});

test.each([
  ["never says a word after the handshake", () => serveBytes(() => undefined)],
  ["never shakes hands", () => serveSilence()],
  [
    "stops in the middle of its body",
    () => serveHttps((_request, response) => void response.write("begin")),
  ],
  [
    "tells of an answer to come, without end",
    () =>
      serveBytes((socket) => {
        const go = () => {
          if (socket.destroyed) return;
          socket.write("HTTP/1.1 103 Early Hints\r\n\r\n");
          setImmediate(go);
        };
        go();
      }),
  ],
])("gives up on a server that %s", async (_what, serve) => {
  const https = await serve();
  expect(await fetchFrom({ https }, { timeoutMs: 300 })).toEqual(fault("time-out"));
});

test("gives up on a resolver that never answers", async () => {
  const resolve = () => new Promise<never>(() => undefined);
  expect(await fetchFrom({}, { timeoutMs: 100 }, { resolve })).toEqual(fault("time-out"));
});

test.each([
  ["no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n", "malformed-answer"],
  [
    "two lengths",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "malformed-answer",
  ],
  ["half a body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", "unreachable"],
  ["nothing", "", "unreachable"],
])("an answer that is %s", async (_what, bytes, reason) => {
  const https = await serveBytes((socket) => void socket.end(bytes));
  expect(await fetchFrom({ https })).toEqual(fault(reason));
});

test("a port that nobody listens on, a name that is not there, one without an address", async () => {
  expect(await fetchFrom({})).toEqual(fault("unreachable"));
  const absent = async () => {
    throw Object.assign(new Error("not there"), { code: "ENOTFOUND" });
  };
  expect(await fetchFrom({}, {}, { resolve: absent })).toEqual(fault("no-such-host"));
  expect(await fetchFrom({}, {}, { resolve: async () => [] })).toEqual(fault("no-such-host"));
});
