import type { Actor } from "../domain/access/actor.ts";
import type { Catalogue } from "../domain/finding/finding-type.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type {
  ContactFile,
  ContactReader,
  ContactSystem,
} from "../domain/world/import/contact-reader.ts";
import { type ImportedWorld, importContacts } from "../domain/world/import/import-contacts.ts";
import type { ImportTerms } from "../domain/world/import/import-terms.ts";
import type { ImportedContacts } from "../domain/world/import/imported.ts";
import type { Effect, Remark } from "../domain/world/import/remark.ts";
import { formatProblem, type Problem } from "../domain/world/problem.ts";
import { emptyWorld, type World } from "../domain/world/world.ts";
import type { Clock } from "../platform/clock.ts";
import { AppError, must } from "../platform/errors.ts";
import { permit } from "./access/permit.ts";

/** What importing works with; no database, for nothing is changed. */
export type ImportWorldContext = Pick<ImportTerms, "findSuffix" | "freeMail"> & {
  readonly readers: readonly ContactReader[];
  readonly parseWorld: (
    text: string,
  ) => { readonly world: World } | { readonly problems: readonly Problem[] };
  readonly writeWorld: (world: World, comment: string) => string;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
};

export type ImportWorldInput = {
  readonly actor: Actor;
  readonly system: ContactSystem;
  readonly files: readonly ContactFile[];
  readonly mapping: ReadonlyMap<string, string>;
  readonly sheet: string | null;
  readonly terms: Omit<ImportTerms, "findSuffix" | "freeMail">;
  /** Why the basis is what it is; stands at the head of the file. */
  readonly reason: string | null;
  /** The world file that what is imported is added to; null: none. */
  readonly onto: { readonly text: string; readonly fileName: string } | null;
};

/** What an import would make of the world, and what to mend before or after. */
export type ImportWorldAnswer = {
  /** A world file that `world load` takes. */
  readonly text: string;
  readonly organisations: Pick<ImportedWorld, "added" | "changed" | "unchanged">;
  readonly claims: ImportedWorld["claims"];
  readonly suppressions: ImportedWorld["suppressions"];
  /** Of a spreadsheet: what each column was taken for. */
  readonly columns: ImportedContacts["columns"];
  readonly effects: Readonly<Record<Effect, number>>;
  readonly remarks: readonly Remark[];
};

/**
 * Makes a world file of another system's contacts: what is good goes in, what is not is listed.
 *
 * Throws `input-refused` when a file cannot be read at all, or nothing of it could be taken.
 */
export async function importWorld({
  context,
  input,
}: {
  readonly context: ImportWorldContext;
  readonly input: ImportWorldInput;
}): Promise<ImportWorldAnswer> {
  const { actor, system, files, mapping, sheet, onto } = input;
  permit(actor, "world.import");
  const present = onto === null ? emptyWorld : readPresent(context, onto);
  const reader = must(
    context.readers.find((candidate) => candidate.system === system),
    "every system has a reader",
  );
  const at = context.clock().getTime();
  const { catalogue, findSuffix, freeMail } = context;
  const imported = await reader.read(files, { mapping, sheet, catalogue, at });
  const made = importContacts(imported, present, { ...input.terms, findSuffix, freeMail });
  const { added, changed, unchanged, claims, suppressions, remarks, world } = made;
  checkVoucher(world, input.terms.by);
  if (added.length + changed.length + unchanged.length === 0) throw toNothing(remarks);
  return {
    text: write(context, world, toComment(input, context.clock())),
    organisations: { added, changed, unchanged },
    claims,
    suppressions,
    columns: imported.columns,
    effects: countEffects(remarks),
    remarks,
  };
}

function readPresent(
  { parseWorld }: ImportWorldContext,
  { text, fileName }: NonNullable<ImportWorldInput["onto"]>,
): World {
  const parsed = parseWorld(text);
  if ("world" in parsed) return parsed.world;
  const lines = parsed.problems.map((problem) => formatProblem(fileName, problem));
  throw new AppError("input-refused", lines.join("\n"), {
    remedy: "Correct the present world file first.",
    details: { problems: parsed.problems },
  });
}

function checkVoucher({ organisations }: World, by: OrganisationId | null): void {
  if (by === null) return;
  const voucher = organisations.find(({ id }) => id === by);
  if (voucher?.roles.includes("intermediary")) return;
  throw new AppError("wrong-usage", `--by ${by}: there is no intermediary of this id.`, {
    remedy: "Name one of the present world (--onto), or import it with that role.",
  });
}

function toNothing(remarks: readonly Remark[]): AppError {
  const lines = remarks
    .slice(0, 20)
    .map(({ file, line, row, field, problem }) =>
      [`${file}:${line ?? row ?? ""}`, field, problem].filter((part) => part !== "").join(": "),
    );
  const message = ["No organisation could be taken in.", ...lines].join("\n");
  return new AppError("input-refused", message, { details: { remarks } });
}

/** What is written must be what `world load` takes; anything else is our mistake, not that of whoever imports. */
function write(context: ImportWorldContext, world: World, comment: string): string {
  const text = context.writeWorld(world, comment);
  const parsed = context.parseWorld(text);
  if ("world" in parsed) return text;
  const [problem] = parsed.problems;
  throw new Error(`Bug: an imported world is refused: ${JSON.stringify(problem)}`);
}

function toComment({ system, files, terms, reason, onto }: ImportWorldInput, now: Date): string {
  const basis = terms.by === null ? terms.basis : `${terms.basis} by ${terms.by}`;
  return [
    `Made by "meldpunt world import" on ${now.toISOString().slice(0, 10)}.`,
    `From ${system}: ${files.map(({ name }) => oneLine(name)).join(", ")}.`,
    ...(onto === null ? [] : [`Added to ${oneLine(onto.fileName)}.`]),
    `Claims are ${basis} where the export does not say better${reason === null ? "" : `: ${oneLine(reason)}`}.`,
  ].join("\n");
}

/** A comment of YAML ends with its line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}

function countEffects(remarks: readonly Remark[]): Record<Effect, number> {
  const counts = { "left-out": 0, changed: 0, kept: 0 };
  for (const { effect } of remarks) counts[effect] += 1;
  return counts;
}
