import { type Command, Option } from "commander";
import { type Grade, grades } from "../domain/finding/grade.ts";
import type { Tlp } from "../domain/finding/tlp.ts";
import type { FinderId } from "../domain/ids.ts";
import {
  type FinderPolicy,
  type RecipientCategory,
  recipientCategories,
} from "../domain/world/world.ts";
import { addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readCount, readCountry, readInstant, readSlug, readTlp } from "./read-option.ts";
import { toPairs, toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };
type Reasoned = Json & { readonly reason: string };

/** Adds how finders come in: asking, vetting, what they are. */
export function addFinderRegister(finder: Command, line: CommandLine): void {
  addAsk(finder, line);
  addConfirm(finder, line);
  addLook(finder, line);
  addVet(finder, line);
  addEnd(finder, line, "decline", "decline one that asked; its contact is told why");
  addEnd(finder, line, "suspend", "take its trust away until it is vetted again");
}

type AskOptions = Json & {
  readonly name: string;
  readonly contact: string;
  readonly language: "nl" | "en";
  readonly purpose: string;
};

function addAsk(finder: Command, line: CommandLine): void {
  const command = finder
    .command("ask")
    .description("ask for a finder to be vetted; a code is mailed to its contact")
    .argument("<id>", "the id that it gets", readSlug)
    .requiredOption("--name <text>", "its own name, or a pseudonym")
    .requiredOption("--contact <address>", "where outcomes are told")
    .addOption(
      new Option("--language <language>", "of its contact").choices(["nl", "en"]).default("nl"),
    )
    .option("--purpose <text>", "what it looks for, and how", "")
    .addOption(jsonOption())
    .action(async (id: string, { json, ...asked }: AskOptions) => {
      const { askFinder } = await import("../actions/ask-finder.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      const answer = await askFinder({
        context,
        input: { ...asked, actor, finder: id as FinderId },
      });
      if (json) return void (await line.terminal.write(`${JSON.stringify(answer)}\n`));
      await line.terminal.write(
        `Asked. A code was mailed to ${asked.contact}; it holds until ${toTime(answer.until)}.\n`,
      );
    });
  addExamples(command, [
    'meldpunt finder ask divd --name DIVD --contact csirt@divd.example --purpose "scans by volunteers"',
  ]);
}

function addConfirm(finder: Command, line: CommandLine): void {
  const command = finder
    .command("confirm")
    .description("type the code that was mailed to its contact")
    .argument("<id>", "its id", readSlug)
    .argument("<code>", "as it stands in the mail")
    .action(async (id: string, code: string) => {
      const { confirmFinder } = await import("../actions/confirm-finder.ts");
      const context = await line.installation.open();
      await confirmFinder({ context, input: { finder: id as FinderId, code } });
      await line.terminal.write("Confirmed: outcomes are told there.\n");
    });
  addExamples(command, ["meldpunt finder confirm divd abcdefghijklmnopqrstuvwxya"]);
}

function addLook(finder: Command, line: CommandLine): void {
  const listed = finder
    .command("list")
    .description("finders of the register, those that wait for a vetter first")
    .addOption(jsonOption("print one JSON object a line"))
    .action(async ({ json }: Json) => {
      const { listFinders } = await import("../actions/list-finders.ts");
      const context = await line.installation.open();
      const finders = await listFinders({ context, input: { actor: line.installation.actor } });
      if (json) {
        for (const entry of finders) await line.terminal.write(`${JSON.stringify(entry)}\n`);
        return;
      }
      if (finders.length === 0) {
        return void (await line.terminal.write("The register has no finder.\n"));
      }
      await line.terminal.write(
        toTable(
          ["id", "name", "state", "trusted", "signs", "contact", "asked"].map((title) => ({
            title,
          })),
          finders.map((entry) => [
            entry.id,
            entry.name,
            entry.state,
            entry.trusted ? "yes" : "no",
            entry.signed ? "yes" : "no",
            entry.confirmedAt === null ? "not confirmed" : entry.contact,
            toTime(entry.askedAt),
          ]),
        ),
      );
    });
  addExamples(listed, ["meldpunt finder list"]);
  const shown = finder
    .command("show")
    .description("one finder, its keys, and how it was vetted")
    .argument("<id>", "its id", readSlug)
    .addOption(jsonOption())
    .action((id: string, { json }: Json) => show(line, id as FinderId, json === true));
  addExamples(shown, ["meldpunt finder show divd"]);
}

