import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/** Below what Linux and macOS hand out by themselves: nobody who asks for any port at all gets one of these. */
const [from, until] = [12_000, 30_000] as const;

/**
 * A port on which nobody listens, for a program that has to be told one. It stays free until that program has started:
 * no connection and no server of another test is given it by chance.
 */
export async function findFreePort(address = "127.0.0.1"): Promise<number> {
  for (;;) {
    const port = randomInt(from, until);
    if (await isFree(createServer(), port, address)) return port;
  }
}

function isFree(server: Server, port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}
