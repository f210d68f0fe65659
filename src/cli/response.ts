import { Argument } from "commander";
import type { RespondInput } from "../actions/respond-to-findings.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { type ResponseKind, responseKinds } from "../domain/response/response.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { collectCounts, readSlug } from "./read-option.ts";
import { readNumber } from "./read-public-number.ts";
import { addResponseLists } from "./response-lists.ts";
import { addResponseOptions, type ResponseOptions } from "./response-options.ts";
import { toPairs } from "./table.ts";

type RecordOptions = ResponseOptions & {
  readonly organisation?: string;
  readonly finding?: readonly number[];
  readonly json?: true;
};

export const addResponse: AddCommand = (program, line) => {
  const response = program
    .command("response")
    .description("what recipients say about what they were told");
  const recorded = response
    .command("record")
    .description("record an answer, given by telephone or by mail: as if its recipient had sent it")
    .addArgument(new Argument("<kind>").choices(responseKinds))
    .argument("[number]", "of the mail, as in NSM-7K3F-92QD: its rows, or those of --finding")
    .option("--organisation <id>", "who says so, instead of the number of a mail", readSlug)
    .option("--finding <number...>", "only these findings", collectCounts)
    .addOption(jsonOption("print one JSON object a line"))
    .action((kind: ResponseKind, number: string | undefined, options: RecordOptions) => {
      if ((number === undefined) === (options.organisation === undefined)) {
        recorded.error("error: give the number of a mail, or --organisation with --finding");
      }
      if (options.organisation !== undefined && options.finding === undefined) {
        recorded.error("error: --organisation needs --finding");
      }
      return record(line, kind, number, options);
    });
  addResponseOptions(recorded);
  addExamples(recorded, [
    "meldpunt response record fixed NSM-7K3F-92QD",
    "meldpunt response record not-ours NSM-7K3F-92QD --finding 1204 --reason 'sold in May'",
    "meldpunt response record working --organisation uni-x --finding 1204 1205 --until 2026-12-24",
  ]);
  addResponseLists(response, line);
};

async function record(
  { installation, terminal }: CommandLine,
  kind: ResponseKind,
  number: string | undefined,
  { json, finding, organisation, ...rest }: RecordOptions,
): Promise<void> {
  const { respondToFindings } = await import("../actions/respond-to-findings.ts");
  const context = await installation.open();
  const from: RespondInput["from"] =
    number === undefined
      ? { organisation: organisation as OrganisationId }
      : { number: readNumber(context.instance.numberPrefix, number) };
  const answers = [{ about: finding ?? ("all" as const), typed: { kind, ...rest } }];
  const input = { actor: installation.actor, from, answers };
  const responded = await respondToFindings({ context, input });
  if (json) {
    const lines = responded.map((one) => `${JSON.stringify(one)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  const outcomes = Map.groupBy(responded, ({ outcome, because }) => because ?? outcome);
  const pairs = [...outcomes].map(([outcome, some]): [string, string] => [
    outcome,
    some.length > 20
      ? `${some.length} findings`
      : `${some.length} (${some.map(({ finding }) => finding).join(", ")})`,
  ]);
  await terminal.write(pairs.length === 0 ? "There is nothing in it.\n" : toPairs(pairs));
}
