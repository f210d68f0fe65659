import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ShadowReport } from "../../src/actions/run-shadow.ts";
import { useCountry } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

const at = "2026-11-20T10:00:00Z";

/** Nine objects: whom we would tell stands beside each, by the world of `country.ts`. */
const feed = `ip,host,port,protocol,timestamp,type
192.0.2.1,,3389,tcp,${at},open-rdp
192.0.2.2,,3389,tcp,${at},open-rdp
192.0.2.200,,3389,tcp,${at},open-rdp
192.0.2.201,,3389,tcp,${at},open-rdp
198.51.100.1,,3389,tcp,${at},open-rdp
198.51.100.2,,3389,tcp,${at},open-rdp
198.51.100.65,,3389,tcp,${at},open-rdp
198.51.100.200,,3389,tcp,${at},open-rdp
10.0.0.1,,3389,tcp,${at},open-rdp
192.0.2.1,,3389,tcp,${at},open-rdp
192.0.2.300,,3389,tcp,${at},open-rdp
`;

/**
 * 192.0.2.1    uni-x by cert-x      cert-x twice                      as ours, the same again
 * 192.0.2.2    uni-x by cert-x      cert-x and the university itself   ours and others, two parties
 * 192.0.2.200  abuse@access         abuse@access and the hoster        ours and others, two parties, one not concerned
 * 192.0.2.201  abuse@access         nobody
 * 198.51.100.1 shop, direct         the hoster only                    strangers only
 * 198.51.100.2 shop, direct         the shop by two of its lines       as ours, and again
 * 198.51.100.65 lab declines it     the lab                            told though held
 * 198.51.100.200 hoster             as ours: another address of the hoster
 * 10.0.0.1     nobody answers for it
 */
const mailed = `Aan;ip;Verzonden
cert@cert-x.example;192.0.2.1;2026-11-21 06:00:00
cert@cert-x.example;192.0.2.1;2026-11-22 06:00:00
cert@cert-x.example, security@uni-x.example;192.0.2.2;2026-11-21 06:00:00
ABUSE@access.example;192.0.2.200;2026-11-21
noc@hoster.example;192.0.2.200;2026-11-21
;192.0.2.201;2026-11-21
noc@hoster.example;198.51.100.1;2026-11-21
Beheer <beheer@shop.example>;198.51.100.2;2026-11-21
beheer@shop.example;198.51.100.2;2026-11-23
beheer@lab.example;198.51.100.65;2026-11-21
iemand@hoster.example;198.51.100.200;2026-11-21
abuse@elders.example;203.0.113.7;2026-11-21
geen adres;192.0.2.1;2026-11-21
abuse@elders.example;geen adres;2026-11-21
`;

const run = (...options: string[]) =>
  meldpunt.json<ShadowReport>(
    "shadow",
    meldpunt.write("feed.csv", feed),
    "--finder",
    "divd",
    "--mailed",
    meldpunt.write("mailed.csv", mailed),
    "--mailed-map",
    "Aan=address",
    "--mailed-map",
    "Verzonden=time",
    "--json",
    ...options,
  );

test("counts are those that people come to by hand", async () => {
  const report = await run();
  expect(report.feeds).toMatchObject({
    files: 1,
    rows: 11,
    accepted: 10,
    quarantined: 1,
    findings: 9,
  });
  expect(report.mailed).toMatchObject({
    rows: 14,
    read: 11,
    withoutRecipient: 1,
    unread: 2,
    from: "2026-11-21T00:00:00.000Z",
    until: "2026-11-23T00:00:00.000Z",
  });
  expect(report.mailed.faults.map(({ line, field }) => [line, field])).toEqual([
    [14, "address"],
    [15, "ip"],
  ]);
  expect(report.objects).toBe(9);
  expect(report.verdicts).toEqual({
    "as-ours": 3,
    "ours-and-others": 2,
    "another-with-a-right": 0,
    "strangers-only": 1,
    "nobody-told": 1,
    "told-though-held": 1,
    silent: 0,
    "out-of-scope": 1,
  });
  expect(report.heardTwice).toEqual({ objects: 4, severalParties: 2, sameAgain: 2 });
  expect(report.notConcerned).toEqual({ objects: 2, recipients: 1 });
  expect(report.mailings).toEqual({
    all: 12,
    primary: 7,
    owner: 2,
    informed: 0,
    stranger: 2,
    unjudged: 0,
    notInFeeds: 1,
  });
  expect(report.byEnd.map(({ end, objects }) => [end, objects])).toEqual([
    ["chosen-path", 4],
    ["network-operator", 1],
    ["abuse-contact", 2],
    ["held: declined", 1],
    ["out-of-scope", 1],
  ]);
  expect(report.byDomain.map(({ domain, mailings }) => [domain, mailings])).toEqual([
    ["cert-x.example", 3],
    ["hoster.example", 3],
    ["shop.example", 2],
    ["access.example", 1],
    ["elders.example", 1],
    ["lab.example", 1],
    ["uni-x.example", 1],
  ]);
  expect(report.examples["nobody-told"]).toEqual([
    {
      object: "192.0.2.201",
      type: null,
      verdict: "nobody-told",
      end: "abuse-contact",
      owner: null,
      ours: ["abuse@access.example"],
      mailed: [],
    },
  ]);
  expect(report.examples["told-though-held"]).toMatchObject([
    { object: "198.51.100.65", end: "held: declined", owner: "lab", ours: [] },
  ]);
});

