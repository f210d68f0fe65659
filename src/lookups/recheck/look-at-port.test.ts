import { createServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { allowAlso, publicAddressesOnly } from "../guard/address-guard.ts";
import { makeHostPace } from "../host-pace.ts";
import { makeLookAgain } from "./make-look-again.ts";

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))),
  );
});

/** A server on loopback; what it got from whoever connected. */
async function serve(): Promise<{ port: number; got: Buffer[]; connections: () => number }> {
  const got: Buffer[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on("data", (bytes) => got.push(Buffer.from(bytes))).on("error", () => undefined);
    socket.write("220 ready\r\n");
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, got, connections: () => connections };
}

const pauses: number[] = [];
const now = new Date("2026-07-01T09:00:00Z");
const pace = () =>
  makeHostPace(
    () => now,
    async (ms) => void pauses.push(ms),
    1000,
  );
const make = (guard = allowAlso(publicAddressesOnly, ["127.0.0.0/8"])) =>
  makeLookAgain({ guard, pace: pace(), timeoutMs: 60_000, userAgent: "Meldpunt" });
const target = (port: number) => ({
  address: "127.0.0.1",
  port,
  isReachability: true,
  seen: null,
});

it("opens a connection, sends nothing, and says that it is still there", async () => {
  const { port, got, connections } = await serve();
  expect(await make()(target(port))).toMatchObject({ outcome: "still-open" });
  expect(await make()({ ...target(port), isReachability: false })).toMatchObject({
    outcome: "unclear",
  });
  expect(connections()).toBe(2);
  expect(Buffer.concat(got)).toHaveLength(0);
});

it("takes a refusal for gone", async () => {
  const { port } = await serve();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await make()(target(port))).toEqual({
    outcome: "gone",
    method: "tcp-connect",
    detail: "ECONNREFUSED",
  });
});

it("asks no address that is not public, whoever allows it", async () => {
  const { port, connections } = await serve();
  const look = make(publicAddressesOnly);
  for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "192.0.2.1", "no"]) {
    expect(await look({ address, port, isReachability: true, seen: null })).toMatchObject({
      outcome: "unclear",
      detail: expect.stringContaining("not asked"),
    });
  }
  expect(connections()).toBe(0);
});

it("asks one thing at a time of a network, with a pause", async () => {
  const { port } = await serve();
  pauses.splice(0);
  const look = make();
  await Promise.all([
    look(target(port)),
    look({ ...target(port), address: "127.0.0.1" }),
    look(target(port)),
  ]);
  expect(pauses).toEqual([1000, 1000]);
});
