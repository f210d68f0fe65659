import type { OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Contact, Organisation } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { readWorld } from "../../store/worlds.ts";

/** An organisation and the contact of it with this address; throws `not-found`. */
export async function findContact(
  sql: Sql,
  id: OrganisationId,
  address: EmailAddress,
): Promise<{ readonly organisation: Organisation; readonly contact: Contact }> {
  const organisation = (await readWorld(sql)).organisations.find((known) => known.id === id);
  const contact = organisation?.contacts.find(({ email }) => email === address);
  if (organisation === undefined || contact === undefined) {
    throw new AppError("not-found", `${id} has no contact with that address.`, {
      remedy: "Add the contact first, or look at the spelling.",
    });
  }
  return { organisation, contact };
}
