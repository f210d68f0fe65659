import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMailTemplates } from "./mail-templates.ts";

const shipped = join(import.meta.dirname, "../../../data/templates/mail");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "meldpunt-templates-"));
  cpSync(shipped, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function change(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

describe("readMailTemplates", () => {
  it("takes what ships", () => {
    const templates = readMailTemplates(folder);
    expect(templates.message("nl", "group.facts", { count: 1200, severity: "hoog" })).toBe(
      "1.200 keer, ernst: hoog",
    );
    expect(templates.message("en", "group.facts", { count: 1, severity: "high" })).toBe(
      "1 time, severity: high",
    );
  });

  it("escapes nothing, since the mail is no HTML", () => {
    const body = readMailTemplates(folder).renderBody("en", { lead: `R&D <"x"> 'y'` });
    expect(body).toContain(`R&D <"x"> 'y'`);
  });

  it("changes its version with any text", () => {
    const before = readMailTemplates(folder).version;
    change("en/body.txt", "REAL", "GENUINE");
    expect(readMailTemplates(folder).version).not.toBe(before);
  });

  it.each([
    ["a key", "en/messages.json", '"row.cve"', '"row.cvee"', "row.cve is missing in English"],
    ["a value", "nl/messages.json", "poort {port}", "poort {poort}", "port is missing in Dutch"],
    [
      "a value within a plural",
      "en/messages.json",
      "[{number}] TLP:{tlp} {count",
      "[{number}] TLP {count",
      "tlp is missing",
    ],
    ["a variable", "nl/body.txt", "{{why}}", "", "why is missing in Dutch"],
    [
      "a section",
      "en/body.txt",
      "{{#omitted}}\n{{omitted}}\n\n{{/omitted}}\n",
      "",
      "omitted is missing in English",
    ],
    [
      "sense",
      "nl/messages.json",
      "{count, plural, one {# keer}",
      "{count, plural, one {# keer",
      "no ICU message",
    ],
  ])("refuses texts in which %s is missing", (_, file, from, to, problem) => {
    change(file, from, to);
    expect(() => readMailTemplates(folder)).toThrow(problem);
  });

  it.each([
    [
      "a sentence that nobody says",
      '"row.cve"',
      '"row.cves": "x",\n  "row.cve"',
      "row.cves is said nowhere",
    ],
    [
      "a value that is not given",
      "[{number}] TLP:{tlp} {count",
      "[{naam}] TLP:{tlp} {count",
      "uses naam",
    ],
  ])("refuses %s, in both languages alike", (_, from, to, problem) => {
    for (const language of ["nl", "en"]) change(`${language}/messages.json`, from, to);
    expect(() => readMailTemplates(folder)).toThrow(problem);
  });

  it.each(["body.txt", "body.html", "customer.txt"])(
    "refuses a variable of %s that is not given",
    (file) => {
      for (const language of ["nl", "en"])
        change(`${language}/${file}`, "{{number}}", "{{secret}}");
      expect(() => readMailTemplates(folder)).toThrow("uses secret");
    },
  );

  it("refuses HTML that says less than the text", () => {
    for (const language of ["nl", "en"]) change(`${language}/body.html`, "{{tlpMeaning}}", "");
    expect(() => readMailTemplates(folder)).toThrow("body.html: lacks tlpMeaning");
  });
});
