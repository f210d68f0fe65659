import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import type { FinderId, OrganisationId } from "../domain/ids.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readSlug } from "./read-option.ts";
import { toCount } from "./table.ts";

type ConsentOptions = {
  readonly organisation?: string;
  readonly finder?: string;
  readonly json?: true;
};
type Options = { readonly finder: string; readonly json?: true };

export const addRecheck: AddCommand = (program, line) => {
  const recheck = program.command("recheck").description("whether what was found is still there");
  const submit = recheck
    .command("submit")
    .description("hand in what a finder found that looked again at what it reported")
    .argument(
      "<file>",
      'a line each: {"finding":1204,"outcome":"gone","checkedAt":"…"}; - reads standard input',
    )
    .requiredOption("--finder <id>", "whose results they are", readSlug)
    .addOption(jsonOption())
    .action((file: string, options: Options) => submitFile(line, file, options));
  addConsent(recheck, line, true);
  addConsent(recheck, line, false);
  addExamples(submit, [
    "meldpunt finder rescan divd --json > again.jsonl",
    "meldpunt recheck submit results.jsonl --finder divd",
  ]);
};

function addConsent(recheck: Command, line: CommandLine, allowed: boolean): void {
  const name = allowed ? "allow" : "forbid";
  const command = recheck
    .command(name)
    .description(
      `record that an owner or a finder ${allowed ? "allows" : "does not allow"} our own looks`,
    )
    .option("--organisation <id>", "an owner, about its own findings", readSlug)
    .option("--finder <id>", "a finder, about what it reported", readSlug)
    .addOption(jsonOption())
    .action(async ({ organisation, finder, json }: ConsentOptions) => {
      if ((organisation === undefined) === (finder === undefined)) {
        command.error("error: give either --organisation or --finder");
      }
      const { allowRechecks } = await import("../actions/allow-rechecks.ts");
      const context = await line.installation.open();
      const party =
        finder === undefined
          ? { organisation: organisation as OrganisationId }
          : { finder: finder as FinderId };
      const input = { actor: line.installation.actor, party, allowed };
      const changed = await allowRechecks({ context, input });
      if (json)
        return void (await line.terminal.write(
          `${JSON.stringify({ ...party, allowed, changed })}\n`,
        ));
      await line.terminal.write(changed ? "Noted.\n" : "Nothing to do: it was so already.\n");
    });
  addExamples(command, [`meldpunt recheck ${name} --organisation uni-x`]);
}

async function submitFile(
  { installation, terminal }: CommandLine,
  file: string,
  { finder, json }: Options,
): Promise<void> {
  const [{ submitRechecks }, { readRecheckLines }] = await Promise.all([
    import("../actions/submit-rechecks.ts"),
    import("../domain/recheck/read-recheck-lines.ts"),
  ]);
  const read = readRecheckLines(
    file === "-" ? await text(process.stdin) : await readFile(file, "utf8").catch(refuseFile(file)),
  );
  if ("fault" in read) {
    throw new AppError("input-refused", `${file}, line ${read.line}: ${read.fault}.`, {
      remedy: "Write one JSON object a line, with finding, outcome and checkedAt.",
    });
  }
  const { results } = read;
  const context = await installation.open();
  const input = { actor: installation.actor, finder: finder as FinderId, results };
  const rechecked = await submitRechecks({ context, input });
  if (json) return void (await terminal.write(`${JSON.stringify({ finder, ...rechecked })}\n`));
  const { kept, leftOut, verifiedFixed, refuted } = rechecked;
  await terminal.write(
    `kept            ${toCount(kept)}\nverified fixed  ${toCount(verifiedFixed)}\nstill there     ${toCount(refuted)} that were said to be fixed\n`,
  );
  if (leftOut > 0) {
    terminal.note(`${toCount(leftOut)} were left out: closed, or not reported by ${finder}.`);
  }
}

function refuseFile(file: string): (error: unknown) => never {
  return (error) => {
    throw new AppError("input-refused", `${file} cannot be read.`, {
      remedy: "Check the path and who may read it.",
      details: { reason: error instanceof Error ? error.message : String(error) },
    });
  };
}
