import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { serveHttp, serveHttps } from "../../../test/makers/strange-server.ts";
import { allowAlso, publicAddressesOnly } from "../guard/address-guard.ts";
import { makeHostPace } from "../host-pace.ts";
import { makeLookAgain, type SchemeOf } from "./make-look-again.ts";

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

/** A server on loopback that says this by itself, or nothing; what it got from whoever connected. */
async function greet(text: string | null): Promise<{ port: number; got: Buffer[] }> {
  const got: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("data", (bytes) => got.push(Buffer.from(bytes))).on("error", () => undefined);
    if (text !== null) socket.write(text);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, got };
}

/** Long enough that a slow machine does not look like silence, and how long silence is listened to. */
const [patienceMs, silenceMs] = [60_000, 300];
const loopback = allowAlso(publicAddressesOnly, ["127.0.0.0/8"]);

const make = (schemeOf: SchemeOf, { guard = loopback, timeoutMs = patienceMs } = {}) =>
  makeLookAgain({
    guard,
    pace: makeHostPace(
      () => new Date("2026-07-01T09:00:00Z"),
      async () => undefined,
      1000,
    ),
    timeoutMs,
    userAgent: "Meldpunt test",
    schemeOf,
  });

describe("a server that greets", () => {
  const seen = { product: "OpenSSH", version: "8.2p1", banner: null };
  const look = (port: number, options?: Parameters<typeof make>[1]) =>
    make(() => null, options)({ address: "127.0.0.1", port, isReachability: false, seen });

  it.each([
    ["SSH-2.0-OpenSSH_8.2p1\r\n", "still-open"],
    ["SSH-2.0-OpenSSH_9.6p1\r\n", "gone"],
    ["SSH-2.0-dropbear\r\n", "unclear"],
    ["220-welcome\r\n220-to\r\n220 OpenSSH_9.6p1\r\n", "gone"],
    [`${"x".repeat(4000)} OpenSSH_9.6p1\r\n`, "unclear"],
    [null, "unclear"],
  ])("is read, and nothing is sent: %j is %s", async (text, outcome) => {
    const { port, got } = await greet(text);
    const timeoutMs = text === null ? silenceMs : patienceMs;
    expect(await look(port, { timeoutMs })).toMatchObject({ outcome, method: "greeting" });
    expect(Buffer.concat(got)).toHaveLength(0);
  });

  it("is gone where the port refuses", async () => {
    const { port } = await greet("");
    await new Promise((done) => servers.pop()?.close(done));
    expect(await look(port)).toMatchObject({ outcome: "gone", detail: "ECONNREFUSED" });
  });

  it("is not asked where the guard refuses", async () => {
    const { port } = await greet("SSH-2.0-OpenSSH_9.6p1\r\n");
    expect(await look(port, { guard: publicAddressesOnly })).toMatchObject({
      outcome: "unclear",
      detail: expect.stringContaining("not asked"),
    });
    expect(sockets.size).toBe(0);
  });

  it("is looked at as a port where reachability is the weakness", async () => {
    const { port } = await greet("SSH-2.0-OpenSSH_9.6p1\r\n");
    const target = { address: "127.0.0.1", port, isReachability: true, seen };
    expect(await make(() => null)(target)).toMatchObject({
      outcome: "still-open",
      method: "tcp-connect",
    });
  });
});

describe("a web server", () => {
  const seen = { product: "nginx", version: "1.18.0", banner: null };
  const look = (port: number, scheme: "http" | "https" = "http", timeoutMs = patienceMs) =>
    make(() => scheme, { timeoutMs })({ address: "127.0.0.1", port, isReachability: false, seen });

  it("is asked for its head, by somebody who says who it is, and redirects nobody", async () => {
    const asked: string[] = [];
    const port = await serveHttp((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers["user-agent"]}`);
      response.writeHead(302, { server: "nginx/1.18.0", location: "/elsewhere" }).end();
    });
    expect(await look(port)).toEqual({
      outcome: "still-open",
      method: "http-head",
      detail: "version 1.18.0, seen was 1.18.0",
    });
    expect(asked).toEqual(["HEAD / Meldpunt test"]);
  });

  it("is asked over TLS whoever its certificate is for", async () => {
    const port = await serveHttps((_, response) => {
      response.writeHead(404, { server: "nginx/1.27.1" }).end();
    });
    expect(await look(port, "https")).toMatchObject({ outcome: "gone", method: "http-head" });
  });

  it.each([
    ["no Server header", []],
    ["several Server headers", ["nginx/1.18.0", "nginx/1.27.1"]],
  ])("tells nothing with %s", async (detail, names) => {
    const port = await serveHttp((_, response) => {
      if (names.length > 0) response.setHeader("server", names);
      response.end();
    });
    expect(await look(port)).toMatchObject({ outcome: "unclear", detail });
  });

  it("tells nothing where something else speaks, or nothing does", async () => {
    for (const text of ["SSH-2.0-nginx/1.27.1\r\n", null]) {
      const { port } = await greet(text);
      const timeoutMs = text === null ? silenceMs : patienceMs;
      expect(await look(port, "http", timeoutMs)).toMatchObject({
        outcome: "unclear",
        method: "http-head",
      });
    }
  });
});
