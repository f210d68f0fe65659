import { Option } from "commander";
import type { ChangedLaw } from "../actions/law/change-law.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readFragment } from "./read-fragment.ts";
import { readCount, readIdOf, readSlug } from "./read-option.ts";
import { toPairs, toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };
type RecordOptions = Json & { readonly reason: string; readonly force?: true };

const sections = [
  "organisation",
  "claim",
  "relation",
  "designation",
  "mandate",
  "mandateDuty",
  "finder",
  "suppression",
  "stop",
];

export const addRegister: AddCommand = (program, line) => {
  const register = program
    .command("register")
    .description("what holds by the register, beside the world file");
  const put = register
    .command("put")
    .description("record designations, mandates, suppressions and stops: tried first, with a brake")
    .argument("<file>", "these sections of a world file (YAML or JSON)")
    .requiredOption("--reason <text>", "why, for the record")
    .option("--force", "go on where the brake holds")
    .addOption(jsonOption())
    .action((file: string, options: RecordOptions) => record(line, file, options, false));
  addExamples(put, ["meldpunt register put law.yaml --reason 'Cbw in force, Stb. 2026, 1'"]);
  const diff = register
    .command("diff")
    .description("what `register put` would change; changes nothing")
    .argument("<file>", "sections of a world file (YAML or JSON)")
    .addOption(jsonOption())
    .action((file: string, options: Json) => record(line, file, { ...options, reason: "" }, true));
  addExamples(diff, ["meldpunt register diff law.yaml"]);
  const ended = register
    .command("end")
    .description("end what was recorded")
    .argument("<id>", "as `register list` shows it", readIdOf("register list"))
    .requiredOption("--reason <text>", "why, for the record")
    .option("--force", "go on where the brake holds")
    .addOption(jsonOption())
    .action(async (id: string, { reason, force, json }: RecordOptions) => {
      const { endLaw } = await import("../actions/end-law.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      const input = { actor, id, reason, dryRun: false, force: force === true };
      await show(line, await endLaw({ context, input }), json === true);
    });
  addExamples(ended, [
    "meldpunt register end 01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90 --reason 'mandate withdrawn'",
  ]);
  const listed = register
    .command("list")
    .description("what holds, with the ids by which it is ended")
    .addOption(new Option("--section <name>", "of this one only").choices(sections))
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: Json & { readonly section?: string }) => list(line, options));
  addExamples(listed, ["meldpunt register list --section mandate"]);
  const log = register
    .command("log")
    .description("changes of the register, the latest first")
    .option("--about <id>", "of one organisation or finder only", readSlug)
    .option("--limit <count>", "how many at most", readCount, 100)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: LogOptions) => showLog(line, options));
  addExamples(log, ["meldpunt register log --about uni-x"]);
};

async function record(
  line: CommandLine,
  file: string,
  { reason, force, json }: RecordOptions,
  dryRun: boolean,
): Promise<void> {
  const sections = await readFragment(file);
  const { recordLaw } = await import("../actions/record-law.ts");
  const context = await line.installation.open();
  const { actor } = line.installation;
  const input = { actor, sections, reason, dryRun, force: force === true };
  await show(line, await recordLaw({ context, input }), json === true);
}

async function show(
  { terminal }: CommandLine,
  changed: ChangedLaw,
  isJson: boolean,
): Promise<void> {
  if (isJson) return void (await terminal.write(`${JSON.stringify(changed)}\n`));
  const { outcome, put, ended, trial, braked } = changed;
  const toLine = ({ id, section, content }: ChangedLaw["put"][number]): string =>
    `${section} ${JSON.stringify(content)}${outcome === "dry-run" ? "" : ` (${id})`}`;
  const pairs: [string, string][] = [
    ["outcome", outcome],
    ...put.map((entry): [string, string] => ["put", toLine(entry)]),
    ...ended.map((entry): [string, string] => ["ended", toLine(entry)]),
  ];
  if (trial !== null) {
    const { coverage, decisions } = trial;
    pairs.push(
      ["addresses that go elsewhere", `${(coverage.changedShare * 100).toFixed(2)} %`],
      ["findings of the last days", `${decisions.moved} of ${decisions.findings} go elsewhere`],
    );
  }
  if (braked.length > 0) pairs.push(["beyond the brake", braked.join(", ")]);
  await terminal.write(toPairs(pairs));
}

async function list(
  { installation, terminal }: CommandLine,
  { section, json }: Json & { readonly section?: string },
): Promise<void> {
  const { listRegister } = await import("../actions/list-register.ts");
  const { sql } = await installation.open();
  const input = { actor: installation.actor, section: section ?? null };
  const entries = await listRegister({ context: { sql }, input });
  if (json) {
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (entries.length === 0) return void (await terminal.write("The register holds nothing.\n"));
  const titles = ["id", "section", "of", "since", "says"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      entries.map(({ id, section, party, since, content }) => [
        id,
        section,
        party ?? "",
        toTime(since),
        JSON.stringify(content),
      ]),
    ),
  );
}

type LogOptions = Json & { readonly about?: string; readonly limit: number };

async function showLog(
  { installation, terminal }: CommandLine,
  { about, limit, json }: LogOptions,
): Promise<void> {
  const { readRegisterLog } = await import("../actions/read-register-log.ts");
  const { sql } = await installation.open();
  const input = { actor: installation.actor, about: about ?? null, limit };
  const changes = await readRegisterLog({ context: { sql }, input });
  if (json) {
    const lines = changes.map((change) => `${JSON.stringify(change)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (changes.length === 0) return void (await terminal.write("The register never changed.\n"));
  const titles = ["change", "at", "by", "act", "about", "put", "ended", "why"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      changes.map(({ id, at, actor, act, about, put, ended, reason }) => [
        String(id),
        toTime(at),
        actor,
        act,
        about ?? "",
        String(put),
        String(ended),
        reason ?? "",
      ]),
    ),
  );
}
