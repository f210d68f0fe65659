import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { InvalidArgumentError } from "commander";
import type { MembersPlan } from "../actions/members/plan-members.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readSlug } from "./read-option.ts";
import { toCount, toPairs, toTable, toTime } from "./table.ts";

type Pairs = Readonly<Record<string, string>>;
type DiffOptions = { readonly intermediary: string; readonly map: Pairs; readonly json?: true };
type SubmitOptions = DiffOptions & { readonly reference?: string; readonly force?: true };

/** A list of members has a hundredth of this. */
const mostBytes = 16 * 2 ** 20;
const remarksShown = 50;

export const addMembers: AddCommand = (program, line) => {
  const members = program
    .command("members")
    .description("lists of members: an intermediary says whom it serves, and again every 90 days");
  const differing = members
    .command("diff")
    .description("what handing a list in would do; changes nothing")
    .argument("<file>", "CSV or XLSX, see docs/operations/intermediaries.md")
    .requiredOption("--intermediary <id>", "whose list it is", readSlug)
    .option("--map <column=field>", "which column says what, repeatable", addPair, {})
    .addOption(jsonOption())
    .action(async (file: string, options: DiffOptions) => {
      const { diffMembers } = await import("../actions/diff-members.ts");
      const context = await line.installation.open();
      const input = await toInput(line, file, options);
      await write(line, await diffMembers({ context, input }), options.json);
    });
  addExamples(differing, ["meldpunt members diff leden.csv --intermediary surfcert"]);
  const submitted = members
    .command("submit")
    .description("hand a list in: ask, confirm for 90 days, end, vouch")
    .argument("<file>", "CSV or XLSX, see docs/operations/intermediaries.md")
    .requiredOption("--intermediary <id>", "whose list it is", readSlug)
    .option("--map <column=field>", "which column says what, repeatable", addPair, {})
    .option("--reference <text>", "where its word is kept; needed from people of the house")
    .option("--force", "go on where unusually many would go or come; people of the house only")
    .addOption(jsonOption())
    .action(async (file: string, options: SubmitOptions) => {
      const { submitMembers } = await import("../actions/submit-members.ts");
      const context = await line.installation.open();
      const input = {
        ...(await toInput(line, file, options)),
        reference: options.reference ?? null,
        force: options.force === true,
      };
      await write(line, await submitMembers({ context, input }), options.json);
    });
  addExamples(submitted, [
    "meldpunt members submit leden.csv --intermediary surfcert --reference 'mail of 3 June'",
    "meldpunt members submit leden.csv --intermediary surfcert --map 'Netwerk=prefix' --force --reference 'telephone, 4 June'",
  ]);
  const invited = members
    .command("invitations")
    .description("whom lists named and nobody knows: to be invited")
    .option("--intermediary <id>", "by the lists of this one only", readSlug)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: InvitationOptions) => listInvited(line, options));
  addExamples(invited, ["meldpunt members invitations --intermediary surfcert"]);
};

type InvitationOptions = { readonly intermediary?: string; readonly json?: true };

async function listInvited(
  { installation, terminal }: CommandLine,
  { intermediary, json }: InvitationOptions,
): Promise<void> {
  const { listInvitations } = await import("../actions/list-invitations.ts");
  const { sql } = await installation.open();
  const of = (intermediary ?? null) as OrganisationId | null;
  const input = { actor: installation.actor, intermediary: of };
  const invitations = await listInvitations({ context: { sql }, input });
  if (json) {
    const lines = invitations.map((entry) => `${JSON.stringify(entry)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (invitations.length === 0) return void (await terminal.write("Nobody is to be invited.\n"));
  await terminal.write(
    toTable(
      ["by", "name", "kvk", "e-mail", "named"].map((title) => ({ title })),
      invitations.map(({ intermediary, name, kvk, email, namedAt }) => [
        intermediary,
        name,
        kvk ?? "",
        email ?? "",
        toTime(namedAt),
      ]),
    ),
  );
}

function addPair(text: string, before: Pairs): Pairs {
  const [, word = "", value = ""] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  if (word === "") throw new InvalidArgumentError("Write column=field.");
  return { ...before, [word.trim().toLowerCase()]: value.trim() };
}

async function toInput({ installation }: CommandLine, path: string, options: DiffOptions) {
  const bytes = await readBytes(path);
  return {
    actor: installation.actor,
    intermediary: options.intermediary as OrganisationId,
    list: {
      kind: "file" as const,
      file: { name: basename(path), bytes },
      mapping: new Map(Object.entries(options.map)),
    },
  };
}

async function readBytes(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    const remedy = "Check the path.";
    throw new AppError("wrong-usage", `${path}: ${reason}.`, { remedy, cause: error });
  });
  if (bytes.length <= mostBytes) return bytes;
  throw new AppError("input-too-large", `${path}: more than 16 MiB, which no member list has.`);
}

type Shown = MembersPlan & {
  readonly vouched?: Readonly<Record<"asked" | "confirmed" | "withdrawn" | "left", number>>;
};

async function write({ terminal }: CommandLine, plan: Shown, json?: true): Promise<void> {
  const { difference, unknown, remarks, brake, vouched } = plan;
  if (json) {
    const answer = { difference, unknown, remarks, brake, ...(vouched && { vouched }) };
    return void (await terminal.write(`${JSON.stringify(answer)}\n`));
  }
  const pairs: [string, string][] = [
    ["asked for", toNames(difference.added)],
    ["consented", toNames(difference.consented)],
    ["changed", toNames(difference.changed)],
    ["confirmed", toCount(difference.confirmed.length)],
    ["ended", toNames(difference.gone)],
    ["world file", toCount(difference.loaded.length)],
    ["not known", toNames(unknown.map(({ name }) => name))],
  ];
  if (vouched !== undefined) {
    const { asked, confirmed, withdrawn, left } = vouched;
    pairs.push([
      "vouched for",
      `${asked} asked, ${confirmed} confirmed, ${withdrawn} withdrawn, ${left} left`,
    ]);
  }
  await terminal.write(toPairs(pairs));
  if (brake !== null)
    await terminal.write("\nA brake holds it: unusually many would go or come (--force).\n");
  if (remarks.length === 0) return;
  const titles = ["line", "field", "what", "problem", "to do"];
  await terminal.write(
    `\n${toTable(
      titles.map((title) => ({ title })),
      remarks
        .slice(0, remarksShown)
        .map((remark) => [
          String(remark.line ?? remark.row ?? ""),
          remark.field,
          `${remark.effect}: ${remark.value}`,
          remark.problem,
          remark.remedy,
        ]),
    )}`,
  );
  if (remarks.length > remarksShown)
    await terminal.write(`and ${remarks.length - remarksShown} more (--json)\n`);
}

function toNames(names: readonly string[]): string {
  if (names.length === 0) return "0";
  const few = names.slice(0, 8).join(", ");
  return `${toCount(names.length)}: ${few}${names.length > 8 ? ", …" : ""}`;
}
