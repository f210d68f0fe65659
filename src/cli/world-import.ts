import { readFile, stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ImportWorldInput } from "../actions/import-world.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { OrganisationId } from "../domain/ids.ts";
import {
  type ContactFile,
  type ContactSystem,
  contactSystems,
} from "../domain/world/import/contact-reader.ts";
import type { ImportBasis } from "../domain/world/import/import-terms.ts";
import { type ClaimUse, type OrganisationRole, organisationRoles } from "../domain/world/world.ts";
import { AppError } from "../platform/errors.ts";
import { addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readInstant, readSlug } from "./read-option.ts";

type Pairs = Readonly<Record<string, string>>;

type Options = {
  readonly from: ContactSystem;
  readonly map: Pairs;
  readonly sheet?: string;
  readonly default: Pairs;
  readonly sector: Pairs;
  readonly basis: ImportBasis;
  readonly by?: string;
  readonly reason?: string;
  readonly since?: Date;
  readonly asnUse: ClaimUse;
  readonly onto?: string;
  readonly out?: string;
  readonly mend?: string;
  readonly json?: true;
};

/** Lists of contacts have a tenth of this. */
const mostBytes = 64 * 2 ** 20;
/** How far back claims hold when nobody says: findings of the last months can be decided with them. */
const usualDays = 90;
const dayMs = 86_400_000;

const defaultFields = ["sector", "language", "role", "memberOf"];

/** `world import`. */
export function addWorldImport(world: Command, line: CommandLine): void {
  const command = world
    .command("import")
    .description("make a world file of another system's contacts, and a list of what to mend")
    .argument("<file...>", "what the other system exports, see docs/formats/contact-imports.md")
    .addOption(
      new Option("--from <system>", "which system it is")
        .choices(contactSystems)
        .makeOptionMandatory(),
    )
    .option("--map <column=field>", "which column says what, repeatable", addPair, {})
    .option("--sheet <name>", "of a workbook; else its first")
    .option(
      "--default <field=value>",
      `where rows do not say it: ${defaultFields.join(", ")}; repeatable`,
      addDefault,
      {},
    )
    .option(
      "--sector <word=sector>",
      "what their word for a sector is here, repeatable",
      addPair,
      {},
    )
    .addOption(
      new Option("--basis <basis>", "what claims stand on where the export does not say better")
        .choices(["attested", "vouched", "registry"])
        .default("attested"),
    )
    .option("--by <id>", "the intermediary that vouches, with --basis vouched", readSlug)
    .option("--reason <text>", "why that basis is right; needed for any but attested")
    .option(
      "--since <day>",
      `from when claims hold; else ${usualDays} days before today`,
      readInstant,
    )
    .addOption(
      new Option("--asn-use <use>", "what AS numbers are claimed for")
        .choices(["own", "operate"])
        .default("operate"),
    )
    .option("--onto <file>", "the present world file: what is new is added to it")
    .option("--out <file>", "where to write the world file; else only the list is shown")
    .option("--mend <file>", "where to write the list of what to mend, as CSV")
    .addOption(jsonOption());
  command.action((files: string[], options: Options) => run(line, command, files, options));
  addExamples(command, [
    "meldpunt world import contacten.xlsx --from spreadsheet --default language=nl",
    'meldpunt world import leden.csv --from spreadsheet --map "Contact ICT=technical" --onto world.yaml --out new.yaml',
    "meldpunt world import export/*.csv --from certbund-contact --out world.yaml --mend mend.csv",
  ]);
}

function addPair(text: string, before: Pairs): Pairs {
  const [, word = "", value = ""] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  if (word === "") throw new InvalidArgumentError("Write word=value.");
  return Object.fromEntries([...Object.entries(before), [word.trim().toLowerCase(), value.trim()]]);
}

function addDefault(text: string, before: Pairs): Pairs {
  const [, field = "", value = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const isFine =
    defaultFields.includes(field) &&
    (field !== "language" || value === "nl" || value === "en") &&
    (field !== "role" || (organisationRoles as readonly string[]).includes(value));
  if (isFine) return Object.fromEntries([...Object.entries(before), [field, value]]);
  throw new InvalidArgumentError(`Write field=value; fields are ${defaultFields.join(", ")}.`);
}

async function run(
  { installation, terminal }: CommandLine,
  command: Command,
  paths: readonly string[],
  options: Options,
): Promise<void> {
  checkBasis(command, options);
  for (const path of [options.out, options.mend]) if (path !== undefined) await checkFree(path);
  const files = await Promise.all(paths.map(readContactFile));
  const { importWorld } = await import("../actions/import-world.ts");
  const context = await installation.openImport();
  const input: ImportWorldInput = {
    actor: installation.actor,
    system: options.from,
    files,
    mapping: new Map(Object.entries(options.map)),
    sheet: options.sheet ?? null,
    terms: toTerms(options, context.clock()),
    reason: options.reason ?? null,
    onto: await readPresent(options.onto),
  };
  const { text, ...answer } = await importWorld({ context, input });
  const { toImportText, toMendCsv } = await import("./world-import-text.ts");
  if (options.out !== undefined) await writeFile(options.out, text, { flag: "wx" });
  if (options.mend !== undefined)
    await writeFile(options.mend, toMendCsv(answer.remarks), { flag: "wx" });
  await terminal.write(
    options.json ? `${JSON.stringify(answer)}\n` : toImportText(answer, options.out ?? null),
  );
}

function checkBasis(command: Command, { basis, by, reason }: Options): void {
  if (basis !== "attested" && reason === undefined)
    command.error(`error: --basis ${basis} needs --reason: who will ask later has to find it`);
  if ((basis === "vouched") !== (by !== undefined))
    command.error("error: --by and --basis vouched belong together");
}

function toTerms(options: Options, now: Date): ImportWorldInput["terms"] {
  const { sector, language, role, memberOf } = options.default;
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  return {
    basis: options.basis,
    by: (options.by as OrganisationId | undefined) ?? null,
    since: options.since?.getTime() ?? today - usualDays * dayMs,
    asnUse: options.asnUse,
    defaults: {
      sector: sector ?? null,
      language: (language as Language | undefined) ?? null,
      roles: role === undefined ? [] : [role as OrganisationRole],
      memberOf: memberOf ?? null,
    },
    sectors: new Map(Object.entries(options.sector)),
  };
}

async function checkFree(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new AppError("wrong-usage", `${path}: there is a file already; it is not overwritten.`, {
    remedy: "Name another file, or move that one away.",
  });
}

async function readContactFile(path: string): Promise<ContactFile> {
  const bytes = await readBytes(path);
  if (bytes.length <= mostBytes) return { name: basename(path), bytes };
  throw new AppError(
    "input-too-large",
    `${path}: more than 64 MiB, which no list of contacts has.`,
  );
}

async function readPresent(path: string | undefined): Promise<ImportWorldInput["onto"]> {
  if (path === undefined) return null;
  return { text: (await readBytes(path)).toString("utf8"), fileName: basename(path) };
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new AppError("wrong-usage", `${path}: ${reason}.`, {
      remedy: "Check the path.",
      cause: error,
    });
  }
}
