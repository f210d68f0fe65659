import { permit } from "../actions/access/permit.ts";
import type { ExplainObject } from "../actions/explain-object.ts";
import type { Explanation } from "../domain/decision/explain-object.ts";
import { AppError } from "../platform/errors.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readInstant } from "./read-option.ts";
import { readTextLines } from "./text-lines.ts";
import type { NoAnswer } from "./who-text.ts";

type Options = { readonly type?: string; readonly at?: Date; readonly json?: true };

export const addWho: AddCommand = (program, line) => {
  const command = program
    .command("who")
    .description("who would get a finding about an object, and why")
    .argument(
      "<object...>",
      "addresses, prefixes, AS numbers, names, mail domains (@example.nl); - reads them from standard input, a line each",
    )
    .option(
      "--type <name>",
      "the finding type: id, alias or CVE; else a verified vulnerability of severity high",
    )
    .option("--at <time>", "when it was observed and is decided, instead of now", readInstant)
    .addOption(jsonOption("print one JSON object a line"))
    .action((objects: string[], options: Options) => who(line, objects, options));
  addExamples(command, [
    "meldpunt who 192.0.2.7",
    "meldpunt who www.example.nl @example.nl AS64500 --type cve-2021-26855",
    "meldpunt who - --json < objects.txt",
  ]);
};

async function who(
  { installation, terminal }: CommandLine,
  objects: readonly string[],
  { type = null, at = null, json }: { -readonly [Key in keyof Options]: Options[Key] | null },
): Promise<void> {
  const { explainObject } = await import("../actions/explain-object.ts");
  const context = await installation.open();
  permit(installation.actor, "who.ask", "everybody");
  const explain = await explainObject({ context, input: { type, at } });
  const { toWhoText } = await import("./who-text.ts");
  const asked = readObjects(objects, terminal.stdin);
  const tally = { answered: 0, refused: 0 };
  const format = json ? (answer: object) => `${JSON.stringify(answer)}\n` : toWhoText;
  // Piece by piece as the questions come: whoever asks may wait for the answer before asking on.
  for await (const answers of answerAll(explain, asked, format, tally)) {
    if (!(await terminal.write(answers))) return;
  }
  if (tally.refused > 0) throw toRefusal(tally);
}

async function* readObjects(
  objects: readonly string[],
  stdin: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[]> {
  for (const object of objects) {
    if (object === "-") yield* readTextLines(stdin);
    else yield [object];
  }
}

/** Explanations in the order of the questions, as one text for questions that came together. */
async function* answerAll(
  explain: ExplainObject,
  asked: AsyncIterable<readonly string[]>,
  format: (answer: Explanation | NoAnswer) => string,
  tally: { answered: number; refused: number },
): AsyncGenerator<string> {
  const answer = (object: string): Explanation | NoAnswer => {
    try {
      const explanation = explain(object.trim());
      tally.answered++;
      return explanation;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "input-refused") throw error;
      tally.refused++;
      return { object, error: error.message, remedy: error.remedy };
    }
  };
  for await (const objects of asked) {
    yield objects.map((object) => format(answer(object))).join("");
  }
}

function toRefusal({ answered, refused }: { answered: number; refused: number }): AppError {
  const all = answered + refused;
  const message = `${refused} of ${all} ${all === 1 ? "object is" : "objects are"} no network object; the answer in its place says so.`;
  const remedy =
    "Give an address, a prefix without host bits, an AS number (AS64500), a name or a mail domain (@example.nl).";
  // All of it is the input as a whole; a part of it is a command that did not do everything.
  return answered === 0
    ? new AppError("input-refused", message, { remedy })
    : new AppError("not-found", message, { remedy });
}
