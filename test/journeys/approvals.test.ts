import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { useCountry, world } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

const instance = readFileSync(join(import.meta.dirname, "../../data/demo/instance.yaml"), "utf8");
const approvals = `
approvals:
  world.load: {people: 2, bodies: 2}
  report.release: {people: 2, above: 1}
`;

/** Somebody of each founding body; another of the first; then the section is switched on. */
const tokens = { jan: "", els: "", piet: "" };
beforeAll(async () => {
  const issue = async (name: string, body: string): Promise<string> => {
    const args = ["--name", name, "--role", "operator", "--body", body];
    const issued = await meldpunt.json<{ token: string }>("token", "issue", ...args, "--json");
    return issued.token;
  };
  tokens.jan = await issue("Jan", "NCSC");
  tokens.els = await issue("Els", "NCSC");
  tokens.piet = await issue("Piet", "DIVD");
  writeFileSync(join(meldpunt.dataFolder, "instance.yaml"), `${instance}${approvals}`);
});

/** A world in which most addresses go elsewhere: a newcomer takes a third of them. */
const changed = (since: string): string =>
  world.replace(
    "organisations:\n",
    `organisations:
  - id: taker
    name: Taker
    roles: [owner]
    contacts: [{role: findings, email: all@taker.example, language: en}]
    claims: [{prefix: 203.0.113.0/24, basis: proved, since: ${since}}]
`,
  );

async function refused(token: string, ...args: string[]): Promise<string> {
  const { status, stderr, stdout } = await meldpunt.runAs(token, ...args);
  expect([status, stdout]).toEqual([1, ""]);
  return stderr;
}

async function done(token: string, ...args: string[]): Promise<string> {
  const { status, stderr, stdout } = await meldpunt.runAs(token, ...args);
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
}

const requestIn = (text: string): string => /request ([0-9a-f-]{36})/.exec(text)?.[1] ?? text;

test("a load beyond the brake waits for somebody of another body, and no --force helps", async () => {
  const path = meldpunt.write("changed.yaml", changed("2026-01-01"));
  const told = await refused(tokens.jan, "world", "load", path);
  const id = requestIn(told);
  expect(told).toContain("needs 2 people of 2 different bodies");
  expect(told).toContain(`meldpunt approvals show ${id}`);
  expect(requestIn(await refused(tokens.jan, "world", "load", path, "--force"))).toBe(id);

  expect(await refused(tokens.jan, "approvals", "approve", id)).toContain("You asked for this");
  expect(await done(tokens.els, "approvals", "approve", id)).toContain(
    "it waits for 1 more, 1 of them not of NCSC",
  );
  expect(requestIn(await refused(tokens.jan, "world", "load", path))).toBe(id);
  const shown = await done(tokens.piet, "approvals", "show", id);
  expect(shown).toMatch(/act +world\.load/);
  expect(shown).toMatch(/asked by +token Jan \(NCSC\)/);
  expect(shown).toMatch(/addressesPercent +\d/);
  expect(await done(tokens.piet, "approvals", "list")).toContain(id);
  expect(await done(tokens.piet, "approvals", "approve", id)).toContain("token Jan can go on");

  const other = meldpunt.write("other.yaml", changed("2026-02-01"));
  expect(requestIn(await refused(tokens.jan, "world", "load", other))).not.toBe(id);
  expect(await done(tokens.jan, "world", "load", path)).toContain("holds now");
  const used = JSON.parse(await done(tokens.els, "approvals", "show", id, "--json"));
  expect(used).toMatchObject({ state: { kind: "used" }, answers: [{}, { approves: true }] });
  expect((await meldpunt.run("audit", "verify")).status).toBe(0);
});

test("a request is refused with a reason that its asker reads", async () => {
  const issue = ["token", "issue", "--name", "Kim", "--role", "operator", "--body", "DTC"];
  const asked = requestIn(await refused(tokens.jan, ...issue));
  expect(await done(tokens.piet, "approvals", "refuse", asked, "--reason", "who is Kim?")).toBe(
    "Refused.\n",
  );
  expect(await done(tokens.jan, "approvals", "show", asked)).toContain("who is Kim?");
  expect(await done(tokens.jan, "approvals", "list", "--all")).toContain("refused");
});

test("a report that is handed over to be released at once waits when it is large", async () => {
  const csv = (count: number, port: number): string =>
    `ip,port,timestamp,type\n${Array.from({ length: count }, (_, i) => `192.0.2.${i + 1},${port},2026-06-30T10:00:00Z,open-rdp\n`).join("")}`;
  const submit = (name: string, text: string): string[] => {
    const path = meldpunt.write(name, text);
    return ["report", "submit", path, "--finder", "stranger", "--release", "--json"];
  };
  const small = JSON.parse(await done(tokens.jan, ...submit("small.csv", csv(1, 1))));
  const one = JSON.parse(await done(tokens.jan, "report", "show", small.report, "--json"));
  expect(one.releasedAt).not.toBeNull();

  const told = await refused(tokens.jan, ...submit("large.csv", csv(2, 2)));
  const report = /meldpunt report release ([0-9a-f-]{36})/.exec(told)?.[1] ?? told;
  const show = async () => JSON.parse(await done(tokens.jan, "report", "show", report, "--json"));
  expect(await show()).toMatchObject({ accepted: 2, releasedAt: null });
  await done(tokens.els, "approvals", "approve", requestIn(told));
  expect(await done(tokens.jan, "report", "release", report)).toContain("Released");
  expect((await show()).releasedBy).toContain("token Jan");
});

test("a token that does not hold acts as nobody, and is not shown", async () => {
  const wrong = `mp_${"x".repeat(43)}`;
  const { status, stderr } = await meldpunt.runAs(wrong, "approvals", "list");
  expect(status).toBe(1);
  expect(stderr).toContain("MELDPUNT_ACT_AS holds no valid token");
  expect(stderr).not.toContain(wrong);
  expect((await meldpunt.runAs("word", "approvals", "list")).status).toBe(2);
});
