import { expect, test } from "vitest";
import { type DnsResponder, serveDns } from "../../../test/makers/dns-server.ts";
import { makeResolveHost } from "./resolve-host.ts";

const host = "www.voorbeeld.example";

const knows: DnsResponder = ({ name, type }) => {
  if (name !== host) return { rcode: "NXDOMAIN" };
  if (type !== "A") return { answers: [{ type: "AAAA", name, data: "2001:db8::1" }] };
  return {
    answers: [
      { type: "CNAME", name, data: "web.voorbeeld.example" },
      { type: "A", name: "web.voorbeeld.example", data: "192.0.2.1" },
    ],
  };
};

async function resolve(name: string, ...responders: DnsResponder[]) {
  const ports = await Promise.all(responders.map((respond) => serveDns("127.0.0.1", respond)));
  const resolvers = ports.map((port) => ({ address: "127.0.0.1", port }));
  return makeResolveHost(resolvers, { attemptMs: 60_000, maxAnswerBytes: 16_384 })(name);
}

test("answers the addresses of both families, those of an alias too", async () => {
  expect(await resolve(host, knows)).toEqual(["2001:db8::1", "192.0.2.1"]);
});

test("a name that is not there has none; one that a resolver cannot tell of is asked of the next", async () => {
  expect(await resolve("weg.voorbeeld.example", knows)).toEqual([]);
  expect(await resolve(host, () => ({ rcode: "SERVFAIL" }), knows)).toHaveLength(2);
});

test("no answer is not the same as no address", async () => {
  await expect(resolve(host, () => ({ rcode: "REFUSED" }))).rejects.toThrow("no resolver answers");
});