async function show({ installation, terminal }: CommandLine, id: FinderId, json: boolean) {
  const { showFinder } = await import("../actions/show-finder.ts");
  const context = await installation.open();
  const shown = await showFinder({ context, input: { actor: installation.actor, finder: id } });
  if (json) return void (await terminal.write(`${JSON.stringify(shown)}\n`));
  const keys = shown.keys.map(({ fingerprint, expiresAt, revokedAt }): [string, string] => [
    "key",
    `${fingerprint}${revokedAt !== null ? ", revoked" : expiresAt === null ? "" : `, until ${toTime(expiresAt)}`}`,
  ]);
  const history = (shown.history ?? []).map(({ at, actor, state, trusted, reason }): string[] => [
    toTime(at),
    actor,
    `${state}${trusted ? ", trusted" : ""}`,
    reason,
  ]);
  await terminal.write(
    toPairs([
      ["finder", shown.id],
      ["name", shown.name],
      ["vouched for", shown.vouchedBy ?? "goes by its own name"],
      ["purpose", shown.purpose],
      ["state", `${shown.state}${shown.trusted ? ", trusted" : ""}`],
      ["signs", shown.signed ? "has to" : "may"],
      ["contact", `${shown.contact}${shown.confirmedAt === null ? ", not confirmed" : ""}`],
      ...keys,
    ]),
  );
  if (history.length === 0) return;
  const columns = ["when", "who", "state", "why"].map((title) => ({ title }));
  await terminal.write(`\n${toTable(columns, history)}`);
}

type VetOptions = Reasoned & {
  readonly trusted?: true;
  readonly vouchedBy?: string;
  readonly tlp?: Tlp;
  readonly grade?: Grade;
  readonly signed?: true;
  readonly recipients?: readonly RecipientCategory[];
  readonly government: boolean;
  readonly countries?: readonly string[];
  readonly evidence: boolean;
  readonly embargoDays?: number;
  readonly embargoUntil?: Date;
};

function addVet(finder: Command, line: CommandLine): void {
  const command = finder
    .command("vet")
    .description("let it hand findings over by these terms; again whenever they change")
    .argument("<id>", "its id", readSlug)
    .option("--trusted", "what it hands over goes by itself")
    .option("--vouched-by <text>", "of a pseudonym: who knows whose it is")
    .option("--tlp <label>", "the least that holds for everything of it", readTlp)
    .addOption(
      new Option("--grade <name>", "of its reports that say none").choices([...grades].reverse()),
    )
    .option("--signed", "what it hands over has to be signed to go by itself")
    .addOption(
      new Option("--recipients <category...>", "who may get it; else everybody").choices(
        recipientCategories,
      ),
    )
    .option("--no-government", "public authorities may not get it")
    .option(
      "--countries <code...>",
      "of recipients; else all",
      (code: string, before: string[] = []) => [...before, readCountry(code)],
    )
    .option("--no-evidence", "its evidence is withheld")
    .option("--embargo-days <days>", "nothing goes out before so long after it was seen", readCount)
    .option("--embargo-until <time>", "nothing goes out before", readInstant)
    .requiredOption("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action(async (id: string, options: VetOptions) => {
      const { vetFinder } = await import("../actions/vet-finder.ts");
      const context = await line.installation.open();
      const vetted = await vetFinder({
        context,
        input: {
          actor: line.installation.actor,
          finder: id as FinderId,
          trusted: options.trusted === true,
          vouchedBy: options.vouchedBy ?? null,
          tlp: options.tlp ?? null,
          grade: options.grade ?? null,
          signed: options.signed === true,
          policies: toPolicies(options),
          reason: options.reason,
        },
      });
      await tell(line, vetted, options.json);
    });
  addExamples(command, [
    'meldpunt finder vet divd --trusted --signed --reason "spoke to its board, key compared by telephone"',
    'meldpunt finder vet zwarte-kat --vouched-by divd --tlp AMBER --no-government --no-evidence --embargo-days 7 --reason "known to DIVD"',
  ]);
}

function toPolicies(options: VetOptions): FinderPolicy[] {
  const { recipients, government, countries, evidence, embargoDays, embargoUntil } = options;
  const says = [recipients, countries, embargoDays, embargoUntil].some(
    (said) => said !== undefined,
  );
  if (!says && government && evidence) return [];
  return [
    {
      since: Number.NEGATIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
      recipients: recipients ?? null,
      government,
      countries: countries ?? null,
      evidence: evidence ? "shareable" : "withheld",
      embargoMs: embargoDays === undefined ? null : embargoDays * 86_400_000,
      embargoUntil: embargoUntil?.getTime() ?? null,
    },
  ];
}

function addEnd(
  finder: Command,
  line: CommandLine,
  name: "decline" | "suspend",
  description: string,
): void {
  const command = finder
    .command(name)
    .description(description)
    .argument("<id>", "its id", readSlug)
    .requiredOption("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action(async (id: string, { reason, json }: Reasoned) => {
      const context = await line.installation.open();
      const input = { actor: line.installation.actor, finder: id as FinderId, reason };
      const act =
        name === "decline"
          ? (await import("../actions/decline-finder.ts")).declineFinder
          : (await import("../actions/suspend-finder.ts")).suspendFinder;
      await tell(line, await act({ context, input }), json);
    });
  addExamples(command, [`meldpunt finder ${name} divd --reason "cannot be reached any more"`]);
}

async function tell(
  { terminal }: CommandLine,
  {
    id,
    state,
    trusted,
  }: { readonly id: FinderId; readonly state: string; readonly trusted: boolean },
  json?: true,
): Promise<void> {
  if (json)
    return void (await terminal.write(`${JSON.stringify({ finder: id, state, trusted })}\n`));
  await terminal.write(`${id} is ${state} now${trusted ? ", and trusted" : ""}.\n`);
}
