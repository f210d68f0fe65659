import type { Command } from "commander";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { addExamples, type CommandLine, jsonOption } from "./command.ts";
import { readEmail, readSlug } from "./read-option.ts";
import { toTable, toTime } from "./table.ts";

type Json = { readonly json?: true };

/** Adds what is done with the keys of an organisation's contacts. */
export function addOrganisationKeys(organisation: Command, line: CommandLine): void {
  const key = organisation
    .command("key")
    .description("keys of its contacts, which mail to them is encrypted with");
  const given = key
    .command("give")
    .description("give a contact a key: a code goes there, encrypted with it")
    .argument("<id>", "of the organisation", readSlug)
    .argument("<address>", "of a contact", readEmail)
    .argument("<file>", "OpenPGP key in ASCII armor, or certificate in PEM")
    .option("--compared", "its fingerprint was compared by another way: it counts at once")
    .addOption(jsonOption())
    .action(
      (id: string, address: EmailAddress, file: string, options: Json & { compared?: true }) =>
        give(line, { id: id as OrganisationId, address, file }, options),
    );
  addExamples(given, [
    "meldpunt organisation key give surfcert cert@surfcert.example surfcert.asc",
    "meldpunt organisation key give uni-x security@uni-x.example cert.pem --compared",
  ]);
  const confirmed = key
    .command("confirm")
    .description("type the code that came encrypted")
    .argument("<id>", "of the organisation", readSlug)
    .argument("<address>", "of the contact", readEmail)
    .argument("<code>", "as it stands in the mail")
    .action(async (id: string, address: EmailAddress, code: string) => {
      const { typeContactKeyCode } = await import("../actions/type-contact-key-code.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      const input = { actor, organisation: id as OrganisationId, address, code };
      await typeContactKeyCode({ context, input });
      await line.terminal.write(`Mail to ${address} is encrypted from now on.\n`);
    });
  addExamples(confirmed, [
    "meldpunt organisation key confirm uni-x cert@uni-x.example abcdefghijklmnopqrstuvwxya",
  ]);
  const withdrawn = key
    .command("withdraw")
    .description("end the key of a contact: what is shown to it is reduced again")
    .argument("<id>", "of the organisation", readSlug)
    .argument("<address>", "of the contact", readEmail)
    .action(async (id: string, address: EmailAddress) => {
      const { withdrawContactKey } = await import("../actions/withdraw-contact-key.ts");
      const context = await line.installation.open();
      const { actor } = line.installation;
      const input = { actor, organisation: id as OrganisationId, address };
      await withdrawContactKey({ context, input });
      await line.terminal.write(`Mail to ${address} is not encrypted any more, and reduced.\n`);
    });
  addExamples(withdrawn, ["meldpunt organisation key withdraw uni-x cert@uni-x.example"]);
  const listed = key
    .command("list")
    .description("keys of its contacts, ended ones too")
    .argument("<id>", "of the organisation", readSlug)
    .addOption(jsonOption("print one JSON object a line"))
    .action((id: string, { json }: Json) => list(line, id as OrganisationId, json === true));
  addExamples(listed, ["meldpunt organisation key list surfcert"]);
}

async function give(
  { installation, terminal }: CommandLine,
  {
    id,
    address,
    file,
  }: { readonly id: OrganisationId; readonly address: EmailAddress; readonly file: string },
  { json, compared }: Json & { readonly compared?: true },
): Promise<void> {
  const { giveContactKey } = await import("../actions/give-contact-key.ts");
  const { readKeyFile } = await import("./report-file.ts");
  const text = await readKeyFile(file);
  const context = await installation.open();
  const { actor } = installation;
  const input = { actor, organisation: id, address, text, compared: compared === true };
  const key = await giveContactKey({ context, input });
  if (json) return void (await terminal.write(`${JSON.stringify(key)}\n`));
  const until = key.expiresAt === null ? "" : `, until ${toTime(key.expiresAt)}`;
  await terminal.write(
    key.counts
      ? `${key.kind} ${key.fingerprint}${until}: mail to ${address} is encrypted with it.\n`
      : `${key.kind} ${key.fingerprint}${until}: a code goes to ${address}, encrypted with it.\n`,
  );
}

async function list(
  { installation, terminal }: CommandLine,
  organisation: OrganisationId,
  isJson: boolean,
): Promise<void> {
  const { showContactKeys } = await import("../actions/show-contact-keys.ts");
  const context = await installation.open();
  const keys = await showContactKeys({
    context,
    input: { actor: installation.actor, organisation },
  });
  if (isJson) {
    return void (await terminal.write(keys.map((key) => `${JSON.stringify(key)}\n`).join("")));
  }
  if (keys.length === 0) {
    return void (await terminal.write(
      "No contact of it has a key: its mail is reduced to tier 1.\n",
    ));
  }
  await terminal.write(
    toTable(
      [
        { title: "address" },
        { title: "kind" },
        { title: "fingerprint" },
        { title: "state" },
        { title: "until" },
      ],
      keys.map(({ address, kind, fingerprint, state, expiresAt }) => [
        address,
        kind,
        fingerprint,
        state,
        expiresAt === null ? "" : toTime(expiresAt),
      ]),
    ),
  );
}
