import type { Answer } from "dns-packet";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasManyLoopbacks } from "../../../test/abilities.ts";
import {
  type DnsResponder,
  type DnsSaying,
  encodeSaying,
  serveDns,
} from "../../../test/makers/dns-server.ts";
import { makeJudge, rightRecord } from "../../../test/makers/proof-token.ts";
import { findDomainName } from "../../domain/network/domain-name.ts";
import { isGone, type ProofOutcome } from "../../domain/proof/proof-outcome.ts";
import { must } from "../../platform/errors.ts";
import { allowAlso, publicAddressesOnly } from "../guard/address-guard.ts";
import { makeCheckName } from "./check-name.ts";

const zone = "voorbeeld.example";
const place = `_meldpunt.${zone}`;
const above = "127.0.0.61";
const addresses = ["127.0.0.62", "127.0.0.63", "127.0.0.64"] as const;
const authenticData = 1 << 5;
const truncated = 1 << 9;

const ns = (name: string, data: string): Answer => ({ type: "NS", name, data, ttl: 60 });
const a = (name: string, data: string): Answer => ({ type: "A", name, data, ttl: 60 });
const txt = (data: string): Answer => ({ type: "TXT", name: place, data, ttl: 60 });
const rrsig: Answer = {
  type: "RRSIG",
  name: place,
  ttl: 60,
  data: {
    typeCovered: "TXT",
    algorithm: 13,
    labels: 3,
    originalTTL: 60,
    expiration: 2_000_000_000,
    inception: 1_000_000_000,
    keyTag: 1,
    signersName: zone,
    signature: Buffer.alloc(64),
  },
};

/** A server of the zone that says this where the token should stand. */
const owner =
  (said: DnsSaying, names: readonly string[] = []): DnsResponder =>
  ({ name, type }) => {
    if (name === place && type === "TXT") return said;
    if (name === zone && type === "NS") {
      return {
        answers: names.map((one) => ns(zone, `${one}.${zone}`)),
        additionals: names.map((one, i) => a(`${one}.${zone}`, addresses[i] ?? "")),
      };
    }
    return { rcode: "NXDOMAIN" };
  };

/** Root and top-level domain in one; the zone stands on `count` servers. */
const parent =
  (count: number): DnsResponder =>
  ({ name }) => {
    if (name === "example")
      return { answers: [ns(name, "ns.example")], additionals: [a("ns.example", above)] };
    if (name !== zone) return { rcode: "NXDOMAIN" };
    const servers = addresses.slice(0, count);
    return {
      isAuthoritative: false,
      authorities: servers.map((_, i) => ns(zone, `ns${i + 1}.${zone}`)),
      additionals: servers.map((address, i) => a(`ns${i + 1}.${zone}`, address)),
    };
  };

const right: DnsSaying = { answers: [txt(rightRecord)] };
const none: DnsSaying = { rcode: "NXDOMAIN" };
const seesIt: DnsResponder = ({ name }) => (name === place ? right : none);

type House = {
  readonly servers: readonly DnsResponder[];
  readonly resolvers?: readonly DnsResponder[];
  readonly parent?: DnsResponder;
  /** Short where silence is the matter, long where a slow machine must not look like it. */
  readonly attemptMs?: number;
  readonly timeoutMs?: number;
};

async function check(house: House): Promise<ProofOutcome> {
  const { servers, resolvers = [seesIt, seesIt], attemptMs = 60_000, timeoutMs = 120_000 } = house;
  const port = await serveDns(above, house.parent ?? parent(servers.length));
  for (const [i, respond] of servers.entries()) {
    await serveDns(must(addresses[i], "three at most"), respond, port);
  }
  const ports = await Promise.all(resolvers.map((respond) => serveDns("127.0.0.1", respond)));
  const checkName = makeCheckName({
    guard: allowAlso(publicAddressesOnly, ["127.0.0.0/8"]),
    resolvers: ports.map((own) => ({ address: "127.0.0.1", port: own })),
    roots: [{ name: "ns.example", addresses: [above] }],
    port,
    limits: { attemptMs, maxAnswerBytes: 16_384 },
    timeoutMs,
  });
  return checkName(must(findDomainName(zone), "a name"), makeJudge(zone));
}

const servfail: DnsSaying = { rcode: "SERVFAIL" };

