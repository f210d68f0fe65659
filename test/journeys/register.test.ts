import { expect, test } from "vitest";
import { useCountry } from "./country.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
useCountry(meldpunt);

const refused = async (status: number, ...args: string[]): Promise<string> => {
  const ended = await meldpunt.run(...args);
  expect([ended.status, ended.stdout]).toEqual([status, ""]);
  return ended.stderr;
};

test("a claim is asked for, looked at, listed and withdrawn; what cannot be is said in a sentence", async () => {
  const asked = await meldpunt.done("claim", "ask", "nieuw.example", "--organisation", "uni-x");
  expect(asked).toMatch(
    /Publish as TXT at _meldpunt\.nieuw\.example:\n {2}meldpunt-proof=[a-z2-7]{26}/,
  );
  const [, id = ""] = /^claim {3}(\S+)/.exec(asked) ?? [];
  expect(await meldpunt.done("claim", "list")).toContain(id);
  expect(await meldpunt.done("claim", "check", id)).toContain("MELDPUNT_LOOKUPS");
  const seen = { claim: id, object: "nieuw.example", organisation: "uni-x" };
  expect(await meldpunt.lines("claim", "list", "--json")).toMatchObject([
    { id: seen.claim, object: seen.object, organisation: seen.organisation, state: "pending" },
  ]);
  expect(await refused(1, "claim", "ask", "nieuw.example", "--organisation", "uni-x")).toContain(
    "already",
  );
  expect(await refused(3, "claim", "ask", "co.uk", "--organisation", "uni-x")).toContain(
    "public suffix",
  );
  expect(await refused(1, "claim", "ask", "a.example", "--organisation", "nobody")).toContain(
    "no organisation",
  );
  expect(await refused(2, "claim", "decide", id, "--reason", "x")).toContain(
    "--accept or --decline",
  );
  expect(await meldpunt.done("claim", "withdraw", id)).toContain("revoked: withdrawn");
});

test("an operator's decision puts a claim in force, and who asks is told so", async () => {
  const { id } = await meldpunt.json<{ id: string }>(
    ...[
      "claim",
      "ask",
      "203.0.113.128/25",
      "--organisation",
      "shop",
      "--method",
      "registry-object",
      "--json",
    ],
  );
  const before = await meldpunt.json<{ owner: unknown }>("who", "203.0.113.200", "--json");
  expect(before.owner).toBeNull();
  await meldpunt.done("claim", "decide", id, "--accept", "--reason", "deed seen");
  const after = await meldpunt.json<{ owner: { id: string } }>("who", "203.0.113.200", "--json");
  expect(after.owner.id).toBe("shop");
  expect(await meldpunt.done("register", "log")).toContain("claim.decide");
});

test("the entry of an organisation is shown as people read it, and the register as a list", async () => {
  const shown = await meldpunt.done("organisation", "show", "uni-x");
  expect(shown).toContain("Universiteit X");
  expect(shown).not.toContain("undefined");
  const law = meldpunt.write(
    "law.yaml",
    "designations:\n  - {sector: education, intermediary: cert-x, since: 2026-01-01, reference: Stb. 2026}\n",
  );
  expect(await meldpunt.done("register", "diff", law)).toContain("1");
  await meldpunt.done("register", "put", law, "--reason", "in force");
  expect(await meldpunt.done("register", "list")).toContain("designation");
  expect(await meldpunt.done("who", "192.0.2.7")).toContain("cert-x");
});

test("relations, custody, members, notices, finders, registrations: each list says when it is empty", async () => {
  for (const [args, words] of [
    [["relation", "list"], /./],
    [["custody", "list"], /Nobody was asked/],
    [["registration", "list"], /No registration waits/],
    [["finder", "list"], /./],
    [["members", "invitations"], /./],
    [["notices", "list"], /./],
    [["approvals", "list"], /./],
    [["feeds", "list"], /./],
    [["organisation", "unconfirmed"], /./],
    [["token", "list"], /No token was issued/],
  ] as const) {
    expect(await meldpunt.done(...args)).toMatch(words);
  }
});

test("whoever holds a token of an organisation does what is its own, and no more", async () => {
  const issue = (...args: string[]) =>
    meldpunt.json<{ token: string }>("token", "issue", "--name", "t", ...args, "--json");
  const { token } = await issue("--organisation", "shop", "--role", "administrator");
  const own = await meldpunt.runAs(
    token,
    "claim",
    "ask",
    "winkel.example",
    "--organisation",
    "shop",
  );
  expect(own.status).toBe(0);
  for (const args of [
    ["claim", "ask", "uni.example", "--organisation", "uni-x"],
    ["audit", "verify"],
    ["notify"],
    ["coverage"],
    ["who", "192.0.2.7"],
    ["report", "list"],
    ["delivery", "doubtful"],
    ["feeds", "list"],
    ["register", "log"],
  ]) {
    const { status, stderr } = await meldpunt.runAs(token, ...args);
    expect([status, stderr]).toEqual([1, expect.stringContaining("may not do this")]);
  }
  expect((await meldpunt.done("audit", "verify")).split(":")[0]).toBe("Whole");
});
