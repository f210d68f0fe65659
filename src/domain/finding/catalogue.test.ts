import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FindingTypeId } from "../ids.ts";
import { makeCatalogue } from "./catalogue.ts";
import { type KnownCve, toCveType } from "./cve-type.ts";
import type { FindingType } from "./finding-type.ts";

function makeType(id: string, over: Partial<FindingType> = {}): FindingType {
  return { ...toCveType("CVE-2000-0001", null), id: id as FindingTypeId, cves: [], ...over };
}

const catalogue = makeCatalogue({
  types: [
    makeType("webshell", { severity: "critical", kind: "compromise" }),
    makeType("open-rdp", { aliases: ["scan_rdp", "scan6_rdp"] }),
    makeType("open-abc", { aliases: ["abc"] }),
    makeType("accessible-tls", { severity: "info", aliases: ["ssl"] }),
    makeType("ssl-poodle", { cves: ["CVE-2014-3566"], aliases: ["cve-2014-3566"] }),
  ],
  cves: new Map<string, KnownCve>([
    ["CVE-2021-44228", { product: "Apache Log4j2", exploited: true, advice: null }],
    ["CVE-2021-26855", { product: "Exchange", exploited: true, advice: "exchange" }],
  ]),
  cveAliases: new Map([["log4shell", "CVE-2021-44228"]]),
});

const findId = (label: string): string | null => catalogue.findType(label)?.id ?? null;

test("types stand in order of id", () => {
  const ids = catalogue.types.map((type) => type.id);
  expect(ids).toEqual(["accessible-tls", "open-abc", "open-rdp", "ssl-poodle", "webshell"]);
});

describe("one name", () => {
  test.each([
    ["open-rdp", "open-rdp"],
    ["SCAN6_RDP", "open-rdp"],
    [" scan_rdp ", "open-rdp"],
    ["Log4Shell", "cve-2021-44228"],
    ["CVE-2014-3566", "ssl-poodle"],
    ["cve-2030-123456", "cve-2030-123456"],
  ])("%j is %s", (label, id) => {
    expect(findId(label)).toBe(id);
  });

  test.each(["", ";", "rdp-open", "__proto__", "constructor", "CVE-2021-1", "hasOwnProperty;x"])(
    "%j is none",
    (label) => {
      expect(findId(label)).toBeNull();
    },
  );
});

describe("several tags", () => {
  test("the most severe counts", () => {
    expect(findId("ssl;abc")).toBe("open-abc");
    expect(findId("abc;cve-2021-44228")).toBe("cve-2021-44228");
    expect(findId("exchange;webshell")).toBe("webshell");
  });

  test("then the lowest id", () => {
    expect(findId("scan_rdp;abc")).toBe("open-abc");
    expect(findId("cve-2021-44228;cve-2021-26855")).toBe("cve-2021-26855");
  });

  test("a comma parts them too, unknown ones do not matter", () => {
    expect(findId("what,ever, abc ,ssl")).toBe("open-abc");
  });

  test("order, case and repetition never matter", () => {
    const tag = fc.constantFrom("abc", "ssl", "scan_rdp", "log4shell", "cve-2021-26855", "nothing");
    fc.assert(
      fc.property(
        fc.array(tag, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (tags, at) => {
          const shuffled = [...tags, ...tags]
            .map((text) => ({ text, key: at.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ text }) => text.toUpperCase());
          expect(findId(shuffled.join(";"))).toBe(findId(tags.join(";")));
        },
      ),
    );
  });

  test("any text has an answer", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (label) => {
        const type = catalogue.findType(label);
        expect(type === null || catalogue.findType(type.id)?.id === type.id).toBe(true);
      }),
    );
    expect(findId(";".repeat(1_000_000))).toBeNull();
  });
});

describe("a CVE without an entry", () => {
  test("that is exploited is critical", () => {
    expect(catalogue.findType("CVE-2021-26855")).toMatchObject({
      id: "cve-2021-26855",
      kind: "vulnerability",
      nature: "state",
      about: "name",
      port: true,
      transport: 6,
      rsit: { class: "vulnerable", type: "vulnerable-system" },
      severity: "critical",
      tier: 1,
      cves: ["CVE-2021-26855"],
      exploited: true,
      title: { nl: "CVE-2021-26855 in Exchange", en: "CVE-2021-26855 in Exchange" },
      advice: "exchange",
    });
  });

  test("of which nothing is known is high", () => {
    expect(catalogue.findType("cve-2030-1234")).toMatchObject({
      severity: "high",
      exploited: false,
      title: { nl: "Kwetsbaarheid CVE-2030-1234", en: "Vulnerability CVE-2030-1234" },
      advice: "vulnerability",
    });
  });

  test("is the same value every time", () => {
    expect(catalogue.findType("cve-2030-1234")).toBe(catalogue.findType("CVE-2030-001234"));
  });
});
