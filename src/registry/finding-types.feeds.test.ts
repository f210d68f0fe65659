import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readCveNames } from "./cve-names.ts";
import { readCatalogue } from "./finding-types.ts";

const folder = join(import.meta.dirname, "../../data/finding-types");
const catalogue = readCatalogue(folder);
const shared = join(import.meta.dirname, "../../../shared/data");

const reportSchema = z.record(
  z.string(),
  z.object({
    "classification.taxonomy": z.string().optional(),
    "classification.type": z.string().optional(),
  }),
);
const mappingSchema = z.record(
  z.string(),
  z.object({ constant_fields: z.record(z.string(), z.string()).optional() }),
);
const casesSchema = z.object({
  cases: z.array(z.object({ id: z.string(), cves: z.array(z.string()) })),
});
const kevSchema = z.object({ vulnerabilities: z.array(z.object({ cveID: z.string() })) });
const taxonomySchema = z.object({
  values: z.array(
    z.object({ predicate: z.string(), entry: z.array(z.object({ value: z.string() })) }),
  ),
});

function read<T>(schema: z.ZodType<T>, path: string): T {
  return schema.parse(JSON.parse(readFileSync(join(shared, path), "utf8")));
}

/** IPv4 reports whose classification by the feed says too little or is no part of RSIT. */
const reclassified = ["blocklist", "event4_honeypot_ddos", "scan_synfulknock"];

describe.skipIf(!existsSync(shared))(
  "the catalogue against its feeds (needs ../shared/data beside the clone)",
  () => {
    test("all 170 report types of Shadowserver have a type, twins the same one", () => {
      const names = Object.keys(read(reportSchema, "shadowserver/reports.json"));
      expect(names).toHaveLength(170);
      for (const name of names) {
        const type = catalogue.findType(name);
        expect(type, name).not.toBeNull();
        const twin = name.replace(/^(scan|population|event)6_/, (_, stem: string) =>
          stem === "event" ? "event4_" : `${stem}_`,
        );
        expect(catalogue.findType(twin.replace(/6$/, ""))?.id, name).toBe(type?.id);
      }
    });

    test("the names that the IntelMQ mapping uses lead to the same types", () => {
      const mapping = read(mappingSchema, "shadowserver/intelmq.json");
      const names = Object.keys(mapping).filter((name) => name !== "_meta");
      expect(names).toHaveLength(170);
      for (const name of names) {
        const byName =
          catalogue.findType(name) ?? catalogue.findType(name.replace("event_", "event4_"));
        expect(byName, name).not.toBeNull();
        const identifier = mapping[name]?.constant_fields?.["classification.identifier"];
        if (identifier) expect(catalogue.findType(identifier)?.id, identifier).toBe(byName?.id);
      }
    });

    test("severity is the feed's, that of IPv4 where the twins differ", () => {
      const text = readFileSync(join(shared, "shadowserver/severity.md"), "utf8");
      const rows = [...text.matchAll(/^\| (\w+) \| [^|]+ \| (\w+) \|$/gm)];
      const levels = new Map(rows.map(([, name = "", level = ""]) => [name, level]));
      levels.delete("Report");
      expect(levels.size).toBe(140);
      for (const [name, level] of levels) {
        if (name === "scan6_elasticsearch") continue;
        expect(catalogue.findType(name)?.severity, name).toBe(level);
      }
    });

    test("classification is the feed's, but for the exceptions named", () => {
      const reports = read(reportSchema, "shadowserver/reports.json");
      for (const [name, report] of Object.entries(reports)) {
        const taxonomy = report["classification.taxonomy"];
        if (!taxonomy || reclassified.includes(name)) continue;
        const rsit = catalogue.findType(name)?.rsit;
        expect(rsit, name).toEqual({ class: taxonomy, type: report["classification.type"] });
      }
    });

    test("every RSIT tag is in the taxonomy", () => {
      const { values } = read(taxonomySchema, "taxonomy/rsit-machinetag.json");
      const tags = new Set(
        values.flatMap(({ predicate, entry }) => entry.map(({ value }) => `${predicate}/${value}`)),
      );
      for (const { id, rsit } of catalogue.types) {
        expect([...tags], id).toContain(`${rsit.class}/${rsit.type}`);
      }
    });

    test("every DIVD case is its CVE, when it is about one weakness, else a type of its own", () => {
      const { cases } = read(casesSchema, "divd/cases.json");
      expect(cases).toHaveLength(198);
      for (const { id, cves } of cases) {
        const type = catalogue.findType(id);
        expect(type, id).not.toBeNull();
        if (type?.id === id.toLowerCase())
          expect([...type.cves].sort(), id).toEqual([...cves].sort());
        else if (cves.length > 0) expect([type?.id.toUpperCase()], id).toEqual(cves);
      }
    });

    test("every CVE of the KEV catalogue is known to be exploited, and no other", () => {
      const exploited = new Set(
        read(kevSchema, "advisories/known_exploited_vulnerabilities.json").vulnerabilities.map(
          ({ cveID }) => cveID,
        ),
      );
      expect(exploited.size).toBe(1404);
      for (const cveId of exploited) expect(catalogue.findType(cveId)?.exploited, cveId).toBe(true);
      for (const [cveId, known] of readCveNames(folder, []).known) {
        expect(known.exploited, cveId).toBe(exploited.has(cveId));
      }
      for (const type of catalogue.types) {
        if (type.cves.length === 0) continue;
        expect(type.exploited, type.id).toBe(type.cves.some((cveId) => exploited.has(cveId)));
      }
    });
  },
);
