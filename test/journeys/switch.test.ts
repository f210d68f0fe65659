import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ImportWorldAnswer } from "../../src/actions/import-world.ts";
import type { ShadowReport } from "../../src/actions/run-shadow.ts";
import { useMeldpunt } from "./meldpunt.ts";

const meldpunt = useMeldpunt();
const samples = join(import.meta.dirname, "../samples/imports");
const inFolder = (name: string): string => join(meldpunt.folder, name);
const contacts = join(samples, "contacten.csv");

const finders = "finders: [{id: divd, trusted: true}]\n";

test("a spreadsheet becomes a world that decides, and a list of what to mend", async () => {
  const present = meldpunt.write("present.yaml", finders);
  const answer = await meldpunt.json<Omit<ImportWorldAnswer, "text">>(
    "world",
    "import",
    contacts,
    "--from",
    "spreadsheet",
    "--onto",
    present,
    "--out",
    inFolder("world.yaml"),
    "--mend",
    inFolder("mend.csv"),
    "--json",
  );
  expect(answer.organisations.added).toHaveLength(7);
  const mend = readFileSync(inFolder("mend.csv"), "utf8").trimEnd().split("\r\n");
  expect(mend[0]).toBe("file,line,row,field,value,effect,problem,remedy");
  expect(mend).toHaveLength(1 + answer.remarks.length);
  await meldpunt.done("world", "load", inFolder("world.yaml"));
  const [university, contested] = await meldpunt.lines<{ owner: { id: string } | null }>(
    "who",
    "192.0.2.129",
    "198.51.100.65",
    "--json",
  );
  expect(university?.owner?.id).toBe("universiteit-voorbeeld");
  expect(contested?.owner).toBeNull();
});

test("what was mailed is compared with the imported world, feeds of last month included", async () => {
  const at = new Date(Date.now() - 20 * 86_400_000).toISOString();
  const feed = meldpunt.write(
    "feed.csv",
    `ip,port,protocol,timestamp,type\n192.0.2.129,3389,tcp,${at},open-rdp\n`,
  );
  const mailed = meldpunt.write(
    "mailed.csv",
    "ip,address\n192.0.2.129,abuse@netwerk.example\n192.0.2.129,cert@cert-onderwijs.example\n",
  );
  const options = ["--finder", "divd", "--mailed", mailed, "--json"];
  const report = await meldpunt.json<ShadowReport>("shadow", feed, ...options);
  expect(report.verdicts["ours-and-others"]).toBe(1);
  expect(report.byEnd.map(({ end }) => end)).toEqual(["sole-intermediary"]);
});

test("no file is overwritten, and what cannot be taken at all is refused", async () => {
  const again = await meldpunt.run(
    "world",
    "import",
    contacts,
    "--from",
    "spreadsheet",
    "--out",
    inFolder("world.yaml"),
  );
  expect(again).toMatchObject({ status: 2, stdout: "" });
  const nothing = meldpunt.write("nothing.csv", "a,b\n1,2\n");
  const out = inFolder("nothing.yaml");
  const refused = await meldpunt.run(
    "world",
    "import",
    nothing,
    "--from",
    "spreadsheet",
    "--out",
    out,
  );
  expect(refused.status).toBe(3);
  expect(refused.stderr).toContain("--map COLUMN=name");
  expect(existsSync(out)).toBe(false);
  const unreasoned = await meldpunt.run(
    "world",
    "import",
    contacts,
    "--from",
    "spreadsheet",
    "--basis",
    "registry",
  );
  expect(unreasoned).toMatchObject({ status: 2 });
  expect(unreasoned.stderr).toContain("--reason");
});
