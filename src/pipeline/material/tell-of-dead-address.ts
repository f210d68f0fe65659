import type { Instance } from "../../domain/instance.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import { noticesTo } from "../../domain/notice/notices-to.ts";
import type { World } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { listDeadOf } from "../../store/address-states.ts";
import { queueNotices } from "../../store/notices.ts";

/**
 * Tells the organisations whose contact an address is that it takes no mail, at their other contacts; once a day. Answers
 * how many notices. To be called in the transaction in which the address died.
 */
export async function tellOfDeadAddress(
  sql: Sql,
  {
    instance,
    world,
    at,
  }: { readonly instance: Instance; readonly world: World; readonly at: Date },
  address: EmailAddress,
): Promise<number> {
  const concerned = world.organisations.filter(({ contacts }) =>
    contacts.some(({ email }) => email === address),
  );
  const others = concerned.flatMap(({ contacts }) => contacts.map(({ email }) => email));
  const dead = await listDeadOf(sql, others);
  const day = at.toISOString().slice(0, 10);
  const notices = concerned.flatMap((organisation) => {
    const contacts = organisation.contacts.filter(
      ({ email }) => email !== address && !dead.has(email),
    );
    const once = `dead-contact ${organisation.id} ${address} ${day}`;
    const data = { organisation: organisation.name, address };
    return noticesTo(
      { id: organisation.id, contacts },
      { kind: "contact-bounces", once, data },
      instance.languages[0],
    );
  });
  await queueNotices(sql, notices, { at, domain: instance.sender.returnPathDomain });
  return notices.length;
}
