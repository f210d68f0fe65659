import { randomInt } from "node:crypto";
import { findDomainName } from "../../domain/network/domain-name.ts";
import type { RefusalReason } from "../../domain/proof/proof-outcome.ts";
import type { DnsClient } from "./dns-client.ts";
import type { DnsRecord } from "./dns-message.ts";
import type { NameServer } from "./name-server.ts";
import { type Delegation, readDelegation } from "./read-delegation.ts";

/** The zone that a name lies in, with all servers that the zone above names. */
export type Zone = { readonly name: string; readonly servers: readonly NameServer[] };

export type FoundZone =
  | { readonly kind: "zone"; readonly zone: Zone }
  | { readonly kind: "failed"; readonly reason: RefusalReason; readonly detail: string };

/** Servers of the root and of a top-level domain that are asked; those of other zones all are. */
const sampled = 3;

/** Addresses of one name server that are asked. */
const mostAddresses = 4;

/**
 * Follows the delegation from the root down to the zone of the name.
 *
 * Below the top-level domain every server of each zone is asked, and they must agree on whether a zone begins: one of
 * them may have fallen to somebody else (T11). Where they name different servers, all of these count.
 */
export async function findZone(client: DnsClient, name: string): Promise<FoundZone> {
  let zone: Zone = { name: "", servers: client.roots };
  for (const suffix of listSuffixes(name)) {
    const isTop = !zone.name.includes(".");
    const asked = isTop ? pick(zone.servers, sampled) : zone.servers;
    const said = await Promise.all(asked.map((server) => askAbout(client, server, suffix, zone)));
    const next = agree(said, suffix, zone);
    if (next.kind === "failed") return next;
    if (next.kind === "no-such-name") {
      if (isTop) return failed("no-such-name", `${suffix} does not exist.`);
    } else if (next.kind === "cut") {
      zone = { name: suffix, servers: await findAddresses(client, next) };
    }
  }
  if (!zone.name.includes(".")) return failed("no-such-name", `${name} is in no zone of its own.`);
  return { kind: "zone", zone };
}

/** The addresses of name servers: glue, else what the resolvers say, all of them together. */
export async function findAddresses(
  client: DnsClient,
  { servers, glue }: { readonly servers: readonly string[]; readonly glue: readonly DnsRecord[] },
): Promise<NameServer[]> {
  return Promise.all(
    servers.map(async (name) => {
      // Bytes that are no name of a host lead nowhere.
      if (findDomainName(name, 1) === null) return { name, addresses: [] };
      const glued = glue.filter((record) => record.name === name).map(({ value }) => value);
      const addresses = glued.length > 0 ? glued : await resolveAddresses(client, name);
      return { name, addresses: [...new Set(addresses)].slice(0, mostAddresses) };
    }),
  );
}

async function resolveAddresses(client: DnsClient, name: string): Promise<string[]> {
  const questions = client.resolvers.flatMap((resolver) =>
    (["A", "AAAA"] as const).map((type) => client.resolve(resolver, { name, type })),
  );
  const replies = await Promise.all(questions);
  return replies.flatMap((reply) =>
    reply.kind === "failed"
      ? []
      : reply.message.answers
          .filter(({ type }) => type === "A" || type === "AAAA")
          .map(({ value }) => value),
  );
}

/** What the first address of a server that answers says. */
async function askAbout(
  client: DnsClient,
  server: NameServer,
  name: string,
  zone: Zone,
): Promise<Delegation> {
  let last: Delegation = { kind: "failed", reason: "unreachable", detail: "has no address" };
  for (const address of server.addresses) {
    last = readDelegation(await client.ask(address, { name, type: "NS" }), name, zone.name);
    if (last.kind !== "failed") break;
  }
  return last;
}

type Agreed = Delegation | { readonly kind: "failed"; reason: RefusalReason; detail: string };

function agree(said: readonly Delegation[], name: string, zone: Zone): Agreed {
  const answered = said.filter((one) => one.kind !== "failed");
  const [first] = answered;
  const where = zone.name === "" ? "the root" : zone.name;
  if (first === undefined) {
    const fault = said.find((one) => one.kind === "failed");
    return {
      kind: "failed",
      reason: fault?.reason ?? "unreachable",
      detail: `No server of ${where} answers about ${name}: ${fault?.detail ?? "there is none"}.`,
    };
  }
  if (answered.some(({ kind }) => (kind === "cut") !== (first.kind === "cut"))) {
    const detail = `The servers of ${where} do not agree on who is in charge of ${name}.`;
    return { kind: "failed", reason: "servers-disagree", detail };
  }
  if (first.kind !== "cut") return first;
  const cuts = answered.filter((one) => one.kind === "cut");
  return {
    kind: "cut",
    servers: [...new Set(cuts.flatMap(({ servers }) => servers))],
    glue: cuts.flatMap(({ glue }) => glue),
  };
}

/** `nl`, `example.nl`, `www.example.nl`. */
function listSuffixes(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, i) => labels.slice(labels.length - 1 - i).join("."));
}

function pick(servers: readonly NameServer[], count: number): NameServer[] {
  const left = [...servers];
  const picked: NameServer[] = [];
  while (picked.length < count && left.length > 0) {
    picked.push(...left.splice(randomInt(left.length), 1));
  }
  return picked;
}

function failed(reason: RefusalReason, detail: string): FoundZone {
  return { kind: "failed", reason, detail };
}
