import { expect, test } from "vitest";
import { useCountry, world } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

type Answered = {
  readonly object: string;
  readonly owner: { readonly id: string } | null;
  readonly primary: {
    readonly rung: string;
    readonly organisation: string | null;
    readonly address: string;
  } | null;
  readonly held: { readonly reason: string } | null;
  readonly error?: string;
};

const ask = (...args: string[]) => meldpunt.lines<Answered>("who", ...args, "--json");
const told = ({ object, primary, held }: Answered) =>
  `${object} ${primary === null ? held?.reason : `${primary.rung} ${primary.organisation ?? primary.address}`}`;

test("each sort of object gets the promised answer", async () => {
  const answers = await ask(
    "192.0.2.5",
    "198.51.100.0/28",
    "AS64501",
    "www.uni-x.example",
    "@shop.example",
  );
  expect(answers.map(told)).toEqual([
    "192.0.2.5 chosen-path cert-x",
    "198.51.100.0/28 chosen-path shop",
    "AS64501 nobody",
    "www.uni-x.example chosen-path cert-x",
    "@shop.example chosen-path shop",
  ]);
  expect(Object.keys(answers[0] ?? {})).toEqual([
    "object",
    "network",
    "owner",
    "primary",
    "informed",
    "held",
    "trace",
    "snapshot",
  ]);
});

test("a type and a time change the question", async () => {
  expect((await ask("198.51.100.71", "--type", "open-rdp")).map(told)).toEqual([
    "198.51.100.71 declined",
  ]);
  expect((await ask("198.51.100.71", "--type", "cve-2099-0001")).map(told)).toEqual([
    "198.51.100.71 owner lab",
  ]);
  // Before 2026 nobody had claimed anything.
  expect((await ask("192.0.2.5", "--at", "2025-06-01")).map(told)).toEqual([
    "192.0.2.5 abuse-contact abuse@access.example",
  ]);
});

test("thousands of objects on standard input are answered in order, repeats and mistakes included", async () => {
  const objects = Array.from({ length: 5000 }, (_, i) =>
    i === 77 ? "no object" : `192.0.2.${i % 250}`,
  );
  const { status, stdout, stderr } = await meldpunt.runWith(
    `${objects.join("\n")}\n`,
    "who",
    "-",
    "--json",
  );
  const answers = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Answered);
  expect(answers.map(({ object }) => object)).toEqual(objects);
  expect(answers[77]?.error).toContain("no object");
  expect(status).toBe(1);
  expect(stderr).toContain("1 of 5000");
});

test("an answer comes before the next question is asked", async () => {
  const { child, ended } = meldpunt.open(["who", "-", "--json"]);
  const next = () =>
    new Promise<string>((resolve) => child.stdout?.once("data", (text) => resolve(String(text))));
  child.stdin?.write("192.0.2.5\n");
  expect(JSON.parse(await next())).toMatchObject({ object: "192.0.2.5" });
  child.stdin?.write("198.51.100.3\n");
  expect(JSON.parse(await next())).toMatchObject({ object: "198.51.100.3" });
  child.stdin?.end();
  expect(await ended).toMatchObject({ status: 0 });
});

test("what is no object at all is refused, a type that nobody knows is wrong usage", async () => {
  expect((await meldpunt.run("who", "no object")).status).toBe(3);
  expect((await meldpunt.run("who", "192.0.2.5", "--type", "open-nonsense")).status).toBe(2);
});

test("coverage accounts for every registered address", async () => {
  type Family = {
    readonly addresses: number | string;
    readonly byRung: Record<string, number | string>;
  };
  const coverage = await meldpunt.json<{ v4: Family; v6: Family; gaps: unknown[] }>(
    "coverage",
    "--json",
  );
  for (const { addresses, byRung } of [coverage.v4, coverage.v6]) {
    const sum = Object.values(byRung).reduce<bigint>((total, count) => total + BigInt(count), 0n);
    expect(sum).toBe(BigInt(addresses));
  }
  expect(coverage.v4).toMatchObject({
    addresses: 768,
    byRung: { "chosen-path": 64 + 16, "abuse-contact": 448 },
  });
  expect(typeof coverage.v6.addresses).toBe("string");
  expect((await meldpunt.run("coverage", "--country", "BE")).status).toBe(1);
});

test("coverage of a list in groups: they add up, also as CSV; a mistake refuses the list", async () => {
  const list = "# ours\n192.0.2.0/24\n192.0.2.7\n198.51.100.0/25\n";
  const args = ["coverage", "--prefixes", "-", "--by", "as,sector,overlap", "--limit", "1"];
  const told = await meldpunt.runWith(list, ...args, "--json");
  type Counted = { readonly v4: { readonly addresses: number } };
  const { v4, breakdowns } = JSON.parse(told.stdout) as Counted & {
    breakdowns: { by: string; groups: Counted[]; others: Counted | null }[];
  };
  expect(v4.addresses).toBe(256 + 128);
  expect(breakdowns.map(({ by }) => by)).toEqual(["as", "sector"]);
  for (const { groups, others } of breakdowns) {
    const parts = [...groups, ...(others === null ? [] : [others])];
    expect(parts.reduce((sum, part) => sum + part.v4.addresses, 0)).toBe(v4.addresses);
  }
  const csv = await meldpunt.runWith(list, ...args, "--format", "csv");
  const rows = csv.stdout.trimEnd().split("\r\n");
  expect(rows[0]).toBe("part,group,name,rung,settled_by,ipv4,ipv6");
  for (const part of ["all", "as", "sector"]) {
    const counts = rows
      .map((row) => row.split(","))
      .filter(([name]) => name === part)
      .map((cells) => Number(cells.at(-2)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(384);
  }
  const text = await meldpunt.runWith(list, ...args);
  expect(text.stdout).toContain("by sector");
  const bad = await meldpunt.runWith("192.0.2.0/24\n192.0.2.1/24\n", ...args);
  expect(bad).toMatchObject({ status: 3, stdout: "" });
  expect(bad.stderr).toContain('line 2: host bits are set: "192.0.2.1/24"');
  expect((await meldpunt.run("coverage", "--by", "colour")).status).toBe(2);
  // Three registered organisations are too few to publish anything.
  expect(await meldpunt.json("coverage", "--public", "--json")).toMatchObject({
    country: "NL",
    v4: null,
    v6: null,
  });
});

test("a world file is compared before it is loaded, and refused as a whole with line and column", async () => {
  const path = meldpunt.write("other.yaml", world.replace("198.51.100.0/28", "198.51.100.0/27"));
  const diff = await meldpunt.done("world", "diff", path);
  expect(diff).toContain("nothing was changed");
  expect(diff).toContain("198.51.100.16/28");
  expect((await ask("198.51.100.20")).map(told)).toEqual(["198.51.100.20 network-operator hoster"]);
  const bad = await meldpunt.run(
    "world",
    "load",
    meldpunt.write("bad.yaml", `${world}surprise: 1\n`),
  );
  expect(bad.status).toBe(3);
  expect(bad.stderr).toMatch(/bad\.yaml:\d+:\d+: /);
  const same = await meldpunt.done("world", "load", meldpunt.write("same.yaml", world));
  expect(same).toContain("Nothing to do");
});
