import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { CheckProofContext } from "../../src/actions/check-proof.ts";
import type { Installation } from "../../src/cli/installation.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { openTerminal } from "../../src/cli/terminal.ts";
import { toShellActor } from "../../src/domain/access/actor.ts";
import { allowAlso, publicAddressesOnly } from "../../src/lookups/guard/address-guard.ts";
import { makeGuardedFetch } from "../../src/lookups/guard/guarded-fetch.ts";
import { makeProofChecks } from "../../src/lookups/proof-checks.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { serveDns } from "../makers/dns-server.ts";
import { makeToken, rightRecord } from "../makers/proof-token.ts";
import { serveHttps, testAuthority } from "../makers/strange-server.ts";

const here = "127.0.0.1";
const token = makeToken(1);

/** One server for root, top-level domain and zone, which the resolvers ask too. */
async function openChecks(): Promise<CheckProofContext> {
  const cuts = new Set(["example", "voorbeeld.example", "arpa", "2.0.192.in-addr.arpa"]);
  const places = new Set(["_meldpunt.voorbeeld.example", "_meldpunt.2.0.192.in-addr.arpa"]);
  const port = await serveDns(here, ({ name, type }) => {
    if (type === "NS" && cuts.has(name)) {
      const server = `ns.${name}`;
      return {
        answers: [{ type: "NS", name, data: server }],
        additionals: [{ type: "A", name: server, data: here }],
      };
    }
    if (type === "TXT" && places.has(name))
      return { answers: [{ type: "TXT", name, data: rightRecord }] };
    return {};
  });
  const https = await serveHttps(({ url }, response) => {
    const isThere = url === "/.well-known/meldpunt.txt";
    response.writeHead(isThere ? 200 : 404, { "content-type": "text/plain" });
    response.end(isThere ? rightRecord : "");
  });
  const guard = allowAlso(publicAddressesOnly, ["127.0.0.0/8"]);
  const ports = { https, http: 1 };
  const resolver = { address: here, port };
  return {
    clock: systemClock,
    checks: makeProofChecks({
      askRegistry: async () => ({ kind: "none", url: null, detail: "no registry is asked here" }),
      guard,
      fetch: makeGuardedFetch({
        guard,
        ports,
        resolve: async () => [here],
        trusted: [testAuthority],
      }),
      resolvers: [resolver, resolver],
      roots: [{ name: "root.example", addresses: [here] }],
      port,
    }),
  };
}

async function run(args: readonly string[], context?: CheckProofContext) {
  const streams = {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
  };
  const installation = {
    actor: toShellActor("test"),
    openProofChecks: async () => context ?? openChecks(),
    close: async () => undefined,
  } as unknown as Installation;
  const status = await runCli(["proof", "check", ...args], installation, openTerminal(streams));
  streams.stdout.end();
  streams.stderr.end();
  return { status, out: await text(streams.stdout), err: await text(streams.stderr) };
}

test("an operator sees that a name is proved, and by whom", async () => {
  const { status, out } = await run(["voorbeeld.example", "--token", rightRecord]);
  expect(out).toBe(`object     voorbeeld.example
looked at  _meldpunt.voorbeeld.example
outcome    proved, name-and-below
dnssec     none

server                            role           says
ns.voorbeeld.example (127.0.0.1)  authoritative  right, 1 TXT
127.0.0.1                         resolver       right, 1 TXT
127.0.0.1                         resolver       right, 1 TXT
`);
  expect(status).toBe(0);
});

test("a prefix by its reverse zone, a host by its file, as JSON", async () => {
  const prefix = await run(["192.0.2.0/24", "--token", token, "--json"]);
  expect(JSON.parse(prefix.out)).toMatchObject({
    object: "192.0.2.0/24",
    place: "_meldpunt.2.0.192.in-addr.arpa",
    isGone: false,
    outcome: { kind: "proved", method: "dns" },
  });
  const host = await run([
    "www.voorbeeld.example",
    "--token",
    token,
    "--method",
    "well-known",
    "--json",
  ]);
  expect(JSON.parse(host.out)).toMatchObject({
    place: "https://www.voorbeeld.example/.well-known/meldpunt.txt",
    outcome: { kind: "proved", reach: "exact-host", dnssec: null },
  });
});

test("a refusal says what was seen, why, and what it means", async () => {
  const { status, out, err } = await run(["voorbeeld.example", "--token", makeToken(3)]);
  expect(status).toBe(1);
  expect(out).toContain("outcome    refused, wrong-token\n");
  expect(out).toContain("wrong-token, 1 TXT");
  expect(err).toContain("docs/operations/proof.md");
});

test.each([
  [["voorbeeld.example", "--token", "kort"], 3, /no token/],
  [["192.0.2.0/25", "--token", token], 3, /longer than \/24/],
  [["192.0.2.0/24", "--token", token, "--method", "well-known"], 3, /Not provable/],
  [["AS64500", "--token", token], 3, /Not provable/],
  [["voorbeeld.example"], 2, /--token/],
])("refuses %j", async (args, status, message) => {
  const answer = await run(args);
  expect(answer.status).toBe(status);
  expect(answer.err).toMatch(message);
});

test("an installation that asks nobody says so", async () => {
  const context = { clock: systemClock, checks: null };
  const { status, err } = await run(["voorbeeld.example", "--token", token], context);
  expect(status).toBe(1);
  expect(err).toContain("MELDPUNT_LOOKUPS=on");
});
