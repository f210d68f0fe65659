import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAdvice } from "./advice.ts";
import { readCatalogue } from "./finding-types.ts";

const shipped = join(import.meta.dirname, "../../data/finding-types");
const catalogue = readCatalogue(shipped);
const advice = readAdvice(join(import.meta.dirname, "../../data/advice"));

describe("the shipped catalogue", () => {
  test("every name leads to its type and no other", () => {
    expect(catalogue.types.length).toBeGreaterThan(250);
    for (const type of catalogue.types) {
      for (const name of [type.id, ...type.aliases]) {
        expect(catalogue.findType(name)?.id, name).toBe(type.id);
        expect(catalogue.findType(name.toUpperCase())?.id, name).toBe(type.id);
      }
    }
  });

  test("every advice is there, and none that nobody refers to but those of CVEs", () => {
    const named = new Set(catalogue.types.map((type) => type.advice));
    for (const name of named) expect([...advice.keys()]).toContain(name);
    const ofCves = readFileSync(join(shipped, "cves.tsv"), "utf8")
      .split("\n")
      .map((line) => line.split("\t")[4]);
    for (const name of advice.keys()) {
      expect([...named, ...ofCves, "vulnerability"]).toContain(name);
    }
  });

  test("what is exploited in the wild says so", () => {
    const proxyLogon = catalogue.findType("divd-2021-00001");
    expect(proxyLogon).toMatchObject({ exploited: true, severity: "critical" });
    expect(catalogue.findType("open-rdp")).toMatchObject({ exploited: false });
  });

  test.each([
    ["scan_rdp", "open-rdp"],
    ["scan6_rdp", "open-rdp"],
    ["exchange;cve-2021-26855", "cve-2021-26855"],
    ["exchange;webshell", "webshell"],
    ["basic-auth,http", "http-basic-auth"],
    ["git-config-file", "exposed-git"],
    ["git-config", "exposed-git"],
    ["smtp;21nails", "exim-21nails"],
    ["DIVD-2022-00063", "cve-2022-42475"],
    ["DIVD-2021-00038", "cve-2021-44228"],
    ["DIVD-2024-00047", "divd-2024-00047"],
    ["botnet-drone", "infected-system"],
    ["log4shell", "cve-2021-44228"],
  ])("%s is %s", (label, id) => {
    expect(catalogue.findType(label)?.id).toBe(id);
  });

  test("leaked credentials are about mail domains and of the highest tier", () => {
    expect(catalogue.findType("compromised_account")).toMatchObject({
      kind: "leaked-credential",
      about: "mail-domain",
      port: false,
      tier: 3,
    });
  });

  test("signs of infection are events of tier 1, about the address", () => {
    expect(catalogue.findType("event4_sinkhole")).toMatchObject({
      id: "infected-system",
      kind: "compromise",
      nature: "event",
      about: "address",
      port: false,
      tier: 1,
    });
  });
});

describe("a catalogue with a mistake is refused", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "finding-types-"));
    cpSync(shipped, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const good = {
    id: "x",
    kind: "misconfiguration",
    nature: "state",
    about: "address",
    port: true,
    rsit: "vulnerable/vulnerable-system",
    severity: "low",
    tier: 1,
    title: { nl: "Iets", en: "Something" },
  };

  test("the example itself is good", () => {
    writeFileSync(join(folder, "x.jsonl"), `${JSON.stringify(good)}\n\n`);
    expect(readCatalogue(folder).findType("x")).toMatchObject({ id: "x", cves: [], aliases: [] });
  });

  test.each([
    ["{", "x.jsonl line 1: not a JSON object"],
    [{ ...good, severity: "severe" }, "x.jsonl line 1, field severity"],
    [{ ...good, tier: 4 }, "x.jsonl line 1, field tier"],
    [{ ...good, colour: "red" }, "x.jsonl line 1, field -"],
    [{ ...good, id: "Not A Slug" }, "x.jsonl line 1, field id: not a slug"],
    [{ ...good, title: { nl: "Iets" } }, "x.jsonl line 1, field title.en"],
    [{ ...good, kind: "compromise" }, "x.jsonl line 1, field port: never counts for compromise"],
    [{ ...good, about: "mail-domain", port: false }, "x.jsonl line 1, field about"],
    [
      { ...good, kind: "leaked-credential", about: "mail-domain", port: false },
      "x.jsonl line 1, field tier",
    ],
    [{ ...good, cves: ["cve-2021-44228"] }, "x.jsonl line 1, field cves.0: not a CVE id"],
    [{ ...good, aliases: ["Upper"] }, "x.jsonl line 1, field aliases.0"],
    [{ ...good, aliases: ["open-rdp"] }, "(x): the name open-rdp is taken by shadowserver.jsonl"],
    [{ ...good, aliases: ["log4shell"] }, "the name log4shell is taken by x.jsonl line 1 (x)"],
    [{ ...good, aliases: ["cve-2021-44228"] }, "cve-2021-44228 is not among the type's cves"],
  ])("%j", (entry, message) => {
    const line = typeof entry === "string" ? entry : JSON.stringify(entry);
    writeFileSync(join(folder, "x.jsonl"), `${line}\n`);
    expect(() => readCatalogue(folder)).toThrow(message);
  });

  test.each([
    ["CVE-2021-1\tyes\tX\t\t", "line 2, field cve"],
    ["CVE-2021-44228\tperhaps\tX\t\t", "line 2, field exploited"],
    ["CVE-2021-44228\tyes\tX", "line 2, 3 fields instead of 5"],
    ["CVE-2021-44228\tyes\tX\tLog4Shell\t", "line 2, field aliases: not lower case"],
    ["CVE-2021-44228\tyes\tX\t\t\nCVE-2021-44228\tyes\tX\t\t", "line 3, field cve"],
    ["CVE-2021-44228\tyes\tX\ta\t\nCVE-2021-44229\tyes\tX\ta\t", "line 3, field aliases: a is"],
  ])("cves.tsv %j", (rows, message) => {
    const header = "cve\texploited\tproduct\taliases\tadvice";
    writeFileSync(join(folder, "cves.tsv"), `${header}\n${rows}\n`);
    expect(() => readCatalogue(folder)).toThrow(`cves.tsv ${message}`);
  });

  test("cves.tsv without its header", () => {
    writeFileSync(join(folder, "cves.tsv"), "CVE-2021-44228\tyes\tX\t\t\n");
    expect(() => readCatalogue(folder)).toThrow("cves.tsv line 1: must be");
  });
});
