import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { AppError } from "../platform/errors.ts";
import { makeApp } from "./app.ts";
import type { WebContext } from "./context.ts";

export type StartServerOptions = {
  readonly context: WebContext;
  /** Address to listen on; the loopback address unless told otherwise. */
  readonly host?: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Where the port is taken, take the next free one. */
  readonly nextPort?: boolean;
};

/** A portal that answers. */
export type StartedServer = {
  readonly url: string;
  /** The one that was free. */
  readonly port: number;
  /** Takes no more requests; answers once those under way are done, or after ten seconds. */
  close(): Promise<void>;
};

const loopback = "127.0.0.1";
const mostPorts = 100;
const graceMs = 10_000;

/** Serves API and portal. Throws `settings-invalid` when it cannot listen there. */
export async function startServer(options: StartServerOptions): Promise<StartedServer> {
  const { context, host = loopback, port: wanted, nextPort = false } = options;
  const app = makeApp(context);
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { headersTimeout: 15_000, keepAliveTimeout: 10_000, requestTimeout: 0 },
  }) as Server;
  const port = await listen(server, host, wanted, nextPort);
  return {
    url: `http://${host === loopback ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    close: () => close(server),
  };
}

async function listen(
  server: Server,
  host: string,
  wanted: number,
  next: boolean,
): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      return await listenOnce(server, host, port);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      const isTaken = code === "EADDRINUSE";
      if (isTaken && next && port < Math.min(65_535, wanted + mostPorts)) continue;
      const why = isTaken ? "something else listens there already" : `it cannot be (${code})`;
      throw new AppError("settings-invalid", `Cannot listen on ${host}, port ${port}: ${why}.`, {
        remedy: "Choose another with --port or --host.",
        cause: error,
      });
    }
  }
}

function listenOnce(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
