import { type Command, Option } from "commander";
import type { SubmitReportInput } from "../actions/submit-report.ts";
import { type Grade, grades } from "../domain/finding/grade.ts";
import type { Tlp } from "../domain/finding/tlp.ts";
import type { FinderId } from "../domain/ids.ts";
import { type Format, formats } from "../domain/report/source.ts";
import { addMapping } from "./add-mapping.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { openProgress, type ProgressBar } from "./progress.ts";
import { readSlug, readTlp } from "./read-option.ts";

type Options = {
  readonly finder: string;
  readonly format?: Format;
  readonly type?: string;
  readonly case?: string;
  readonly tlp?: Tlp;
  readonly grade?: Grade;
  readonly map: Readonly<Record<string, string>>;
  readonly complete?: true;
  readonly scope?: string;
  readonly signature?: string;
  readonly dryRun?: true;
  readonly release?: true;
  readonly json?: true;
};

type Handover = SubmitReportInput["handover"];

export const addReportSubmit: AddCommand = (report, line) => {
  const command = report
    .command("submit")
    .description("take a report in: keep its bytes, read it, decide who gets what")
    .argument(
      "<file>",
      "the report as it was received, plain, gzip, zstd or zip; - reads standard input",
    )
    .requiredOption("--finder <id>", "who hands it over, by its id in the world file", readSlug)
    .addOption(
      new Option("--format <name>", "instead of what its beginning tells").choices(formats),
    )
    .option("--type <name>", "what was found, where the rows do not say it: id, alias or CVE")
    .option("--case <name>", "the campaign that it belongs to, as in DIVD-2024-00005")
    .option("--tlp <label>", "the stricter of this and its finder's holds", readTlp)
    .addOption(
      new Option("--grade <name>", "how its findings were established").choices(
        [...grades].reverse(),
      ),
    )
    .option("--map <column=field>", "which column says what, repeatable", addMapping, {})
    .option(
      "--complete",
      "it states everything that its scan covered: what is no longer seen is closed as fixed",
    )
    .option("--scope <file>", "what the scan covered: a prefix or name a line (with --complete)")
    .option("--signature <file>", "a detached OpenPGP signature over the file, armored or binary")
    .option("--dry-run", "show who would get how many findings, and keep nothing")
    .option("--release", "release it at once, also when its finder is not trusted")
    .addOption(jsonOption())
    .action((file: string, options: Options) => submit(line, command, file, options));
  addExamples(command, [
    "meldpunt report submit 2026-11-20-scan_exchange-nederland-geo.csv --finder shadowserver",
    "meldpunt report submit list.csv --finder divd --case DIVD-2026-00902 --grade verified --dry-run",
    "meldpunt report submit list.csv --finder divd --type open-rdp --map Adres=ip --map Poort=port",
    "meldpunt report submit - --finder divd --format nuclei --json < scan.jsonl",
    "meldpunt report submit list.csv.gz --signature list.csv.gz.asc --finder divd",
  ]);
};

async function submit(
  line: CommandLine,
  command: Command,
  file: string,
  options: Options,
): Promise<void> {
  if (options.scope !== undefined && !options.complete) {
    command.error("error: --scope says what a complete report covered: it needs --complete");
  }
  const { openReportFile } = await import("./report-file.ts");
  const received = await openReportFile(line.terminal, file);
  const handover = await toHandover(options, received.name);
  const context = await line.installation.open();
  const bar = await openProgress(line.terminal);
  const input = {
    received: received.chunks,
    handover,
    expectedBytes: received.bytes,
    release: options.release === true,
    actor: line.installation.actor,
    onProgress: toBar(bar, received.bytes),
  };
  try {
    if (options.dryRun) await preview(line, context, input, options, bar);
    else await takeIn(line, context, input, options, bar);
  } finally {
    bar.end();
  }
}

type Context = Awaited<ReturnType<CommandLine["installation"]["open"]>>;

async function takeIn(
  { terminal }: CommandLine,
  context: Context,
  input: SubmitReportInput,
  options: Options,
  bar: ProgressBar,
): Promise<void> {
  const { submitReport } = await import("../actions/submit-report.ts");
  const submitted = await submitReport({ context, input });
  bar.end();
  if (options.json) return void (await terminal.write(`${JSON.stringify(submitted.answer)}\n`));
  const { toSubmittedText } = await import("./report-text.ts");
  await terminal.write(toSubmittedText(submitted));
}

async function preview(
  { terminal }: CommandLine,
  context: Context,
  input: SubmitReportInput,
  options: Options,
  bar: ProgressBar,
): Promise<void> {
  const { previewReport } = await import("../actions/preview-report.ts");
  const previewed = await previewReport({ context, input });
  bar.end();
  if (options.json) return void (await terminal.write(`${JSON.stringify(previewed)}\n`));
  const { toPreviewText } = await import("./report-text.ts");
  await terminal.write(toPreviewText(previewed));
}

async function toHandover(options: Options, fileName: string | null): Promise<Handover> {
  const { readScopeFile, readSignatureFile } = await import("./report-file.ts");
  return {
    finder: options.finder as FinderId,
    fileName,
    format: options.format ?? null,
    typeLabel: options.type ?? null,
    mapping: options.map,
    caseName: options.case ?? null,
    tlp: options.tlp ?? null,
    grade: options.grade ?? null,
    complete: options.complete === true,
    scope: options.scope === undefined ? null : await readScopeFile(options.scope),
    signature: options.signature === undefined ? null : await readSignatureFile(options.signature),
  };
}

function toBar(bar: ProgressBar, fileBytes: number | null): SubmitReportInput["onProgress"] & {} {
  return ({ stage, bytes, ofBytes }) =>
    bar.show(bytes, ofBytes ?? fileBytes, stage === "receiving" ? "keeping" : "reading");
}
