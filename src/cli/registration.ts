import { Option } from "commander";
import type { OrganisationId } from "../domain/ids.ts";
import type { Registration } from "../domain/registration/registration.ts";
import type { OrganisationRole } from "../domain/world/world.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readRegistrationId, readSlug } from "./read-option.ts";
import { toPairs, toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };

const example = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";

export const addRegistration: AddCommand = (program, line) => {
  const registration = program
    .command("registration")
    .description("organisations that ask to join: look, ask, accept, decline");
  const listed = registration
    .command("list")
    .description("those that wait, the longest first")
    .option("--all", "those that are decided, and those whose address is not confirmed, as well")
    .addOption(jsonOption("print one JSON object a line"))
    .action((options: Json & { readonly all?: true }) => list(line, options));
  addExamples(listed, ["meldpunt registration list"]);
  const shown = registration
    .command("show")
    .description("everything that one says")
    .argument("<id>", "as `registration list` shows it", readRegistrationId)
    .addOption(jsonOption())
    .action((id: string, { json }: Json) => show(line, id, json === true));
  addExamples(shown, [`meldpunt registration show ${example}`]);
  const accepted = registration
    .command("accept")
    .description("let it join: its entry, a token for its administrator, claims to prove")
    .argument("<id>", "as `registration list` shows it", readRegistrationId)
    .requiredOption("--as <id>", "the id that the organisation gets", readSlug)
    .addOption(
      new Option("--role <name...>", "what it is")
        .choices(["owner", "intermediary", "network-operator"])
        .default(["owner"]),
    )
    .option("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action((id: string, options: AcceptOptions) => accept(line, id, options));
  addExamples(accepted, [
    `meldpunt registration accept ${example} --as uni-x --reason 'number seen in the register'`,
  ]);
  const asked = registration
    .command("ask")
    .description("ask whoever registered it something, by mail")
    .argument("<id>", "as `registration list` shows it", readRegistrationId)
    .argument("<question>", "in the language of the asker")
    .action(async (id: string, question: string) => {
      const { questionRegistration } = await import("../actions/question-registration.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      await questionRegistration({ context, input: { actor, id, question } });
      await line.terminal.write("Asked; it waits for the answer.\n");
    });
  addExamples(asked, [`meldpunt registration ask ${example} 'Wie beslist er bij u?'`]);
  const declined = registration
    .command("decline")
    .description("decline it; whoever asked is told why")
    .argument("<id>", "as `registration list` shows it", readRegistrationId)
    .requiredOption("--reason <text>", "why, in the language of the asker")
    .action(async (id: string, { reason }: { readonly reason: string }) => {
      const { declineRegistration } = await import("../actions/decline-registration.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      await declineRegistration({ context, input: { actor, id, reason } });
      await line.terminal.write("Declined; whoever asked is told why.\n");
    });
  addExamples(declined, [`meldpunt registration decline ${example} --reason 'bestaat niet'`]);
};

async function list(
  { installation, terminal }: CommandLine,
  { all, json }: Json & { readonly all?: true },
): Promise<void> {
  const { listRegistrations } = await import("../actions/list-registrations.ts");
  const { sql } = await installation.open();
  const input = { actor: installation.actor, all: all === true };
  const found = await listRegistrations({ context: { sql }, input });
  if (json) {
    return void (await terminal.write(found.map((entry) => `${JSON.stringify(entry)}\n`).join("")));
  }
  if (found.length === 0) return void (await terminal.write("No registration waits.\n"));
  const titles = ["id", "asked", "name", "sector", "state"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      found.map(({ id, askedAt, asked, state }) => [
        id,
        toTime(askedAt),
        asked.name,
        asked.sector ?? "",
        state,
      ]),
    ),
  );
}

async function show(
  { installation, terminal }: CommandLine,
  id: string,
  isJson: boolean,
): Promise<void> {
  const { showRegistration } = await import("../actions/show-registration.ts");
  const { sql } = await installation.open();
  const found = await showRegistration({
    context: { sql },
    input: { actor: installation.actor, id },
  });
  await terminal.write(isJson ? `${JSON.stringify(found)}\n` : toPairs(toFacts(found)));
}

function toFacts({ asked, agreed, ...found }: Registration): [string, string][] {
  const { register, contacts, assets } = asked;
  return [
    ["registration", found.id],
    ["state", found.state],
    ["name", asked.name],
    ["number", register === null ? "none" : `${register.register} ${register.number}`],
    ["sector", asked.sector ?? "none"],
    ["asked", `${toTime(found.askedAt)} by ${found.asker} (${found.language})`],
    ["confirmed", found.confirmedAt === null ? "no" : toTime(found.confirmedAt)],
    ["agreed", `${agreed.agreement} ${agreed.version} (${agreed.language})`],
    ...contacts.map(({ role, name, email, language }): [string, string] => [
      role,
      `${name === null ? "" : `${name}, `}${email} (${language})`,
    ]),
    ...assets.map((asset): [string, string] => ["asset", asset]),
    ...(asked.remarks === null ? [] : [["remarks", asked.remarks] as [string, string]]),
    ...(found.question === null ? [] : [["question", found.question] as [string, string]]),
    ...(found.answer === null ? [] : [["answer", found.answer] as [string, string]]),
    ...(found.decidedAt === null
      ? []
      : [["decided", `${toTime(found.decidedAt)} by ${found.decidedBy}`] as [string, string]]),
    ...(found.organisation === null
      ? []
      : [["organisation", found.organisation] as [string, string]]),
    ...(found.reason === null ? [] : [["reason", found.reason] as [string, string]]),
  ];
}

type AcceptOptions = Json & {
  readonly as: string;
  readonly role: readonly OrganisationRole[];
  readonly reason?: string;
};

async function accept(
  { installation, terminal }: CommandLine,
  id: string,
  { as, role, reason, json }: AcceptOptions,
): Promise<void> {
  const { acceptRegistration } = await import("../actions/accept-registration.ts");
  const context = await installation.open();
  const organisation = as as OrganisationId;
  const input = {
    actor: installation.actor,
    id,
    organisation,
    roles: role,
    reason: reason ?? null,
  };
  const accepted = await acceptRegistration({ context, input });
  if (json) return void (await terminal.write(`${JSON.stringify(accepted)}\n`));
  const { token, claims } = accepted;
  await terminal.write(
    toPairs([
      ["organisation", accepted.organisation],
      ["token", `${token.token} (until ${toTime(token.expiresAt)})`],
      ...claims.map((claim): [string, string] => [
        "claim",
        "problem" in claim
          ? `${claim.object}: ${claim.problem}`
          : `${claim.object} by ${claim.method}: ${claim.record ?? "a code was mailed"}`,
      ]),
    ]),
  );
  terminal.note("The token and what claims are proved by are not shown again.");
}
