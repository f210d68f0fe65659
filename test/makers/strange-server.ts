import { readFileSync } from "node:fs";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";
import { onTestFinished } from "vitest";

/** Certificates that servers of tests show; `authority` has signed them all. */
export type CertificateName = "right" | "another-name" | "expired";

const samples = new URL("../samples/certificates/", import.meta.url);
const readSample = (name: string) => readFileSync(new URL(name, samples), "utf8");

/** PEM of who signed the certificates of the tests. */
export const testAuthority = readSample("authority.pem");

const credentialsOf = (name: CertificateName) => ({
  key: readSample(`${name}.key`),
  cert: readSample(`${name}.pem`),
});

/** Serves over https on a loopback address until the test ends; answers the port. */
export function serveHttps(
  listener: RequestListener,
  { certificate = "right" as CertificateName, host = "127.0.0.1" } = {},
): Promise<number> {
  return listen(createHttps(credentialsOf(certificate), listener), host);
}

/** Serves over plain http. */
export function serveHttp(listener: RequestListener): Promise<number> {
  return listen(createHttp(listener), "127.0.0.1");
}

/** A TLS server that says whatever it likes, be it HTTP or not. */
export function serveBytes(talk: (socket: Socket) => void): Promise<number> {
  return listen(createTls(credentialsOf("right"), talk), "127.0.0.1");
}

/** A server that takes connections and never says a word. */
export function serveSilence(): Promise<number> {
  return listen(
    createTcp(() => undefined),
    "127.0.0.1",
  );
}

async function listen(server: Server, host: string): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  server.on("tlsClientError", () => undefined);
  server.on("secureConnection", (socket: Socket) => socket.on("error", () => undefined));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, host, resolve);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
