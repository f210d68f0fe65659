import type { IncomingMessage, ServerResponse } from "node:http";
import { makeAsking } from "../../src/lookups/asking.ts";
import { makeContactLookups } from "../../src/lookups/contact-lookups.ts";
import { allowAlso, publicAddressesOnly } from "../../src/lookups/guard/address-guard.ts";
import { makeGuardedFetch } from "../../src/lookups/guard/guarded-fetch.ts";
import { serveHttps, testAuthority } from "./strange-server.ts";

/** How a server of somebody else answers. */
export type Stranger = (request: IncomingMessage, response: ServerResponse) => void;

/** The bootstrap files of the tests: documentation space, and names under `.example`, by one registry each. */
export const bootstrapFiles: Readonly<Record<string, unknown>> = {
  ipv4: services(
    [["192.0.2.0/24", "198.51.100.0/24"], ["rdap-a"]],
    [["203.0.113.0/24"], ["rdap-b"]],
  ),
  ipv6: services([["2001:db8::/32"], ["rdap-a"]]),
  asn: services([["64496-64511"], ["rdap-a"]]),
  dns: services([["example"], ["rdap-b"]]),
};

function services(...list: readonly (readonly [readonly string[], readonly string[]])[]) {
  const withUrls = list.map(([entries, hosts]) => [
    entries,
    hosts.map((host) => `https://${host}.voorbeeld.example/`),
  ]);
  return { version: "1.0", publication: "2026-01-01T00:00:00Z", services: withUrls };
}

/** Answers with JSON as a registry does. */
export function answerRdap(value: unknown, status = 200): Stranger {
  return (_, response) =>
    void response
      .writeHead(status, { "Content-Type": "application/rdap+json" })
      .end(JSON.stringify(value));
}

/** Answers with text as the place of a security.txt does. */
export function answerText(
  text: string | Uint8Array,
  type = "text/plain; charset=utf-8",
): Stranger {
  return (_, response) => void response.writeHead(200, { "Content-Type": type }).end(text);
}

/** Sends elsewhere. */
export function answerRedirect(location: string, status = 302): Stranger {
  return (_, response) => void response.writeHead(status, { Location: location }).end();
}

/** 404, or another status, with headers. */
export function answerStatus(status: number, headers: Record<string, string> = {}): Stranger {
  return (_, response) => void response.writeHead(status, headers).end();
}

/** Takes the question and says nothing; whoever asked has waited too long then. */
export const answerNever: Stranger = () => undefined;

/**
 * Servers of others on one loopback port until the test ends, told apart by host and path (`host/path`, host without
 * `.voorbeeld.example`); what is not there is 404. The bootstrap files lie on `data`, unless they are given.
 */
export async function serveStrangers(
  strangers: Readonly<Record<string, Stranger>>,
  { now = () => new Date("2026-11-01T12:00:00Z") } = {},
) {
  const asked: string[] = [];
  const waits: number[] = [];
  let call = new AbortController();
  const port = await serveHttps((request, response) => {
    const host = (request.headers.host ?? "").replace(/\.?voorbeeld\.example$/, "");
    const place = `${host}${request.url}`;
    asked.push(place);
    const [, file] = /^data\/(\w+)\.json$/.exec(place) ?? [];
    const bootstrap = file === undefined ? undefined : bootstrapFiles[file];
    const stranger =
      strangers[place] ?? (bootstrap === undefined ? answerStatus(404) : answerRdap(bootstrap));
    if (stranger === answerNever) call.abort();
    stranger(request, response);
  });
  const fetch = makeGuardedFetch({
    guard: allowAlso(publicAddressesOnly, ["127.0.0.1/32"]),
    resolve: async (host) => {
      if (host.startsWith("nowhere.")) return [];
      return [host.startsWith("inside.") ? "10.0.0.1" : "127.0.0.1"];
    },
    ports: { https: port, http: 1 },
    trusted: [testAuthority],
    timeLimit: () => {
      call = new AbortController();
      return call.signal;
    },
  });
  const asking = makeAsking({
    fetch,
    clock: now,
    wait: async (ms) => waits.push(ms),
    bootstrapUrl: "https://data.voorbeeld.example/",
  });
  const lookups = makeContactLookups(asking);
  /** Questions other than for bootstrap files. */
  const questions = () => asked.filter((place) => !place.startsWith("data/"));
  return { lookups, asked, questions, waits };
}
