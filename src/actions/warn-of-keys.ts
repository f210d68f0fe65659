import type { Instance } from "../domain/instance.ts";
import { stateOfOwnKey, warningDays, warningOf } from "../domain/keys/own-key.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { noticesTo } from "../domain/notice/notices-to.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import { takeEndingContactKeys } from "../store/contact-keys.ts";
import { queueNotices } from "../store/notices.ts";
import { listOwnKeys } from "../store/views/own-key-list.ts";
import { readWorld } from "../store/worlds.ts";

export type WarnContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  readonly instance: Pick<Instance, "contact" | "sender" | "languages">;
};

/**
 * Tells operators of keys of the installation that end within 60, 30 and 7 days or have ended, and organisations of keys
 * of their contacts; of each step once. Answers how many notices were queued.
 */
export async function warnOfKeys({ context }: { readonly context: WarnContext }): Promise<number> {
  const { sql, instance, clock } = context;
  const at = clock();
  const domain = instance.sender.returnPathDomain;
  return transaction(sql, async (sql) => {
    const notices = [...(await warnOperators(sql, context)), ...(await warnContacts(sql, context))];
    await queueNotices(sql, notices, { at, domain });
    return notices.length;
  });
}

/** From here on the log says it each time, too. */
const lastDays = 7;

/** A key that another one of its kind outlasts is let go quietly. */
async function warnOperators(sql: Sql, { clock, log, instance }: WarnContext): Promise<Notice[]> {
  const at = clock();
  const keys = (await listOwnKeys(sql)).filter((key) => stateOfOwnKey(key, at) !== "retired");
  return keys.flatMap((key): Notice[] => {
    const days = warningOf(key.expiresAt, at);
    const isOutlasted = keys.some(
      ({ kind, expiresAt }) =>
        kind === key.kind && (expiresAt === null || warningOf(expiresAt, at) === null),
    );
    if (days === null || key.expiresAt === null || isOutlasted) return [];
    if (days <= lastDays) {
      log.warn({ key: key.name, kind: key.kind, expiresAt: key.expiresAt }, "a key of ours ends");
    }
    return [
      {
        kind: "own-key-ending",
        once: `own-key-ending ${key.id} ${days}`,
        organisation: null,
        address: instance.contact.email,
        language: instance.languages[0],
        data: { key: `${key.kind} ${key.name}`, until: key.expiresAt.toISOString() },
      },
    ];
  });
}

async function warnContacts(sql: Sql, { clock, instance }: WarnContext): Promise<Notice[]> {
  const ending = await takeEndingContactKeys(sql, warningDays, clock());
  if (ending.length === 0) return [];
  const { organisations } = await readWorld(sql);
  return ending.flatMap((key) => {
    const organisation = organisations.find(({ id }) => id === key.organisation);
    // Of whom nobody is contact any more, nobody is told.
    if (organisation?.contacts.some(({ email }) => email === key.address) !== true) return [];
    const data = {
      organisation: organisation.name,
      address: key.address,
      fingerprint: key.fingerprint,
      until: key.expiresAt?.toISOString() ?? "",
    };
    const once = `contact-key-ending ${key.id} ${key.days}`;
    const notice = { kind: "contact-key-ending", once, data } as const;
    return noticesTo(organisation, notice, instance.languages[0]);
  });
}
