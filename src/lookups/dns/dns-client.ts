import type { AddressGuard } from "../guard/address-guard.ts";
import { askServer, type DnsLimits, type DnsReply, type DnsServer } from "./ask-server.ts";
import type { DnsQuestion } from "./dns-message.ts";
import { type NameServer, rootServers } from "./name-server.ts";

export type DnsClientOptions = {
  readonly guard: AddressGuard;
  /** Resolvers that the operator trusts, in different networks; not subject to the guard. Two at least. */
  readonly resolvers: readonly DnsServer[];
  /** Default those of the Internet. */
  readonly roots?: readonly NameServer[];
  /** Where authoritative servers listen; default 53. */
  readonly port?: number;
  readonly limits?: DnsLimits;
};

/** How one check asks; all its questions share one limit of time. */
export type DnsClient = {
  readonly roots: readonly NameServer[];
  readonly resolvers: readonly DnsServer[];
  /** Asks an authoritative server, when the guard lets its address through. */
  ask(address: string, question: Omit<DnsQuestion, "recursion">): Promise<DnsReply>;
  /** Asks a resolver. */
  resolve(resolver: DnsServer, question: Omit<DnsQuestion, "recursion">): Promise<DnsReply>;
};

const defaultLimits: DnsLimits = { attemptMs: 2_000, maxAnswerBytes: 16_384 };

/** Opens a client for one check. */
export function makeDnsClient(options: DnsClientOptions, signal: AbortSignal): DnsClient {
  const { guard, resolvers, roots = rootServers, port = 53, limits = defaultLimits } = options;
  return {
    roots,
    resolvers,
    async ask(address, question) {
      const refusal = guard(address);
      if (refusal !== null) return { kind: "failed", reason: "private-address", detail: refusal };
      return askServer({ address, port }, { ...question, recursion: false }, limits, signal);
    },
    resolve: (resolver, question) =>
      askServer(resolver, { ...question, recursion: true }, limits, signal),
  };
}
