import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makeCatalogue } from "../domain/finding/catalogue.ts";
import { findCveId, isCveId } from "../domain/finding/cve-id.ts";
import type { Catalogue, FindingType } from "../domain/finding/finding-type.ts";
import { kinds } from "../domain/finding/kind.ts";
import { severities } from "../domain/finding/severity.ts";
import { type FindingTypeId, isSlug } from "../domain/ids.ts";
import { AppError } from "../platform/errors.ts";
import { type CveNames, cveNamesFile, readCveNames } from "./cve-names.ts";

const title = z.string().min(3).max(100);
const alias = z
  .string()
  .max(100)
  .regex(/^[^\s;,|A-Z]+$/, "an alias is lower case, without spaces and the signs ; , |");

const typeSchema = z
  .strictObject({
    id: z.string().refine(isSlug, "not a slug"),
    kind: z.enum(kinds),
    nature: z.enum(["state", "event"]),
    about: z.enum(["address", "name", "mail-domain"]),
    port: z.boolean(),
    transport: z.enum(["tcp", "udp"]).optional(),
    rsit: z.string().regex(/^[a-z-]+\/[a-z0-9-]+$/, "not of the form class/type"),
    severity: z.enum(severities),
    tier: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
    title: z.strictObject({ nl: title, en: title }),
    cves: z.array(z.string().refine(isCveId, "not a CVE id")).default([]),
    exploited: z.boolean().optional(),
    aliases: z.array(alias).default([]),
    advice: z.string().refine(isSlug, "not a slug").optional(),
  })
  .refine((type) => !(type.port && (type.kind === "compromise" || type.about === "mail-domain")), {
    path: ["port"],
    message: "never counts for compromise and for mail domains",
  })
  .refine((type) => type.port || type.transport === undefined, {
    path: ["transport"],
    message: "says nothing where the port does not count",
  })
  .refine((type) => (type.about === "mail-domain") === (type.kind === "leaked-credential"), {
    path: ["about"],
    message: "leaked credentials, and only they, are about the mail domain",
  })
  .refine((type) => type.kind !== "leaked-credential" || type.tier === 3, {
    path: ["tier"],
    message: "is 3 for leaked credentials",
  });

/** IANA protocol numbers. */
const transportNumbers = { tcp: 6, udp: 17 } as const;

type Entry = z.infer<typeof typeSchema>;
type Located = { readonly entry: Entry; readonly where: string };

/**
 * Reads the catalogue of finding types (docs/formats/finding-types.md): all `*.jsonl` files of the folder, and
 * `cves.tsv`. One wrong entry refuses the whole, with file, line and field of the first ten.
 */
export function readCatalogue(folder: string): Catalogue {
  const problems: string[] = [];
  const located = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .flatMap((name) => readEntries(folder, name, problems));
  const names = readCveNames(folder, problems);
  checkNames(located, names, problems);
  if (located.length === 0 && problems.length === 0) problems.push("no finding types found");
  if (problems.length > 0) {
    const shown = problems.slice(0, 10).join("\n");
    throw new AppError("input-refused", `Finding types in ${folder} cannot be used:\n${shown}`, {
      remedy: "Correct these lines; docs/formats/finding-types.md says what belongs there.",
    });
  }
  return makeCatalogue({
    types: located.map(({ entry }) => toFindingType(entry, names)),
    cves: names.known,
    cveAliases: names.aliases,
  });
}

function readEntries(folder: string, name: string, problems: string[]): Located[] {
  const found: Located[] = [];
  const lines = readFileSync(join(folder, name), "utf8").split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const where = `${name} line ${index + 1}`;
    const value = parseJson(line);
    if (value === undefined) {
      problems.push(`${where}: not a JSON object on one line`);
      continue;
    }
    const result = typeSchema.safeParse(value);
    if (result.success) found.push({ entry: result.data, where });
    for (const issue of result.error?.issues ?? []) {
      problems.push(`${where}, field ${issue.path.join(".") || "-"}: ${issue.message}`);
    }
  }
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Ids and aliases share one name space, over all files. */
function checkNames(located: readonly Located[], names: CveNames, problems: string[]): void {
  const owners = new Map<string, string>();
  function claim(name: string, where: string): void {
    const owner = owners.get(name);
    if (owner !== undefined) problems.push(`${where}: the name ${name} is taken by ${owner}`);
    else owners.set(name, where);
  }
  for (const { entry, where } of located) {
    for (const name of [entry.id, ...entry.aliases]) {
      claim(name, `${where} (${entry.id})`);
      const cveId = findCveId(name);
      if (cveId !== null && !entry.cves.includes(cveId)) {
        problems.push(`${where}, field aliases: ${name} is not among the type's cves`);
      }
    }
  }
  for (const [name, cveId] of names.aliases) claim(name, `${cveNamesFile} (${cveId})`);
}

function toFindingType(entry: Entry, names: CveNames): FindingType {
  const [rsitClass = "", rsitType = ""] = entry.rsit.split("/");
  return {
    ...entry,
    id: entry.id as FindingTypeId,
    rsit: { class: rsitClass, type: rsitType },
    transport: entry.port ? transportNumbers[entry.transport ?? "tcp"] : 0,
    exploited: entry.exploited ?? entry.cves.some((cveId) => names.known.get(cveId)?.exploited),
    advice: entry.advice ?? entry.kind,
  };
}
