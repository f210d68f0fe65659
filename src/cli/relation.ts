import { Option } from "commander";
import type { OrganisationId } from "../domain/ids.ts";
import { type RelationSide, relationSides } from "../domain/relation/relation-standing.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readCount, readInstant, readRelationId, readSlug } from "./read-option.ts";
import { toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };
type AskOptions = Json & {
  readonly intermediary: string;
  readonly as: RelationSide;
  readonly informed?: true;
  readonly until?: Date;
  readonly reference?: string;
};
type ConsentOptions = Json & {
  readonly for: string;
  readonly informed?: true;
  readonly reference?: string;
};
type EndOptions = Json & {
  readonly for: string;
  readonly at?: Date;
  readonly reference?: string;
};
type ListOptions = Json & { readonly organisation?: string; readonly ended?: true };

const example = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";
const onPaper = "where a word given on paper is kept; needed from people of the house";
const informed = "the intermediary is informed of what its member is told directly";

export const addRelation: AddCommand = (program, line) => {
  const relation = program
    .command("relation")
    .description("who serves whom: ask, consent, end; in force when both consented");
  const asked = relation
    .command("ask")
    .description("ask for a relation, which is the consent of one side")
    .argument("<member>", "who is to be served", readSlug)
    .requiredOption("--intermediary <id>", "who is to serve it", readSlug)
    .addOption(
      new Option("--as <side>", "whose word it is").choices(relationSides).default("intermediary"),
    )
    .option("--informed", informed)
    .option("--until <when>", "it is to end then; else it stays open", readInstant)
    .option("--reference <text>", onPaper)
    .addOption(jsonOption())
    .action((member: string, options: AskOptions) => ask(line, member, options));
  addExamples(asked, [
    "meldpunt relation ask uni-x --intermediary surfcert --reference 'letter of 1 June, map 12'",
    "meldpunt relation ask uni-x --intermediary surfcert --as member --until 2027-01-01 --reference 'mail of 3 June'",
  ]);
  const consented = relation
    .command("consent")
    .description("consent for one side to a relation that the other asked for")
    .argument("<id>", "as `relation list` shows it", readRelationId)
    .requiredOption("--for <id>", "which of the two consents", readSlug)
    .option("--informed", informed)
    .option("--reference <text>", onPaper)
    .addOption(jsonOption())
    .action(async (id: string, options: ConsentOptions) => {
      const { consentRelation } = await import("../actions/consent-relation.ts");
      const context = await line.installation.open();
      const input = {
        actor: line.installation.actor,
        id,
        organisation: options.for as OrganisationId,
        informed: options.informed === true,
        reference: options.reference ?? null,
      };
      await show(line, await consentRelation({ context, input }), options.json);
    });
  addExamples(consented, [
    `meldpunt relation consent ${example} --for uni-x --reference 'form of 2 June'`,
  ]);
  const ended = relation
    .command("end")
    .description("end a relation by the word of either side, or decline one")
    .argument("<id>", "as `relation list` shows it", readRelationId)
    .requiredOption("--for <id>", "which of the two ends it", readSlug)
    .option("--at <when>", "not at once but then", readInstant)
    .option("--reference <text>", onPaper)
    .addOption(jsonOption())
    .action(async (id: string, options: EndOptions) => {
      const { endRelation } = await import("../actions/end-relation.ts");
      const context = await line.installation.open();
      const input = {
        actor: line.installation.actor,
        id,
        organisation: options.for as OrganisationId,
        at: options.at ?? null,
        reference: options.reference ?? null,
      };
      await show(line, await endRelation({ context, input }), options.json);
    });
  addExamples(ended, [
    `meldpunt relation end ${example} --for surfcert --reference 'ticket 4711'`,
    `meldpunt relation end ${example} --for uni-x --at 2027-01-01 --reference 'letter'`,
  ]);
  const listed = relation
    .command("list")
    .description("relations of the register and where each stands")
    .option("--organisation <id>", "of this member or intermediary only", readSlug)
    .option("--ended", "those that are over as well")
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: ListOptions) => list(line, options));
  addExamples(listed, ["meldpunt relation list --organisation surfcert"]);
  const told = relation
    .command("history")
    .description("what intermediaries did about their members, and members about them")
    .option("--organisation <id>", "of this member or intermediary only", readSlug)
    .option("--limit <count>", "how many, the latest first", readCount, 100)
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: HistoryOptions) => history(line, options));
  addExamples(told, ["meldpunt relation history --organisation uni-x"]);
};

