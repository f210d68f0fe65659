import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { type AddCommand, addExamples } from "./command.ts";
import { readEmail, readSlug } from "./read-option.ts";

export const addOrganisation: AddCommand = (program, line) => {
  const organisation = program
    .command("organisation")
    .description("what organisations say of themselves in the register");
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
