import { Option } from "commander";
import type { ChangedOrganisation } from "../actions/change-organisation.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { FieldChanges } from "../domain/organisation/entry-change.ts";
import { type AddCommand, addExamples, type CommandLine, jsonOption } from "./command.ts";
import { addOrganisationKeys } from "./organisation-key.ts";
import { readFragment } from "./read-fragment.ts";
import { readEmail, readSlug } from "./read-option.ts";
import { toPairs, toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };

export const addOrganisation: AddCommand = (program, line) => {
  const organisation = program
    .command("organisation")
    .description("what organisations say of themselves in the register");
  const shown = organisation
    .command("show")
    .description("its entry, its contacts, what it asked to change")
    .argument("<id>", "of the organisation", readSlug)
    .addOption(jsonOption())
    .action((id: string, { json }: Json) => show(line, id as OrganisationId, json === true));
  addExamples(shown, ["meldpunt organisation show uni-x"]);
  addOrganisationKeys(organisation, line);
  const unconfirmed = organisation
    .command("unconfirmed")
    .description("contacts that were asked in vain, twice or more, whether somebody reads there")
    .addOption(jsonOption("print one JSON object a line"))
    .action(({ json }: Json) => showUnconfirmed(line, json === true));
  addExamples(unconfirmed, ["meldpunt organisation unconfirmed"]);
  const changed = organisation
    .command("change")
    .description("change its entry: tried first, with a brake; all its contacts are told")
    .argument("<id>", "of the organisation", readSlug)
    .argument("<file>", "keys of the world file with their new values (YAML or JSON)")
    .option("--dry-run", "show what it would do, and change nothing")
    .option("--force", "go on where the brake holds")
    .option("--reason <text>", "why, for the record")
    .addOption(jsonOption())
    .action((id: string, file: string, options: ChangeOptions) =>
      change(line, id as OrganisationId, file, options),
    );
  addExamples(changed, [
    "meldpunt organisation change uni-x change.yaml --dry-run",
    "meldpunt organisation change uni-x change.yaml --reason 'asked by telephone, called back'",
  ]);
  const decided = organisation
    .command("decide")
    .description("decide about the change that it asked for and that waits")
    .argument("<id>", "of the organisation", readSlug)
    .addOption(new Option("--accept").conflicts(["decline", "withdraw"]))
    .addOption(new Option("--decline").conflicts(["accept", "withdraw"]))
    .addOption(new Option("--withdraw", "by its own word").conflicts(["accept", "decline"]))
    .option("--reason <text>", "why, for the record; needed to decline")
    .action(async (id: string, options: DecideOptions) => {
      const state = toState(options);
      if (state === null) return decided.error("error: say --accept, --decline or --withdraw");
      const { settleOrganisationChange } = await import("../actions/settle-organisation-change.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      const reason = options.reason ?? null;
      const input = { actor, organisation: id as OrganisationId, state, reason };
      await settleOrganisationChange({ context, input });
      await line.terminal.write(`The change of ${id} is ${state}.\n`);
    });
  addExamples(decided, ["meldpunt organisation decide uni-x --accept"]);
  for (const suspended of [true, false]) {
    const command = organisation
      .command(suspended ? "suspend" : "resume")
      .description(
        suspended ? "take its good standing away: nothing of it is effective" : "give it back",
      )
      .argument("<id>", "of the organisation", readSlug)
      .requiredOption("--reason <text>", "why, for the record")
      .action(async (id: string, { reason }: { readonly reason: string }) => {
        const { suspendOrganisation } = await import("../actions/suspend-organisation.ts");
        const context = await line.installation.open();
        const { actor } = line.installation;
        const input = { actor, organisation: id as OrganisationId, suspended, reason };
        await suspendOrganisation({ context, input });
        await line.terminal.write(`${id} is ${suspended ? "" : "not "}suspended.\n`);
      });
    addExamples(command, [
      `meldpunt organisation ${suspended ? "suspend" : "resume"} uni-x --reason 'account taken over'`,
    ]);
  }
  const coded = organisation
    .command("code")
    .description("mail a code to the address of a contact, once a day at most")
    .argument("<id>", "of the organisation", readSlug)
    .argument("<address>", "of a contact", readEmail)
    .action(async (id: string, address: EmailAddress) => {
      const { mailContactCode } = await import("../actions/mail-contact-code.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      const input = { actor, organisation: id as OrganisationId, address };
      await mailContactCode({ context, input });
      await line.terminal.write(`A code goes to ${address}.\n`);
    });
  addExamples(coded, ["meldpunt organisation code uni-x cert@uni-x.example"]);
  const confirmed = organisation
    .command("confirm")
    .description("type the code that was mailed to the address of a contact")
    .argument("<id>", "of the organisation", readSlug)
    .argument("<address>", "to which it was mailed", readEmail)
    .argument("<code>", "as it stands in the mail")
    .action(async (id: string, address: EmailAddress, code: string) => {
      const { confirmContact } = await import("../actions/confirm-contact.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      const input = { actor, organisation: id as OrganisationId, address, code };
      await confirmContact({ context, input });
      await line.terminal.write(`${address} is confirmed.\n`);
    });
  addExamples(confirmed, [
    "meldpunt organisation confirm uni-x cert@uni-x.example abcdefghijklmnopqrstuvwxya",
  ]);
};

async function showUnconfirmed(
  { installation, terminal }: CommandLine,
  isJson: boolean,
): Promise<void> {
  const { listUnconfirmed } = await import("../actions/list-unconfirmed.ts");
  const { sql } = await installation.open();
  const contacts = await listUnconfirmed({
    context: { sql },
    input: { actor: installation.actor },
  });
  if (isJson) {
    const lines = contacts.map((contact) => `${JSON.stringify(contact)}\n`);
    return void (await terminal.write(lines.join("")));
  }
  if (contacts.length === 0) return void (await terminal.write("Somebody reads everywhere.\n"));
  const titles = ["organisation", "address", "confirmed", "asked in vain"];
  await terminal.write(
    toTable(
      titles.map((title) => ({ title })),
      contacts.map(({ organisation, address, confirmedAt, reminders }) => [
        organisation,
        address,
        confirmedAt === null ? "never" : toTime(confirmedAt),
        String(reminders),
      ]),
    ),
  );
}

type DecideOptions = {
  readonly accept?: true;
  readonly decline?: true;
  readonly withdraw?: true;
  readonly reason?: string;
};

function toState({
  accept,
  decline,
  withdraw,
}: DecideOptions): "accepted" | "declined" | "withdrawn" | null {
  if (accept) return "accepted";
  if (decline) return "declined";
  return withdraw ? "withdrawn" : null;
}

async function show(
  { installation, terminal }: CommandLine,
  id: OrganisationId,
  isJson: boolean,
): Promise<void> {
  const { showOrganisation } = await import("../actions/show-organisation.ts");
  const context = await installation.open();
  const input = { actor: installation.actor, organisation: id };
  const { entry, confirmations, changes } = await showOrganisation({ context, input });
  if (isJson) {
    return void (await terminal.write(`${JSON.stringify({ entry, confirmations, changes })}\n`));
  }
  await terminal.write(
    toPairs([
      ...Object.entries(entry).map(([name, value]): [string, string] => [name, toText(value)]),
      ...confirmations.map(({ address, confirmedAt }): [string, string] => [
        "address",
        `${address}: ${confirmedAt === null ? "not confirmed" : `confirmed ${toTime(confirmedAt)}`}`,
      ]),
      ...changes.map(({ askedAt, askedBy, state, fields }): [string, string] => [
        "change",
        `${toTime(askedAt)} by ${askedBy}: ${Object.keys(fields).join(", ")} (${state})`,
      ]),
    ]),
  );
}

type ChangeOptions = Json & {
  readonly dryRun?: true;
  readonly force?: true;
  readonly reason?: string;
};

async function change(
  { installation, terminal }: CommandLine,
  organisation: OrganisationId,
  file: string,
  { dryRun, force, reason, json }: ChangeOptions,
): Promise<void> {
  const fragment = await readFragment(file);
  const { changeOrganisation } = await import("../actions/change-organisation.ts");
  const context = await installation.open();
  const input = {
    actor: installation.actor,
    organisation,
    fragment,
    dryRun: dryRun === true,
    force: force === true,
    reason: reason ?? null,
  };
  const changed = await changeOrganisation({ context, input });
  await terminal.write(json ? `${JSON.stringify(changed)}\n` : toChangedText(changed));
}

function toChangedText({ outcome, fields, trial }: ChangedOrganisation): string {
  const pairs: [string, string][] = [["outcome", outcome], ...toFieldPairs(fields)];
  if (trial !== null) {
    const { coverage, decisions } = trial;
    pairs.push(
      ["addresses that go elsewhere", `${(coverage.changedShare * 100).toFixed(2)} %`],
      [
        "findings of the last days",
        `${decisions.moved} of ${decisions.findings} would go elsewhere`,
      ],
    );
  }
  return toPairs(pairs);
}

function toFieldPairs(fields: FieldChanges): [string, string][] {
  return Object.entries(fields).map(([name, { before, after }]) => [
    name,
    `${toText(before)} → ${toText(after)}`,
  ]);
}

/** What is not said is left out of an entry, or null. */
function toText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
