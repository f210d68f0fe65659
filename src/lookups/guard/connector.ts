import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { buildConnector } from "undici";
import type { AddressGuard } from "./address-guard.ts";
import { FetchRefusal } from "./fetch-answer.ts";

/** Addresses of a host name, in the order to try; empty or a throw when there are none. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

export type ConnectorOptions = {
  readonly guard: AddressGuard;
  /** Default the resolver of the system, its search list and hosts file left out. */
  readonly resolve?: ResolveHost;
  /** Where servers listen; default 443 and 80. */
  readonly ports?: { readonly https: number; readonly http: number };
  /** Certificates (PEM) to trust instead of those that come with Node.js. */
  readonly trusted?: readonly string[];
  /** Takes any certificate: only where what is read is no secret and proves nothing. */
  readonly anyCertificate?: boolean;
  /** For tests: what ends a call that takes too long. */
  readonly timeLimit?: () => AbortSignal;
};

/** Connects to what the guard has let through and to nothing else; `reached` tells where that was. */
export function makeConnector(
  options: ConnectorOptions,
  signal: AbortSignal,
  reached: { address: string },
): buildConnector.connector {
  const { guard, resolve = askSystem, ports = { https: 443, http: 80 } } = options;

  async function connect(target: buildConnector.Options, callback: buildConnector.Callback) {
    const host = target.hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(host) === 0 ? await resolveHost(host, resolve, signal) : [host];
    for (const address of addresses) refuseUnlessAllowed(guard, host, address);
    const open = buildConnector({ ...tlsOptions(options), lookup: answerWith(addresses) });
    const port = String(target.protocol === "https:" ? ports.https : ports.http);
    open({ ...target, port }, (error: Error | null, socket: Socket | null | undefined) => {
      // undici leaves the socket out where its types say null.
      if (socket === null || socket === undefined) {
        return callback(error ?? new Error(`no connection to ${host}`), null);
      }
      reached.address = socket.remoteAddress ?? "";
      // The vetted address is the one connected to; should that ever cease to be so, nothing is sent.
      const refusal = guard(reached.address);
      if (refusal === null) return callback(null, socket);
      socket.destroy();
      callback(new FetchRefusal("private-address", `${host} was reached at: ${refusal}.`), null);
    });
  }

  return (target, callback) => {
    connect(target, callback).catch((error: Error) => callback(error, null));
  };
}

function tlsOptions({ trusted, anyCertificate }: ConnectorOptions): buildConnector.BuildOptions {
  return {
    // Addresses are tried in turn, as browsers do it, with more patience than Node.js has for one of them.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 2_000,
    allowH2: false,
    maxCachedSessions: 0,
    minVersion: "TLSv1.2",
    ...(trusted === undefined ? {} : { ca: [...trusted] }),
    ...(anyCertificate === true ? { rejectUnauthorized: false } : {}),
  } as buildConnector.BuildOptions;
}

function refuseUnlessAllowed(guard: AddressGuard, host: string, address: string): void {
  const refusal = guard(address);
  if (refusal === null) return;
  const what = address === host ? address : `${host} has the address ${address}, which`;
  throw new FetchRefusal("private-address", `${what} is not asked: ${refusal}.`);
}

async function resolveHost(
  host: string,
  resolve: ResolveHost,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const late = Promise.withResolvers<never>();
  const abort = () => late.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    const addresses = await Promise.race([resolve(host), late.promise]);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    if (signal.aborted) throw error;
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "ENOTFOUND") {
      throw new FetchRefusal("unreachable", `${host} could not be resolved.`);
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
  throw new FetchRefusal("no-such-host", `${host} has no address.`);
}

/** With the dot at the end the system adds none of its search domains. */
async function askSystem(host: string): Promise<readonly string[]> {
  const found = await lookup(`${host}.`, { all: true, order: "verbatim" });
  return found.map(({ address }) => address);
}

function answerWith(addresses: readonly string[]): LookupFunction {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, callback) => {
    const [first] = found;
    if (all === true) callback(null, found);
    else callback(null, first?.address ?? "", first?.family ?? 0);
  };
}
