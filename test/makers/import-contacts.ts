import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type ImportWorldAnswer, importWorld } from "../../src/actions/import-world.ts";
import { toShellActor } from "../../src/domain/access/actor.ts";
import type { DomainName } from "../../src/domain/network/domain-name.ts";
import type { ContactFile, ContactSystem } from "../../src/domain/world/import/contact-reader.ts";
import type { ImportTerms } from "../../src/domain/world/import/import-terms.ts";
import type { Effect } from "../../src/domain/world/import/remark.ts";
import { contactReaders } from "../../src/registry/contact-import/contact-readers.ts";
import { readCatalogue } from "../../src/registry/finding-types.ts";
import { findPublicSuffix } from "../../src/registry/public-suffix.ts";
import { parseWorldFile } from "../../src/registry/world-file/parse-world-file.ts";
import { writeWorldFile } from "../../src/registry/world-file/write-world-file.ts";

const catalogue = readCatalogue(join(import.meta.dirname, "../../data/finding-types"));
const samples = join(import.meta.dirname, "../samples/imports");

export type Trial = {
  readonly system?: ContactSystem;
  readonly terms?: Partial<Omit<ImportTerms, "findSuffix" | "freeMail">>;
  readonly mapping?: Readonly<Record<string, string>>;
  readonly sheet?: string;
  /** The present world file. */
  readonly onto?: string;
  readonly reason?: string;
};

/** Imports as the command does, on 26 November 2026, with `post.example` for a service where anybody has a mailbox. */
export function tryImport(
  files: readonly ContactFile[],
  { system = "spreadsheet", terms, mapping = {}, sheet, onto, reason }: Trial = {},
): Promise<ImportWorldAnswer> {
  return importWorld({
    context: {
      readers: contactReaders,
      freeMail: new Set(["post.example" as DomainName]),
      findSuffix: findPublicSuffix,
      parseWorld: parseWorldFile,
      writeWorld: writeWorldFile,
      catalogue,
      clock: () => new Date("2026-11-26T10:00:00Z"),
    },
    input: {
      actor: toShellActor("test"),
      system,
      files,
      mapping: new Map(Object.entries(mapping)),
      sheet: sheet ?? null,
      reason: reason ?? null,
      onto: onto === undefined ? null : { text: onto, fileName: "present.yaml" },
      terms: {
        basis: "attested",
        by: null,
        since: Date.UTC(2026, 0, 1),
        asnUse: "operate",
        defaults: { sector: null, language: null, roles: [], memberOf: null },
        sectors: new Map(),
        ...terms,
      },
    },
  });
}

/** A file of the samples, or all of a folder of them. */
export function readSamples(path: string): ContactFile[] {
  const whole = join(samples, path);
  const paths = /\.\w+$/.test(path)
    ? [whole]
    : readdirSync(whole)
        .sort()
        .map((name) => join(whole, name));
  return paths.map((file) => ({ name: basename(file), bytes: readFileSync(file) }));
}

export function toFile(text: string, name = "list.csv"): ContactFile {
  return { name, bytes: Buffer.from(text) };
}

/** The organisations of what was made, as the world that it is. */
export function worldOf(answer: ImportWorldAnswer) {
  const parsed = parseWorldFile(answer.text);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.world;
}

/** Remarks of an effect as `line field: problem`. */
export function remarksOf({ remarks }: ImportWorldAnswer, effect: Effect): string[] {
  return remarks
    .filter((remark) => remark.effect === effect)
    .map(({ line, row, field, problem }) => `${line ?? row ?? ""} ${field}: ${problem}`.trim());
}
