import { beforeEach, expect, test } from "vitest";
import type { Answer, Listed } from "./answers.ts";
import { useCountry } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";
import { addressesIn, readSink, type SunkMail } from "./sink.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

let before = 0;
beforeEach(async () => {
  before = (await readSink(meldpunt)).length;
});

/** Mail that came in this test, by recipient. */
async function newMail(): Promise<SunkMail[]> {
  const mail = (await readSink(meldpunt)).slice(before);
  return mail.sort((a, b) => (a.to < b.to ? -1 : 1));
}

/** Hands a list of open services over: address, port and time a row. */
function submit(name: string, rows: readonly string[], ...options: string[]): Promise<Answer> {
  const path = meldpunt.write(name, `ip,port,timestamp\n${rows.map((row) => `${row}\n`).join("")}`);
  const fixed = ["--type", "open-rdp", "--grade", "verified", "--json"];
  const finder = options.includes("--finder") ? [] : ["--finder", "divd"];
  return meldpunt.json<Answer>("report", "submit", path, ...fixed, ...finder, ...options);
}

const at = (day: number) => `2026-11-${day}T10:00:00Z`;
const show = (report: string) => meldpunt.json<Answer>("report", "show", report, "--json");
const notify = (...options: string[]) =>
  meldpunt.json<{ notified: { notifications: number }; brakes: { id: string; address: string }[] }>(
    "notify",
    "--json",
    ...options,
  );

test("a list reaches each party that can act, once, and only with its own rows", async () => {
  const { report, dispositions } = await submit("first.csv", [
    `192.0.2.5,3389,${at(10)}`,
    `192.0.2.6,3389,${at(10)}`,
    `192.0.2.99,3389,${at(10)}`,
    `198.51.100.3,3389,${at(10)}`,
    `198.51.100.200,3389,${at(10)}`,
    `203.0.113.9,3389,${at(10)}`,
    `10.0.0.1,3389,${at(10)}`,
  ]);
  expect(dispositions).toEqual({ pending: 6, outOfScope: 1 });
  await notify();
  const mail = await newMail();
  expect(mail.map(({ to, text }) => [to, addressesIn(text)])).toEqual([
    ["abuse@access.example", ["192.0.2.99"]],
    ["abuse@transit.example", ["203.0.113.9"]],
    ["beheer@shop.example", ["198.51.100.3"]],
    ["cert@cert-x.example", ["192.0.2.5", "192.0.2.6"]],
    ["noc@hoster.example", ["198.51.100.200"]],
  ]);
  expect((await show(report)).dispositions).toEqual({ delivered: 6, outOfScope: 1 });

  await notify();
  expect(await newMail()).toHaveLength(5);
  const told = await meldpunt.lines<{ address: string; objectAddress: string; state: string }>(
    "report",
    "recipients",
    report,
    "--json",
  );
  expect(
    told.map(({ address, objectAddress, state }) => `${address} ${objectAddress} ${state}`).sort(),
  ).toEqual([
    "abuse@access.example 192.0.2.99 accepted",
    "abuse@transit.example 203.0.113.9 accepted",
    "beheer@shop.example 198.51.100.3 accepted",
    "cert@cert-x.example 192.0.2.5 accepted",
    "cert@cert-x.example 192.0.2.6 accepted",
    "noc@hoster.example 198.51.100.200 accepted",
  ]);
});

test("golden scenario 1: three lists over partly the same hosts make one mail for each host", async () => {
  const list = (name: string, hosts: readonly number[], day: number, ...options: string[]) =>
    submit(
      name,
      hosts.map((host) => `198.51.100.${host},443,${at(day)}`),
      "--type",
      "cve-2021-44228",
      "--case",
      "LOG4SHELL",
      ...options,
    );
  const scope = meldpunt.write("scope.txt", "198.51.100.0/28\n");
  await list("log4j-1.csv", [1, 2], 12);
  await notify();
  expect(await list("log4j-2.csv", [1, 2, 4], 15, "--complete", "--scope", scope)).toMatchObject({
    new: 1,
    seenAgain: 2,
  });
  await notify();
  // The second host is fixed, the third list says so, and later it is back.
  await list("log4j-3.csv", [1, 4], 19, "--complete");
  await notify();
  expect((await newMail()).map(({ to, text }) => [to, addressesIn(text)])).toEqual([
    ["beheer@shop.example", ["198.51.100.1", "198.51.100.2"]],
    ["beheer@shop.example", ["198.51.100.4"]],
  ]);
  const [fixed] = await meldpunt.lines<Listed>(
    "findings",
    "--prefix",
    "198.51.100.2",
    "--type",
    "cve-2021-44228",
    "--json",
  );
  expect(fixed).toMatchObject({ state: "verified-fixed" });
  expect(await list("log4j-4.csv", [2], 20)).toMatchObject({ reopened: 1 });
  await notify();
  expect(addressesIn((await newMail()).at(-1)?.text ?? "")).toEqual(["198.51.100.2"]);
});

