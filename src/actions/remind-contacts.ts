import { clockActor } from "../domain/access/actor.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { noticesTo } from "../domain/notice/notices-to.ts";
import { confirmEveryMs, remindEveryMs } from "../domain/registration/contact-confirmation.ts";
import type { Organisation } from "../domain/world/world.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import {
  type DueConfirmation,
  deleteConfirmations,
  takeDueConfirmations,
} from "../store/contact-confirmations.ts";
import { queueNotices } from "../store/notices.ts";
import { readWorld } from "../store/worlds.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { askForCodes } from "./organisations/ask-for-codes.ts";

const atOnce = 100;

/**
 * Asks every 90 days whether somebody still reads at the address of a contact: a code goes there, at most once in 30
 * days, and from the second time on the other contacts hear of it. Answers how many were asked.
 */
export async function remindContacts({
  context,
}: {
  readonly context: ClaimContext;
}): Promise<number> {
  let asked = 0;
  for (;;) {
    const of = await transaction(context.sql, (sql) => remindSome(sql, context));
    asked += of.asked;
    if (of.taken < atOnce) return asked;
  }
}

async function remindSome(
  sql: Sql,
  context: ClaimContext,
): Promise<{ readonly asked: number; readonly taken: number }> {
  const at = context.clock();
  const due = await takeDueConfirmations(sql, {
    confirmedBefore: new Date(at.getTime() - confirmEveryMs),
    remindedBefore: new Date(at.getTime() - remindEveryMs),
    at,
    limit: atOnce,
  });
  if (due.length === 0) return { asked: 0, taken: 0 };
  const { organisations } = await readWorld(sql);
  const known = new Map<string, Organisation>(organisations.map((known) => [known.id, known]));
  const isContact = ({ organisation, address }: DueConfirmation): boolean =>
    known.get(organisation)?.contacts.some(({ email }) => email === address) ?? false;
  await deleteConfirmations(
    sql,
    due.filter((entry) => !isContact(entry)),
  );
  const kept = due.filter(isContact);
  for (const [id, entries] of Map.groupBy(kept, ({ organisation }) => organisation)) {
    const organisation = known.get(id) as Organisation;
    await remindOne(sql, context, organisation, entries);
  }
  if (kept.length > 0) {
    await appendAudit(sql, {
      at,
      actor: clockActor,
      act: "register.ask",
      about: null,
      subject: null,
      detail: { contactsReminded: kept.length },
    });
  }
  return { asked: kept.length, taken: due.length };
}

async function remindOne(
  sql: Sql,
  context: ClaimContext,
  organisation: Organisation,
  due: readonly DueConfirmation[],
): Promise<void> {
  const { instance, clock } = context;
  const addresses = new Set(due.map(({ address }) => address));
  const contacts = organisation.contacts.filter(({ email }) => addresses.has(email));
  await askForCodes(sql, context, organisation, contacts, "contact-reminder");
  const notices: Notice[] = due
    .filter(({ reminders }) => reminders > 0)
    .flatMap(({ address }) => {
      const others = organisation.contacts.filter(({ email }) => email !== address);
      const data = { organisation: organisation.name, address };
      const notice = { kind: "contact-unconfirmed", once: null, data } as const;
      return noticesTo({ id: organisation.id, contacts: others }, notice, instance.languages[0]);
    });
  await queueNotices(sql, notices, { at: clock(), domain: instance.sender.returnPathDomain });
}
