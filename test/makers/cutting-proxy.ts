import { connect, createServer, type Socket } from "node:net";

/** When the next connection is cut: before the server sees the final dot, or before we see its answer to that. */
export type Cut = "before-dot" | "after-dot";

/** Stands between us and a mail server and cuts connections where it is told to. */
export type CuttingProxy = {
  readonly port: number;
  /** Cuts one connection, the next one that gets there. */
  cutNext(cut: Cut): void;
  close(): Promise<void>;
};

const finalDot = Buffer.from("\r\n.\r\n");

/** Starts a proxy before a server on a port of loopback. */
export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  let cut: Cut | null = null;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(serverPort, "127.0.0.1");
    let isDeaf = false;
    let tail = Buffer.alloc(0);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    // What was said before an end still gets through.
    client.on("close", () => server.end());
    server.on("close", () => client.end());
    client.on("data", (chunk: Buffer) => {
      tail = Buffer.concat([tail, chunk]).subarray(-(chunk.length + finalDot.length - 1));
      if (cut !== null && tail.includes(finalDot)) {
        const now = cut;
        cut = null;
        if (now === "before-dot") {
          // The server gets all but the dot, as from a line that went dead.
          server.end(chunk.subarray(0, Math.max(0, chunk.length - finalDot.length)));
          client.destroy();
          return;
        }
        isDeaf = true;
      }
      server.write(chunk);
    });
    server.on("data", (chunk) => {
      // Its answer to the final dot: it has the message, and we never hear of it.
      if (isDeaf) client.destroy();
      else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    cutNext: (next) => {
      cut = next;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
