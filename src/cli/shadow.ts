import { stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import type { RunShadowInput } from "../actions/run-shadow.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import { type Grade, grades } from "../domain/finding/grade.ts";
import type { Tlp } from "../domain/finding/tlp.ts";
import type { FinderId } from "../domain/ids.ts";
import { type Format, formats } from "../domain/report/source.ts";
import { mailedFields } from "../domain/shadow/mailed-row.ts";
import { AppError } from "../platform/errors.ts";
import { readFileStream } from "../platform/read-file-stream.ts";
import { addMapping } from "./add-mapping.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readSlug, readTlp } from "./read-option.ts";

type Pairs = Readonly<Record<string, string>>;

type Options = {
  readonly finder: string;
  readonly mailed: string;
  readonly mailedMap: Pairs;
  readonly contactField: string;
  readonly by?: "object" | "type";
  readonly format?: Format;
  readonly type?: string;
  readonly map: Pairs;
  readonly tlp?: Tlp;
  readonly grade?: Grade;
  readonly release?: true;
  readonly html?: string;
  readonly language: Language;
  readonly json?: true;
};

/** A list of what was mailed is read as it comes; this only ends a bomb. */
const mostBytes = 64 * 2 ** 30;

export const addShadow: AddCommand = (program, line) => {
  const command = program
    .command("shadow")
    .description("compare what was really mailed with what we would do; keeps and sends nothing")
    .argument("<file...>", "the feeds as they were received, as for report submit")
    .requiredOption("--finder <id>", "who hands them over, by its id in the world file", readSlug)
    .requiredOption("--mailed <file>", "what was mailed: CSV, or events of IntelMQ")
    .option(
      "--mailed-map <column=field>",
      `which of its columns says what: ${mailedFields.join(", ")}; repeatable`,
      addMailedMapping,
      {},
    )
    .option(
      "--contact-field <key>",
      "where events of IntelMQ have the recipients",
      "source.abuse_contact",
    )
    .addOption(
      new Option("--by <what>", "what is compared; else types where the list says them").choices([
        "object",
        "type",
      ]),
    )
    .addOption(
      new Option("--format <name>", "of the feeds, instead of what they tell").choices(formats),
    )
    .option("--type <name>", "what was found, where the rows of the feeds do not say it")
    .option(
      "--map <column=field>",
      "which column of the feeds says what, repeatable",
      addMapping,
      {},
    )
    .option("--tlp <label>", "the stricter of this and the finder's holds", readTlp)
    .addOption(
      new Option("--grade <name>", "how the findings were established").choices(
        [...grades].reverse(),
      ),
    )
    .option("--release", "decide as if a person had released them")
    .option("--html <file>", "write the comparison as one page")
    .addOption(new Option("--language <code>", "of that page").choices(["nl", "en"]).default("en"))
    .addOption(jsonOption())
    .action((files: string[], options: Options) => run(line, files, options));
  addExamples(command, [
    "meldpunt shadow 2026-11-20-scan_exchange-nederland-geo.csv --finder shadowserver --mailed sent.csv",
    "meldpunt shadow events.jsonl --finder intelmq --mailed events.jsonl --contact-field source.abuse_contact",
    "meldpunt shadow feeds/*.csv --finder shadowserver --mailed sent.csv --html schaduw.html --language nl",
  ]);
};

function addMailedMapping(text: string, before: Pairs): Pairs {
  const [, column = "", field = ""] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  const known = (mailedFields as readonly string[]).includes(field) || field === "ignore";
  if (known) return Object.fromEntries([...Object.entries(before), [column.toLowerCase(), field]]);
  throw new InvalidArgumentError(
    `Write column=field, as in Aan=address; fields are ${mailedFields.join(", ")}, ignore.`,
  );
}

async function run(
  { installation, terminal }: CommandLine,
  files: readonly string[],
  options: Options,
): Promise<void> {
  if (options.html !== undefined) await checkFree(options.html);
  const { openReportFile } = await import("./report-file.ts");
  const mailed = await readFileStream(options.mailed, { maxBytes: mostBytes });
  const reports: RunShadowInput["reports"] = await Promise.all(
    files.map(async (file) => {
      const report = await openReportFile(terminal, file);
      return { open: async () => report.chunks, handover: toHandover(options, report.name) };
    }),
  );
  const { runShadow } = await import("../actions/run-shadow.ts");
  const context = await installation.open();
  const report = await runShadow({
    context,
    input: {
      actor: installation.actor,
      reports,
      release: options.release === true,
      mailed: {
        ...mailed,
        fileName: basename(options.mailed),
        mapping: new Map(Object.entries(options.mailedMap)),
        contactField: options.contactField,
        byType: options.by === undefined ? null : options.by === "type",
      },
    },
  });
  if (options.html !== undefined) {
    const page = await installation.renderShadow(report, options.language);
    await writeFile(options.html, page, { flag: "wx" });
  }
  if (options.json) return void (await terminal.write(`${JSON.stringify(report)}\n`));
  const { toShadowText } = await import("./shadow-text.ts");
  await terminal.write(toShadowText(report, options.html ?? null));
}

function toHandover(
  options: Options,
  fileName: string | null,
): RunShadowInput["reports"][number]["handover"] {
  return {
    finder: options.finder as FinderId,
    fileName,
    format: options.format ?? null,
    typeLabel: options.type ?? null,
    mapping: options.map,
    caseName: null,
    tlp: options.tlp ?? null,
    grade: options.grade ?? null,
    complete: false,
    scope: null,
    signature: null,
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