type HistoryOptions = Json & { readonly organisation?: string; readonly limit: number };

async function history(
  { installation, terminal }: CommandLine,
  { organisation, limit, json }: HistoryOptions,
): Promise<void> {
  const { listRelationSteps } = await import("../actions/list-relation-steps.ts");
  const { sql } = await installation.open();
  const id = (organisation ?? null) as OrganisationId | null;
  const input = { actor: installation.actor, organisation: id, intermediary: null, limit };
  const steps = await listRelationSteps({ context: { sql }, input });
  if (json)
    return void (await terminal.write(steps.map((step) => `${JSON.stringify(step)}\n`).join("")));
  if (steps.length === 0) return void (await terminal.write("Nothing happened yet.\n"));
  const titles = ["when", "member", "intermediary", "whose word", "what", "why"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      steps.map(({ at, member, intermediary, by, what, reason }) => [
        toTime(at),
        member,
        intermediary,
        by ?? "",
        what,
        reason,
      ]),
    ),
  );
}

async function ask(
  { installation, terminal }: CommandLine,
  member: string,
  { intermediary, as, informed: isInformed, until, reference, json }: AskOptions,
): Promise<void> {
  const { askRelation } = await import("../actions/ask-relation.ts");
  const context = await installation.open();
  const asked = await askRelation({
    context,
    input: {
      actor: installation.actor,
      side: as,
      member: member as OrganisationId,
      intermediary: intermediary as OrganisationId,
      informed: isInformed === true,
      until: until ?? null,
      reference: reference ?? null,
    },
  });
  if (json) return void (await terminal.write(`${JSON.stringify(asked)}\n`));
  await terminal.write(
    `relation  ${asked.id}\nmember    ${asked.member}\nby        ${asked.intermediary}\n`,
  );
  terminal.note(`Until ${toTime(asked.until)} the other side can consent.`);
}

type Shown = Awaited<ReturnType<typeof import("../actions/consent-relation.ts").consentRelation>>;

async function show({ terminal }: CommandLine, relation: Shown, json?: true): Promise<void> {
  const { id, member, intermediary, standing } = relation;
  if (json) {
    const answer = { id, member, intermediary, ...standing };
    return void (await terminal.write(`${JSON.stringify(answer)}\n`));
  }
  const { state, reason, nextCheckMs } = standing;
  const next = nextCheckMs === null ? "" : `next      ${toTime(new Date(nextCheckMs))}\n`;
  await terminal.write(
    `relation  ${id}\nmember    ${member}\nby        ${intermediary}\nstate     ${state}: ${reason}\n${next}`,
  );
}

async function list({ installation, terminal }: CommandLine, options: ListOptions): Promise<void> {
  const { listRelations } = await import("../actions/list-relations.ts");
  const { sql } = await installation.open();
  const organisation = (options.organisation ?? null) as OrganisationId | null;
  const input = {
    actor: installation.actor,
    organisation,
    ended: options.ended === true,
    id: null,
  };
  const relations = await listRelations({ context: { sql }, input });
  if (options.json) {
    const lines = relations.map((entry) => `${JSON.stringify(entry)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (relations.length === 0)
    return void (await terminal.write("There is no such relation in the register.\n"));
  const titles = ["id", "member", "intermediary", "state", "why", "consents", "informed", "next"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      relations.map((entry) => [
        entry.id,
        entry.member,
        entry.intermediary,
        entry.state,
        entry.reason,
        [
          ...(entry.memberConsentAt === null ? [] : ["member"]),
          ...(entry.intermediaryConsentAt === null ? [] : ["intermediary"]),
        ].join(" "),
        entry.informed ? "yes" : "no",
        entry.nextCheckAt === null ? "" : toTime(entry.nextCheckAt),
      ]),
    ),
  );
}