test("golden scenario 4: a name without an address goes to whoever proved the name", async () => {
  const path = meldpunt.write(
    "names.csv",
    `host,timestamp\nwww.shop.example,${at(10)}\nmail.uni-x.example,${at(10)}\n`,
  );
  const answer = await meldpunt.json<Answer>(
    "report",
    "submit",
    path,
    "--finder",
    "divd",
    "--type",
    "divd-2020-00002",
    "--grade",
    "verified",
    "--json",
  );
  expect(answer).toMatchObject({ new: 2, dispositions: { pending: 2 } });
  await notify();
  const mail = await newMail();
  expect(mail.map(({ to }) => to)).toEqual(["beheer@shop.example", "cert@cert-x.example"]);
  expect(mail[0]?.text).toContain("www.shop.example");
  expect(mail[0]?.text).not.toContain("uni-x.example");
});

test("golden scenario 8: who opted out is not told, whoever reports it", async () => {
  const rows = [`198.51.100.70,8080,${at(10)}`];
  const first = await submit("lab-1.csv", rows, "--type", "cve-2099-0001");
  const second = await submit(
    "lab-2.csv",
    rows,
    "--type",
    "cve-2099-0001",
    "--finder",
    "shadowserver",
  );
  expect(first.dispositions).toEqual({ suppressed: 1 });
  expect(second.dispositions).toEqual({ duplicate: 1 });
  const declined = await submit("lab-3.csv", [`198.51.100.71,3389,${at(10)}`]);
  expect(declined.dispositions).toEqual({ declined: 1 });
  await notify();
  expect(await newMail()).toEqual([]);
  expect(await show(first.report)).toMatchObject({ dispositions: { suppressed: 1 } });
});

test("a report that is held sends nothing until it is released", async () => {
  const { report } = await submit("held.csv", [`203.0.113.40,3389,${at(10)}`]);
  await meldpunt.done("report", "hold", report, "--reason", "the wrong list");
  await notify();
  expect(await newMail()).toEqual([]);
  expect(await meldpunt.json("report", "show", report, "--json")).toMatchObject({
    held: { reason: "the wrong list", by: "report" },
  });
  await meldpunt.done("report", "release", report);
  await notify();
  expect((await newMail()).map(({ to }) => to)).toEqual(["abuse@transit.example"]);
});

test("a finder that is held sends nothing until the hold is lifted", async () => {
  await meldpunt.done("finder", "hold", "shadowserver", "--reason", "its account may be stolen");
  await submit("of-a-held-finder.csv", [`203.0.113.41,3389,${at(10)}`], "--finder", "shadowserver");
  await notify();
  expect(await newMail()).toEqual([]);
  await meldpunt.done("finder", "lift", "shadowserver");
  await notify();
  expect(await newMail()).toHaveLength(1);
});

test("a finder that is not trusted reaches nobody before a person releases its list", async () => {
  const { report, dispositions } = await submit(
    "stranger.csv",
    [`203.0.113.42,3389,${at(10)}`],
    "--finder",
    "stranger",
  );
  expect(dispositions).toEqual({ heldForPerson: 1 });
  await notify();
  expect(await newMail()).toEqual([]);
  await meldpunt.done("report", "release", report);
  await notify();
  expect(await newMail()).toHaveLength(1);
});

test("too much for one recipient waits for a person", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `203.0.113.${100 + i},23,${at(10)}`);
  const { report } = await submit("many.csv", rows, "--type", "open-telnet");
  const { brakes } = await notify();
  expect(await newMail()).toEqual([]);
  expect(brakes.map(({ address }) => address)).toEqual(["abuse@transit.example"]);
  expect((await show(report)).dispositions).toEqual({ heldForPerson: 60 });
  await notify("--approve", brakes[0]?.id ?? "");
  const [mail, ...others] = await newMail();
  expect(others).toEqual([]);
  expect(addressesIn(mail?.text ?? "")).toHaveLength(60);
});

test("golden scenario 15: a feed that changes its columns is refused, kept, and told; nothing is accepted", async () => {
  const path = meldpunt.write(
    "2026-11-20-scan_rdp-nederland-geo.csv",
    `"timestamp","address","port","geo"\n"2026-11-20 00:00:01","203.0.113.50","3389","NL"\n`,
  );
  const refused = await meldpunt.run(
    "report",
    "submit",
    path,
    "--finder",
    "shadowserver",
    "--format",
    "shadowserver",
  );
  expect(refused.status).toBe(3);
  expect(refused.stderr).toContain("line 1, field ip");
  const [latest] = await meldpunt.lines<Answer & { state: string }>(
    "report",
    "list",
    "--limit",
    "1",
    "--json",
  );
  expect(latest).toMatchObject({ state: "refused", accepted: 0 });
  expect(await meldpunt.json("report", "show", latest?.report ?? "", "--json")).toMatchObject({
    kept: true,
    rows: 0,
  });
});
