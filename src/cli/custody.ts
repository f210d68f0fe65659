import { Argument, Option } from "commander";
import {
  type CustodyAnswer,
  type CustodyState,
  custodyAnswers,
  custodyStates,
} from "../domain/custody/custody.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { collectCounts, readCount, readSlug } from "./read-option.ts";
import { toCount, toTable, toTime } from "./table.ts";

type ListOptions = {
  readonly organisation?: string;
  readonly state?: CustodyState;
  readonly limit: number;
  readonly json?: true;
};

type AnswerOptions = {
  readonly organisation: string;
  readonly finding?: readonly number[];
  readonly reason?: string;
  readonly json?: true;
};

export const addCustody: AddCommand = (program, line) => {
  const custody = program
    .command("custody")
    .description("what intermediaries hold for those that they serve, and their clock");
  const listed = custody
    .command("list")
    .description("who was asked to hold what; those whose time ends first come first")
    .option("--organisation <id>", "asked of this intermediary", readSlug)
    .addOption(new Option("--state <name>").choices(custodyStates))
    .option("--limit <count>", "how many", readCount, 100)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: ListOptions) => list(line, options));
  addExamples(listed, ["meldpunt custody list --state asked"]);
  const answered = custody
    .command("answer")
    .description("record what an intermediary says, by telephone for example")
    .addArgument(new Argument("<answer>").choices(custodyAnswers))
    .argument("[number]", "of the mail, as in NSM-7K3F-92QD: all of its rows")
    .requiredOption("--organisation <id>", "which intermediary", readSlug)
    .option("--finding <number...>", "only these findings, instead of a mail", collectCounts)
    .option("--reason <text>", "needed with decline and return; with forward, to whom")
    .addOption(jsonOption())
    .action(async (answer: CustodyAnswer, number: string | undefined, options: AnswerOptions) => {
      if ((number === undefined) === (options.finding === undefined)) {
        answered.error("error: give the number of a mail, or --finding");
      }
      await record(line, answer, number, options);
    });
  addExamples(answered, [
    "meldpunt custody answer acknowledge NSM-7K3F-92QD --organisation surfcert",
    "meldpunt custody answer decline --finding 1204 1205 --organisation surfcert --reason 'not a member any more'",
  ]);
};

async function list(
  { installation, terminal }: CommandLine,
  { organisation, state, limit, json }: ListOptions,
): Promise<void> {
  const { listCustodies } = await import("../actions/list-custodies.ts");
  const context = await installation.open();
  const custodies = await listCustodies({
    context,
    input: {
      actor: installation.actor,
      organisation: (organisation ?? null) as OrganisationId | null,
      state: state ?? null,
      limit,
    },
  });
  if (json) {
    const lines = custodies.map((entry) => `${JSON.stringify(entry)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (custodies.length === 0)
    return void (await terminal.write("Nobody was asked to hold that.\n"));
  const titles = ["finding", "intermediary", "mail", "round", "state", "asked", "until", "reason"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      custodies.map((entry) => [
        String(entry.finding),
        entry.organisation,
        entry.number ?? "",
        String(entry.round),
        entry.state,
        toTime(entry.askedAt),
        entry.dueAt === null ? "" : toTime(entry.dueAt),
        entry.reason ?? "",
      ]),
    ),
  );
}

async function record(
  { installation, terminal }: CommandLine,
  answer: CustodyAnswer,
  number: string | undefined,
  { organisation, finding = [], reason, json }: AnswerOptions,
): Promise<void> {
  const { answerCustody } = await import("../actions/answer-custody.ts");
  const context = await installation.open();
  const answered = await answerCustody({
    context,
    input: {
      actor: installation.actor,
      organisation: organisation as OrganisationId,
      about: number === undefined ? { findings: finding } : { number: number.toUpperCase() },
      answer,
      reason: reason ?? null,
    },
  });
  if (json) return void (await terminal.write(`${JSON.stringify(answered)}\n`));
  const { taken, passedOn, late } = answered;
  await terminal.write(
    `taken      ${toCount(taken)}\npassed on  ${toCount(passedOn)}\ntoo late   ${toCount(late.length)}\n`,
  );
  for (const { finding, state, since } of late.slice(0, 20)) {
    const when = since === null ? "" : ` since ${toTime(since)}`;
    await terminal.write(`  finding ${finding}: ${state}${when}\n`);
  }
}
