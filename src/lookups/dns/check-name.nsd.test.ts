import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasManyLoopbacks, nsdPath } from "../../../test/abilities.ts";
import { passOnTo, serveDns } from "../../../test/makers/dns-server.ts";
import { findFreePort } from "../../../test/makers/free-port.ts";
import { type NsdServer, startNsd, type Zones } from "../../../test/makers/nsd.ts";
import {
  harbour,
  issue,
  makeJudge,
  makeToken,
  otherRecord,
  rightRecord,
  university,
} from "../../../test/makers/proof-token.ts";
import { findDomainName } from "../../domain/network/domain-name.ts";
import { findPrefix } from "../../domain/network/prefix.ts";
import { makeWordJudge } from "../../domain/proof/judge-words.ts";
import type { IssuedToken } from "../../domain/proof/proof-token.ts";
import { findReverseZone } from "../../domain/proof/reverse-zone.ts";
import { equalBytes, sha256 } from "../../platform/digest.ts";
import { must } from "../../platform/errors.ts";
import { allowAlso, publicAddressesOnly } from "../guard/address-guard.ts";
import { makeCheckName } from "./check-name.ts";

/** The root and what is right below it; the zones of owners stand on two servers. */
const above = "127.0.0.53";
const [first, second] = ["127.0.0.54", "127.0.0.55"] as const;

const servers = ["@ NS ns1", "@ NS ns2", `ns1 A ${first}`, `ns2 A ${second}`];
const txt = (record: string) => `_meldpunt TXT "${record}"`;
const many = Array.from({ length: 60 }, (_, i) => `_meldpunt TXT "${"x".repeat(200)} ${i}"`);

const onBoth: Zones = {
  "juist.example": [
    ...servers,
    txt(rightRecord),
    'www TXT "v=1"',
    `_meldpunt.www TXT "${rightRecord}"`,
  ],
  "leeg.example": servers,
  "fout.example": [...servers, '_meldpunt TXT "meldpunt-proof=aaaaaaaaaaaaaaaaaaaaaaaaaa"'],
  "anders.example": [...servers, txt(otherRecord)],
  "apex.example": [...servers, `@ TXT "${rightRecord}"`],
  "wild.example": [...servers, `* TXT "${rightRecord}"`],
  "wild-maar-echt.example": [...servers, '* TXT "v=spf1 -all"', txt(rightRecord)],
  "alias.example": [...servers, "_meldpunt CNAME _meldpunt.juist.example."],
  "dname.example": [...servers, "_meldpunt DNAME juist.example."],
  "gedelegeerd.example": [...servers, "_meldpunt NS ns.buiten.example."],
  "groot.example": [...servers, ...many, txt(rightRecord)],
  "delen.example": [
    ...servers,
    `_meldpunt TXT "${rightRecord.slice(0, 20)}" "${rightRecord.slice(20)}"`,
  ],
  "2.0.192.in-addr.arpa": ["@ NS ns1.juist.example.", "@ NS ns2.juist.example.", txt(rightRecord)],
  "8.b.d.0.1.0.0.2.ip6.arpa": [
    "@ NS ns1.juist.example.",
    "@ NS ns2.juist.example.",
    txt(rightRecord),
  ],
};

const onFirst: Zones = { ...onBoth, "oneens.example": [...servers, txt(rightRecord)] };
const onSecond: Zones = { ...onBoth, "oneens.example": servers };

const delegations = [...Object.keys(onFirst)]
  .filter((name) => name.endsWith(".example"))
  .flatMap((name) => {
    const label = name.replace(".example", "");
    return [1, 2].flatMap((i) => [
      `${label} NS ns${i}.${label}`,
      `ns${i}.${label} A ${i === 1 ? first : second}`,
    ]);
  });

const aboveZones: Zones = {
  ".": [
    "@ NS ns.nic.example.",
    `ns.nic.example. A ${above}`,
    "example. NS ns.nic.example.",
    "arpa. NS ns.arpa.",
    `ns.arpa. A ${above}`,
  ],
  example: [
    "@ NS ns.nic",
    `ns.nic A ${above}`,
    ...delegations,
    "binnen NS ns.binnen",
    "ns.binnen A 10.0.0.1",
    "naar-binnen NS ns.elders.naar-binnen",
    "ns.elders.naar-binnen A 169.254.169.254",
  ],
  arpa: [
    "@ NS ns",
    `ns A ${above}`,
    "2.0.192.in-addr NS ns1.juist.example.",
    "2.0.192.in-addr NS ns2.juist.example.",
    "8.b.d.0.1.0.0.2.ip6 NS ns1.juist.example.",
    "8.b.d.0.1.0.0.2.ip6 NS ns2.juist.example.",
  ],
};

