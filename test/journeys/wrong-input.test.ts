import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
const samples = fileURLToPath(new URL("../samples", import.meta.url));
const submit = (...args: string[]) => meldpunt.run("report", "submit", ...args);

test.each([
  ["no command", []],
  ["an unknown command", ["reprot"]],
  ["an unknown option", ["report", "submit", "x.csv", "--finder", "divd", "--finde", "divd"]],
  ["a settlement both ways", ["delivery", "settle", "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90"]],
  ["a missing option", ["report", "submit", "x.csv"]],
  ["a missing argument", ["report", "submit", "--finder", "divd"]],
  ["too many arguments", ["report", "submit", "a.csv", "b.csv", "--finder", "divd"]],
  ["a finder that is no id", ["report", "submit", "x.csv", "--finder", "Shadow Server"]],
  ["a label that is none", ["report", "submit", "x.csv", "--finder", "divd", "--tlp", "PURPLE"]],
  ["a format that is none", ["report", "submit", "x.csv", "--finder", "divd", "--format", "xls"]],
  ["a grade that is none", ["report", "submit", "x.csv", "--finder", "divd", "--grade", "sure"]],
  ["a mapping that is none", ["report", "submit", "x.csv", "--finder", "divd", "--map", "Adres"]],
  ["a field that is none", ["report", "submit", "x.csv", "--finder", "divd", "--map", "Adres=adr"]],
  ["a scope without --complete", ["report", "submit", "x.csv", "--finder", "divd", "--scope", "s"]],
  ["a file that is missing", ["report", "submit", "missing.csv", "--finder", "divd"]],
  ["a folder for a file", ["report", "submit", ".", "--finder", "divd"]],
  ["a report id that is none", ["report", "show", "17"]],
  ["a prefix with host bits", ["findings", "--prefix", "192.0.2.1/24"]],
  ["a time without a zone", ["findings", "--since", "2026-11-20T10:00:00"]],
  ["a state that is none", ["findings", "--state", "closed"]],
])("%s is wrong usage: exit status 2, told on standard error", async (_, args) => {
  const { status, stdout, stderr } = await meldpunt.run(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).not.toBe("");
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("a message says what is wrong and what to do", async () => {
  const { stderr } = await submit("missing.csv", "--finder", "divd");
  expect(stderr).toBe("meldpunt: missing.csv: there is no such file.\nCheck the path.\n");
});

test.each([
  ["csv/empty.csv", "--type open-rdp", /empty/i],
  ["csv/no-object-column.csv", "--type open-rdp", /line 1/],
  ["csv/no-type.csv", "", /type/],
  ["csv/binary.csv", "--type open-rdp", /not text/i],
  ["jsonl/array.json", "--type open-rdp", /array|object a line|objects/i],
  ["shadowserver/2026-11-20-scan_rdp-missing-required.csv", "", /line 1, field ip/],
  ["shadowserver/2026-11-20-scan_rdp-wrong-format.csv", "--format shadowserver", /header/i],
  ["shadowserver/2026-11-20-scan_rdp-cut-short.csv.gz", "", /damaged|ends/i],
])(
  "%s is refused as a whole: exit status 3, with place and remedy",
  async (file, options, says) => {
    const args = options === "" ? [] : options.split(" ");
    const { status, stdout, stderr } = await submit(
      `${samples}/${file}`,
      "--finder",
      "divd",
      ...args,
    );
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(says);
    expect(stderr.trim().split("\n").length).toBeGreaterThanOrEqual(2);
  },
);

test("an unknown finding type is refused", async () => {
  const options = ["--finder", "divd", "--type", "open-nonsense"];
  const { status, stderr } = await submit(`${samples}/csv/type-by-option.csv`, ...options);
  expect(status).toBe(3);
  expect(stderr).toContain("open-nonsense");
});

test("a scope with lines that are neither prefix nor name is refused, each line named", async () => {
  const scope = meldpunt.write("scope.txt", "192.0.2.0/24 # fine\n\n192.0.2.1/24\nnot a name\n");
  const file = `${samples}/csv/type-by-option.csv`;
  const { status, stderr } = await submit(
    file,
    "--finder",
    "divd",
    "--type",
    "open-rdp",
    "--complete",
    "--scope",
    scope,
  );
  expect(status).toBe(3);
  expect(stderr).toContain(`${scope}, line 3: "192.0.2.1/24"`);
  expect(stderr).toContain(`${scope}, line 4: "not a name"`);
});

test("a refused report stays on record, and may be handed over again better described", async () => {
  const file = meldpunt.write(
    "untyped.csv",
    "ip,port,timestamp\n192.0.2.1,3389,2026-11-20T10:00:00Z\n",
  );
  const refused = await submit(file, "--finder", "divd");
  expect(refused.status).toBe(3);
  const [latest] = await meldpunt.lines<{ state: string; report: string }>(
    "report",
    "list",
    "--limit",
    "1",
    "--json",
  );
  expect(latest?.state).toBe("refused");
  const shown = await meldpunt.json<{ refusal: { reason: string } }>(
    "report",
    "show",
    latest?.report ?? "",
    "--json",
  );
  expect(shown.refusal.reason).toBe("unknown-type");
  const answer = await meldpunt.json<{ accepted: number; duplicateOf: null }>(
    "report",
    "submit",
    file,
    "--finder",
    "divd",
    "--type",
    "open-rdp",
    "--json",
  );
  expect(answer).toMatchObject({ accepted: 1, duplicateOf: null });
});

test("a report that nobody handed over is not found: exit status 1", async () => {
  const { status, stderr } = await meldpunt.run(
    "report",
    "show",
    "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90",
  );
  expect(status).toBe(1);
  expect(stderr).toContain("There is no report");
});

test("every command explains itself", async () => {
  const { stdout } = await meldpunt.run("--help");
  const names = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[options\])? {2,}/gm)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) {
    const help = await meldpunt.run(name as string, "--help");
    expect(help.status).toBe(0);
    expect(help.stdout).toMatch(/^Usage: meldpunt/);
  }
});

test("a reader that goes away ends a listing quietly", async () => {
  const { child, ended } = meldpunt.start(["report", "submit", "--help"]);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ status: 0, stderr: "" });
});
