import type {
  NameViews,
  ResolverView,
  ServerView,
  TxtSaid,
} from "../../domain/proof/judge-views.ts";
import type { DnsClient } from "./dns-client.ts";
import { findAddresses, type Zone } from "./find-zone.ts";
import type { NameServer } from "./name-server.ts";
import { readDelegation } from "./read-delegation.ts";
import { readTxt } from "./read-txt.ts";

/** The name where the record should stand, and one that nobody has made. */
export type Places = { readonly at: string; readonly beside: string };

/**
 * Asks every server of the zone and every resolver about the TXT records.
 *
 * Servers that the zone above names, and servers that these name themselves: where the two lists differ, whoever
 * holds a forgotten one could prove the name (T11), so all have to agree.
 */
export async function collectViews(
  client: DnsClient,
  zone: Zone,
  places: Places,
): Promise<NameViews> {
  const [named, resolvers] = await Promise.all([
    viewAll(client, zone.servers, places),
    Promise.all(client.resolvers.map((resolver) => viewResolver(client, resolver, places.at))),
  ]);
  const forgotten = await findOthers(client, zone);
  return { servers: [...named, ...(await viewAll(client, forgotten, places))], resolvers };
}

/** Name servers that the zone's own servers name and the zone above does not. */
async function findOthers(client: DnsClient, zone: Zone): Promise<NameServer[]> {
  const addresses = zone.servers.flatMap(({ addresses: all }) => all.slice(0, 1));
  const replies = await Promise.all(
    addresses.map((address) => client.ask(address, { name: zone.name, type: "NS" })),
  );
  const cuts = replies
    .map((reply) => readDelegation(reply, zone.name, zone.name))
    .filter((said) => said.kind === "cut");
  const known = new Set(zone.servers.map(({ name }) => name));
  const others = cuts.flatMap(({ servers }) => servers).filter((name) => !known.has(name));
  return findAddresses(client, {
    servers: [...new Set(others)],
    glue: cuts.flatMap(({ glue }) => glue),
  });
}

async function viewAll(
  client: DnsClient,
  servers: readonly NameServer[],
  places: Places,
): Promise<ServerView[]> {
  const views = await Promise.all(
    servers.map(({ name, addresses }) =>
      addresses.length === 0
        ? [withoutAddress(name)]
        : Promise.all(addresses.map((address) => viewServer(client, name, address, places))),
    ),
  );
  return views.flat();
}

async function viewServer(
  client: DnsClient,
  nameServer: string,
  address: string,
  places: Places,
): Promise<ServerView> {
  const read = async (name: string) =>
    readTxt(await client.ask(address, { name, type: "TXT" }), name, "server");
  const [at, beside] = await Promise.all([read(places.at), read(places.beside)]);
  return { nameServer, address, at, beside };
}

async function viewResolver(
  client: DnsClient,
  resolver: DnsClient["resolvers"][number],
  name: string,
): Promise<ResolverView> {
  const reply = await client.resolve(resolver, { name, type: "TXT" });
  return { address: resolver.address, at: readTxt(reply, name, "resolver") };
}

function withoutAddress(nameServer: string): ServerView {
  const said: TxtSaid = { kind: "failed", reason: "unreachable", detail: "it has no address" };
  return { nameServer, address: null, at: said, beside: said };
}