describe.skipIf(!hasManyLoopbacks)("servers that go wrong", () => {
  test("all is well", async () => {
    const outcome = await check({ servers: [owner(right), owner(right)] });
    expect(outcome).toMatchObject({ kind: "proved", dnssec: "none" });
  });

  test.each<[string, DnsSaying, string]>([
    ["SERVFAIL", servfail, "server-failure"],
    ["REFUSED", { rcode: "REFUSED" }, "server-failure"],
    ["silence", null, "time-out"],
    ["not in charge", { ...right, isAuthoritative: false }, "server-failure"],
    ["bytes that are no DNS", Buffer.from("no such thing at all"), "time-out"],
    ["another question", { ...right, question: { type: "TXT", name: "x.example" } }, "time-out"],
    ["cut off, over TCP too", { ...right, flags: truncated }, "malformed"],
    [
      "more records than anybody needs",
      { answers: Array.from({ length: 101 }, () => txt("x")) },
      "answer-too-large",
    ],
    [
      "an answer of 20 kB",
      { answers: Array.from({ length: 90 }, () => txt("x".repeat(220))) },
      "answer-too-large",
    ],
    [
      "a CNAME",
      { answers: [{ type: "CNAME", name: place, data: "x.example", ttl: 1 }, txt(rightRecord)] },
      "alias",
    ],
  ])("%s from all servers", async (_what, said, reason) => {
    const respond: DnsResponder = (asked) => {
      const inner = owner(said)(asked);
      // What does not fit is asked for over TCP.
      const isLarge =
        asked.name === place &&
        said !== null &&
        !Buffer.isBuffer(said) &&
        (said.answers?.length ?? 0) > 50;
      return isLarge && asked.over === "udp" ? { flags: truncated } : inner;
    };
    const attemptMs = reason === "time-out" ? 200 : 60_000;
    const outcome = await check({ servers: [respond, respond], attemptMs });
    expect(outcome).toMatchObject({ kind: "refused", reason });
  });

  test("one of two that does not answer is too many, one of three is not", async () => {
    expect(await check({ servers: [owner(right), owner(servfail)] })).toMatchObject({
      reason: "server-failure",
      detail: expect.stringMatching(/Of 2 name servers 1 answered/),
    });
    const outcome = await check({ servers: [owner(right), owner(servfail), owner(right)] });
    expect(outcome).toMatchObject({ kind: "proved" });
    expect(outcome.seen.map(({ says }) => says)).toContain("answers SERVFAIL");
  });

  test("an answer that waits for the case of its question is asked for over TCP", async () => {
    const lower: DnsSaying = { ...right, question: { type: "TXT", name: place } };
    expect(await check({ servers: [owner(lower), owner(right)] })).toMatchObject({
      kind: "proved",
    });
  });

  test("TCP that sends bits and pieces, or a length and nothing more", async () => {
    const respond: DnsResponder = (asked) =>
      asked.name === place && asked.over === "udp"
        ? { flags: truncated }
        : owner(asked.over === "tcp" ? null : right)(asked);
    expect(await check({ servers: [respond, respond], attemptMs: 200 })).toMatchObject({
      reason: "time-out",
    });
  });

  test("the whole check ends in its time, however slow each server is", async () => {
    const outcome = await check({ servers: [owner(null), owner(null)], timeoutMs: 50 });
    expect(outcome).toMatchObject({ reason: "time-out" });
  });

  test("nobody is there above the zone", async () => {
    const silent: DnsResponder = ({ name }) =>
      name === "example" ? parent(2)({ name } as never) : null;
    expect(await check({ servers: [owner(right)], parent: silent, attemptMs: 200 })).toMatchObject({
      reason: "time-out",
      seen: [],
    });
  });

  test("a zone with more name servers than there are", async () => {
    const flood: DnsResponder = (asked) =>
      asked.name === zone
        ? {
            isAuthoritative: false,
            authorities: Array.from({ length: 25 }, (_, i) => ns(zone, `n${i}.x.example`)),
          }
        : parent(2)(asked);
    expect(await check({ servers: [], parent: flood })).toMatchObject({ reason: "malformed" });
  });

  test("glue for a name outside the zone that was asked is not believed", async () => {
    const liar: DnsResponder = (asked) =>
      asked.name === zone
        ? {
            isAuthoritative: false,
            authorities: [ns(zone, "ns.elders.nergens")],
            additionals: [a("ns.elders.nergens", addresses[0])],
          }
        : parent(1)(asked);
    expect(await check({ servers: [owner(right)], parent: liar })).toMatchObject({
      reason: "unreachable",
      detail: expect.stringMatching(/no address/),
    });
  });

  test.each([
    ["no name", ""],
    ["the root", "."],
    ["bytes that are no text", Buffer.from([1, 0xff, 0xfe]).toString("latin1").repeat(5)],
    ["an address", "10.0.0.1"],
  ])("name servers that are %s", async (_what, name) => {
    const odd: DnsResponder = (asked) =>
      asked.name === zone
        ? { isAuthoritative: false, authorities: [ns(zone, name)], additionals: [a(name, above)] }
        : parent(1)(asked);
    expect(await check({ servers: [owner(right)], parent: odd })).toMatchObject({
      kind: "refused",
      reason: "unreachable",
    });
  });

  test("answers with a few bytes changed, of every server, end in an outcome", async () => {
    const changes = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const spoil =
          (respond: DnsResponder): DnsResponder =>
          async (asked) => {
            const said = await respond(asked);
            if (said === null || Buffer.isBuffer(said)) return said;
            const bytes = encodeSaying(asked.id, asked.question, said);
            for (const [at, value] of changed)
              bytes.writeUInt8(value, 2 + (at % (bytes.length - 2)));
            return bytes;
          };
        const outcome = await check({
          servers: [spoil(owner(right)), spoil(owner(right))],
          parent: spoil(parent(2)),
          resolvers: [spoil(seesIt), spoil(seesIt)],
          attemptMs: 30,
          timeoutMs: 1_000,
        });
        expect(["proved", "refused"]).toContain(outcome.kind);
      }),
      { numRuns: 40 },
    );
  });

  test("T11: whoever holds one of the name servers alone proves nothing", async () => {
    expect(await check({ servers: [owner(none), owner(none), owner(right)] })).toMatchObject({
      kind: "refused",
      reason: "servers-disagree",
      detail: expect.stringMatching(/of 3 .*1 have|Of 3 .* 1 have/i),
    });
  });

  test("T11: nor whoever holds one that the zone above has forgotten", async () => {
    const names = ["ns1", "ns2", "ns3"];
    const outcome = await check({
      servers: [owner(right, names), owner(right, names), owner(none, names)],
      parent: parent(2),
    });
    expect(outcome).toMatchObject({ kind: "refused", reason: "servers-disagree" });
  });

  test("T11: servers above that do not agree who is in charge", async () => {
    const port = await serveDns(above, (asked) =>
      asked.name === "example"
        ? {
            answers: [ns("example", "a.example"), ns("example", "b.example")],
            additionals: [a("a.example", above), a("b.example", addresses[2])],
          }
        : parent(1)(asked),
    );
    await serveDns(addresses[2], () => none, port);
    await serveDns(addresses[0], owner(right), port);
    const own = await serveDns("127.0.0.1", seesIt);
    const resolver = { address: "127.0.0.1", port: own };
    const checkName = makeCheckName({
      guard: allowAlso(publicAddressesOnly, ["127.0.0.0/8"]),
      resolvers: [resolver, resolver],
      roots: [{ name: "ns.example", addresses: [above] }],
      port,
      limits: { attemptMs: 60_000, maxAnswerBytes: 16_384 },
      timeoutMs: 120_000,
    });
    const outcome = await checkName(must(findDomainName(zone), "a name"), makeJudge(zone));
    expect(outcome).toMatchObject({ reason: "servers-disagree" });
  });

  test("T12: what we alone are shown is not believed: two resolvers have to see it too", async () => {
    const servers = [owner(right), owner(right)];
    const blind: DnsResponder = () => none;
    expect(await check({ servers, resolvers: [seesIt, blind] })).toMatchObject({
      reason: "resolvers-disagree",
    });
    expect(await check({ servers, resolvers: [seesIt] })).toMatchObject({ reason: "unreachable" });
    expect(await check({ servers, resolvers: [seesIt, () => null], attemptMs: 500 })).toMatchObject(
      {
        reason: "time-out",
      },
    );
    // Signatures that do not hold.
    expect(await check({ servers, resolvers: [seesIt, seesIt, () => servfail] })).toMatchObject({
      kind: "proved",
    });
    expect(await check({ servers, resolvers: [seesIt, () => servfail] })).toMatchObject({
      reason: "server-failure",
    });
  });

  test("says what DNSSEC says", async () => {
    const signed: DnsSaying = { answers: [txt(rightRecord), rrsig] };
    const validated: DnsResponder = () => ({ ...signed, flags: authenticData });
    const servers = [owner(signed), owner(signed)];
    expect(await check({ servers, resolvers: [validated, validated] })).toMatchObject({
      kind: "proved",
      dnssec: "validated",
    });
    expect(await check({ servers, resolvers: [validated, seesIt] })).toMatchObject({
      dnssec: "signed",
    });
    expect(await check({ servers: [owner(signed), owner(right)] })).toMatchObject({
      dnssec: "none",
    });
  });
});

test("what was looked at and is no proof is gone; what could not be looked at is not", () => {
  expect(
    ["no-record", "wrong-token", "servers-disagree", "redirect"].every((r) => isGone(r as never)),
  ).toBe(true);
  expect(
    ["time-out", "server-failure", "unreachable", "malformed", "resolvers-disagree"].some((r) =>
      isGone(r as never),
    ),
  ).toBe(false);
});