describe.skipIf(nsdPath === null || !hasManyLoopbacks)("with NSD", () => {
  const running: NsdServer[] = [];
  let port = 0;
  let resolvers: { address: string; port: number }[] = [];

  beforeAll(async () => {
    port = await findFreePort(first);
    running.push(
      ...(await Promise.all([
        startNsd(above, port, aboveZones),
        startNsd(first, port, onFirst),
        startNsd(second, port, onSecond),
      ])),
    );
  });

  afterAll(async () => {
    await Promise.all(running.map((server) => server.stop()));
  });

  beforeEach(async () => {
    const address = "127.0.0.1";
    const ports = [
      await serveDns(address, passOnTo(first, port)),
      await serveDns(address, passOnTo(first, port)),
    ];
    resolvers = ports.map((own) => ({ address, port: own }));
  });

  function check(
    text: string,
    guard = allowAlso(publicAddressesOnly, ["127.0.0.0/8"]),
    judge = makeJudge(text),
  ) {
    const name = must(findDomainName(text), "names of tests are names");
    const checkName = makeCheckName({
      guard,
      resolvers,
      port,
      roots: [{ name: "ns.nic.example", addresses: [above] }],
      // A machine that is busy must not look like silence.
      limits: { attemptMs: 60_000, maxAnswerBytes: 16_384 },
      timeoutMs: 120_000,
    });
    return checkName(name, judge);
  }

  test("a token at its name, the same on both servers and for both resolvers", async () => {
    const outcome = await check("juist.example");
    expect(outcome).toMatchObject({
      kind: "proved",
      method: "dns",
      reach: "name-and-below",
      dnssec: "none",
    });
    expect(outcome.seen).toEqual([
      { server: `ns1.juist.example (${first})`, role: "authoritative", says: "right, 1 TXT" },
      { server: `ns2.juist.example (${second})`, role: "authoritative", says: "right, 1 TXT" },
      { server: "127.0.0.1", role: "resolver", says: "right, 1 TXT" },
      { server: "127.0.0.1", role: "resolver", says: "right, 1 TXT" },
    ]);
  });

  test.each([
    ["www.juist.example", "of a name inside a zone"],
    ["delen.example", "in two strings of one record"],
    ["wild-maar-echt.example", "beside a wildcard that says something else"],
    ["groot.example", "in an answer that only fits TCP"],
  ])("a token %s: %s", async (name) => {
    expect(await check(name)).toMatchObject({ kind: "proved" });
  });

  test.each(["192.0.2.0/24", "2001:db8::/32"])(
    "a token in the reverse zone of %s",
    async (text) => {
      const found = findReverseZone(must(findPrefix(text), "a prefix"));
      expect(await check(found.kind === "zone" ? found.zone : "")).toMatchObject({
        kind: "proved",
      });
    },
  );

  test.each([
    ["leeg.example", "no-record"],
    ["apex.example", "no-record"],
    ["bestaat-niet.example", "no-such-name"],
    ["ook.niet.nergens", "no-such-name"],
    ["fout.example", "wrong-token"],
    ["anders.example", "token-of-another-name"],
    ["wild.example", "wildcard"],
    ["diep.in.wild.example", "wildcard"],
    ["alias.example", "alias"],
    ["gedelegeerd.example", "delegated"],
    ["oneens.example", "servers-disagree"],
    ["binnen.example", "private-address"],
    ["naar-binnen.example", "private-address"],
  ])("refuses %s: %s", async (name, reason) => {
    expect(await check(name)).toMatchObject({ kind: "refused", method: "dns", reason });
  });

  test("two accounts: the token of one proves nothing for the other; and one that expired for nobody", async () => {
    const name = "juist.example";
    const now = new Date("2026-11-26T00:00:00Z");
    const judgeOf = (expected: IssuedToken) =>
      makeWordJudge({ expected, others: [], now, sha256, equalBytes });
    const theirs = { ...issue(makeToken(1), name, university), organisation: harbour };
    expect(await check(name, undefined, judgeOf(theirs))).toMatchObject({ reason: "wrong-token" });
    const old = issue(makeToken(1), name, university, now);
    expect(await check(name, undefined, judgeOf(old))).toMatchObject({ reason: "expired" });
    const own = issue(makeToken(1), name, university, new Date(now.getTime() + 1));
    expect(await check(name, undefined, judgeOf(own))).toMatchObject({ kind: "proved" });
  });

  test("by default asks no server on this machine", async () => {
    const outcome = await check("juist.example", publicAddressesOnly);
    expect(outcome).toMatchObject({ reason: "private-address", detail: /loopback/ });
  });
});
