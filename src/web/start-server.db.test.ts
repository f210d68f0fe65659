import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useWebHouse } from "../../test/makers/web-house.ts";
import { findPrefix } from "../domain/network/prefix.ts";
import { must } from "../platform/errors.ts";
import { type StartedServer, startServer } from "./start-server.ts";

const web = useWebHouse();
const open: (StartedServer | Server)[] = [];

beforeEach(async () => {
  await web.house.loadWorld({ organisations: { alfa: { claims: ["192.0.2.0/24"] } } });
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function start(port = 0, nextPort = false): Promise<StartedServer> {
  const server = await startServer({ context: web.context, port, nextPort });
  open.push(server);
  return server;
}

const header = "ip,port,timestamp,cve,note\n";
const row = (i: number, note = ""): string =>
  `192.0.2.${i % 256},${1 + (i % 60_000)},2026-06-30T10:00:00Z,CVE-2021-26855,${note}\n`;

/** A request whose head the server has read, and whose body it waits for. */
async function beginUpload(port: number, bytes: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.write(
    [
      "POST /api/v1/reports?finder=divd&format=csv HTTP/1.1",
      "Host: localhost",
      `Authorization: Bearer ${web.token}`,
      `Content-Length: ${bytes}`,
      "Expect: 100-continue",
      "Connection: close\r\n\r\n",
    ].join("\r\n"),
  );
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  return socket;
}

test("it listens on the loopback address and says where", async () => {
  const server = await start();
  expect(server.url).toBe(`http://localhost:${server.port}`);
  const answer = await fetch(`http://127.0.0.1:${server.port}/healthz`);
  expect(await answer.json()).toEqual({ status: "ok" });
});

test("a port that is taken is refused, or passed by where that was asked", async () => {
  const taken = createServer();
  open.push(taken);
  taken.listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  await expect(start(port)).rejects.toMatchObject({
    code: "settings-invalid",
    message: `Cannot listen on 127.0.0.1, port ${port}: something else listens there already.`,
  });
  const server = await start(port, true);
  expect(server.port).toBeGreaterThan(port);
});

/** Status of a wrong link, asked for with these lines of `X-Forwarded-For`. */
async function askWrongLink(port: number, forwardedFor: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const lines = forwardedFor.map((line) => `X-Forwarded-For: ${line}\r\n`).join("");
  socket.write(
    `GET /answer/${"a".repeat(26)} HTTP/1.1\r\nHost: localhost\r\n${lines}Connection: close\r\n\r\n`,
  );
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  return /^HTTP\/1\.1 (\d{3})/.exec(Buffer.concat(pieces).toString())?.[1] ?? "";
}

test("two servers behind a proxy count one client as one, whatever it says of itself", async () => {
  const trustedProxies = [must(findPrefix("127.0.0.1"), "it is a prefix")];
  const servers = await Promise.all(
    [0, 1].map(() => startServer({ context: { ...web.context, trustedProxies }, port: 0 })),
  );
  open.push(...servers);
  const [one, other] = servers.map(({ port }) => port) as [number, number];
  for (let i = 0; i < 5; i++) {
    // What the client sent comes first, in a line of its own or not; the proxy adds at the end.
    expect(await askWrongLink(one, [`198.51.100.${i}`, "203.0.113.7"])).toBe("404");
    expect(await askWrongLink(other, [`198.51.100.${i}, 203.0.113.7`])).toBe("404");
  }
  expect(await askWrongLink(one, ["198.51.100.9", "203.0.113.7"])).toBe("429");
  expect(await askWrongLink(other, ["203.0.113.7"])).toBe("429");
  expect(await askWrongLink(one, ["203.0.113.7, 203.0.113.8"])).toBe("404");
  // Nobody is believed of the first address where the proxy is not trusted.
  const { port } = await start();
  for (let i = 0; i < 10; i++) await askWrongLink(port, [`203.0.113.${i}`]);
  expect(await askWrongLink(port, ["203.0.113.77"])).toBe("429");
});

test("a report of 200 MB is taken in as it comes, without being held in memory", async () => {
  const { url } = await start();
  const rows = 200_000;
  const perPiece = 1000;
  const note = "n".repeat(1000);
  let sent = 0;
  let peakBytes = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === 0) controller.enqueue(Buffer.from(header));
      const piece = Array.from({ length: perPiece }, (_, i) => row((sent + i) % 5000, note));
      controller.enqueue(Buffer.from(piece.join("")));
      sent += perPiece;
      peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers);
      if (sent >= rows) controller.close();
    },
  });
  const before = process.memoryUsage().arrayBuffers;
  const answer = await fetch(`${url}/api/v1/reports?finder=divd&format=csv&release=true`, {
    method: "POST",
    headers: { Authorization: `Bearer ${web.token}` },
    body,
    duplex: "half",
  } as RequestInit);
  expect(await answer.json()).toMatchObject({ rows, accepted: rows, new: 5000 });
  expect(peakBytes - before).toBeLessThan(150e6);
});

test("a sender that breaks off hands nothing over", async () => {
  const { port } = await start();
  const debug = vi.spyOn(web.context.log, "debug");
  const socket = await beginUpload(port, 100_000);
  await new Promise((resolve) => socket.write(header + row(1), resolve));
  socket.destroy();
  await vi.waitFor(
    () => expect(debug).toHaveBeenCalledWith(expect.objectContaining({ status: 422 }), "request"),
    { timeout: 120_000 },
  );
  const { rows } = await web.context.sql.query("select from reports");
  expect(rows).toEqual([]);
});

test("stopping waits for the request under way, and takes no further one", async () => {
  const server = await start();
  const body = header + row(1) + row(2);
  const socket = await beginUpload(server.port, body.length);
  const closed = server.close();
  open.splice(0);
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  const pieces: Buffer[] = [];
  socket.on("data", (piece: Buffer) => pieces.push(piece));
  socket.write(body);
  await once(socket, "close");
  await closed;
  const answer = Buffer.concat(pieces).toString();
  expect(answer).toContain("HTTP/1.1 200 OK");
  expect(answer).toContain('"rows":2,"accepted":2');
});