test("nothing is kept: neither findings, nor reports, nor mail", async () => {
  await run();
  expect(await meldpunt.done("findings", "--json")).toBe("");
  expect(await meldpunt.done("report", "list", "--json")).not.toContain("feed.csv");
  expect(existsSync(join(meldpunt.dataFolder, "sink"))).toBe(false);
});

test("a manager reads it as one page, in Dutch or English, in which nothing is left unescaped", async () => {
  const hostile = `ip,address\n<script>alert(1)</script>,a@hoster.example\n192.0.2.1,noc@hoster.example\n`;
  const page = join(meldpunt.folder, "page.html");
  const text = await meldpunt.done(
    "shadow",
    meldpunt.write("feed.csv", feed),
    "--finder",
    "divd",
    "--mailed",
    meldpunt.write("hostile.csv", hostile),
    "--html",
    page,
    "--language",
    "nl",
  );
  expect(text).toContain("not at all");
  const html = readFileSync(page, "utf8");
  expect(html).toContain('<html lang="nl"');
  expect(html).toContain("Niemand hoorde het");
  expect(html).toContain("&lt;script&gt;alert(1)");
  expect(html).not.toMatch(/<script|<img|<link|https?:\/\//i);
  const again = await meldpunt.run(
    "shadow",
    "feed.csv",
    "--finder",
    "divd",
    "--mailed",
    "hostile.csv",
    "--html",
    page,
  );
  expect(again).toMatchObject({ status: 2 });
});

/** The same three hosts as IntelMQ mailed them: two types at one host, and one event that was not to be sent. */
const events = [
  { ip: "192.0.2.1", identifier: "open-rdp", to: "cert@cert-x.example" },
  { ip: "192.0.2.1", identifier: "open-telnet", to: "security@uni-x.example" },
  { ip: "198.51.100.1", identifier: "open-rdp", to: "noc@hoster.example,beheer@shop.example" },
  { ip: "198.51.100.2", identifier: "open-rdp", to: "beheer@shop.example", notify: false },
]
  .map(({ ip, identifier, to, notify }) =>
    JSON.stringify({
      "source.ip": ip,
      "source.port": 3389,
      "protocol.transport": "tcp",
      "time.source": at,
      "classification.type": "vulnerable-system",
      "classification.identifier": identifier,
      "source.abuse_contact": to,
      ...(notify === undefined ? {} : { "extra.notify": notify }),
    }),
  )
  .join("\n");

test("an IntelMQ stream is feed and mail in one; types are compared apart", async () => {
  const file = meldpunt.write("events.jsonl", `${events}\n`);
  const shadow = (...options: string[]) =>
    meldpunt.json<ShadowReport>(
      "shadow",
      file,
      "--finder",
      "divd",
      "--mailed",
      file,
      "--json",
      ...options,
    );
  const byType = await shadow();
  expect(byType).toMatchObject({ by: "type", objects: 4, feeds: { findings: 4 } });
  expect(byType.mailed).toMatchObject({ rows: 4, read: 3, withoutRecipient: 1, unread: 0 });
  expect(byType.verdicts).toMatchObject({
    "as-ours": 1,
    "ours-and-others": 1,
    "another-with-a-right": 1,
    "nobody-told": 1,
  });
  expect(byType.heardTwice).toEqual({ objects: 1, severalParties: 1, sameAgain: 0 });
  const byObject = await shadow("--by", "object");
  expect(byObject).toMatchObject({ by: "object", objects: 3 });
  expect(byObject.verdicts).toMatchObject({ "ours-and-others": 2, "nobody-told": 1 });
});

test("what is no list of mail is refused with what to do", async () => {
  const path = meldpunt.write("no-list.csv", "a,b\n1,2\n");
  const feedPath = meldpunt.write("feed.csv", feed);
  const refused = await meldpunt.run("shadow", feedPath, "--finder", "divd", "--mailed", path);
  expect(refused.status).toBe(3);
  expect(refused.stderr).toContain("No column says whom it was mailed to.");
  expect(refused.stderr).toContain("--mailed-map");
});
