import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import type { TellOperators } from "../domain/feed/tell-operators.ts";
import { type SilenceSignal, silenceLimits } from "../domain/follow-up/silence.ts";
import type { Instance } from "../domain/instance.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { noticesTo } from "../domain/notice/notices-to.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { queueNotices } from "../store/notices.ts";
import { forgetSilenceTold, lockSilence, replaceSilence } from "../store/silence-signals.ts";
import { listSilentIntermediaries, listSilentRecipients } from "../store/views/silence-list.ts";

export type WatchSilenceContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly instance: Instance;
  readonly readBasis: ReadBasis;
  readonly tellOperators: TellOperators;
};

/** The same silence is told once in thirty days. */
const repeatMs = 30 * 86_400_000;

/**
 * Finds who never reacts, tells operators those that they were not told of within thirty days, in one mail, and tells an
 * organisation whose address is silent at its other addresses. Feeds have a watch of their own. Answers the ones told.
 */
export async function watchSilence({
  context,
}: {
  readonly context: WatchSilenceContext;
}): Promise<readonly SilenceSignal[]> {
  const { sql, clock, tellOperators, instance } = context;
  const now = clock();
  const { world } = await context.readBasis();
  // Marked before the mail goes: of two processes one tells.
  const told = await transaction(sql, async (sql) => {
    await lockSilence(sql);
    const signals = [
      ...(await listSilentIntermediaries(sql, now, silenceLimits)),
      ...(await listSilentRecipients(sql, now, silenceLimits)),
    ];
    const marked = await replaceSilence(sql, signals, new Date(now.getTime() - repeatMs), now);
    const fresh = signals.filter(({ kind, about }) => marked.has(`${kind} ${about}`));
    await queueNotices(sql, toNotices(fresh, world.organisations, instance), {
      at: now,
      domain: instance.sender.returnPathDomain,
    });
    return fresh;
  });
  if (told.length === 0) return told;
  try {
    await tellOperators(toMessage(told));
  } catch (error) {
    await forgetSilenceTold(sql, now);
    throw error;
  }
  return told;
}

type Organisations = Awaited<ReturnType<ReadBasis>>["world"]["organisations"];

/** To the other addresses of an organisation: that at this one nobody reacts. */
function toNotices(
  signals: readonly SilenceSignal[],
  organisations: Organisations,
  instance: Instance,
): Notice[] {
  return signals.flatMap(({ kind, about, organisation: id, since, count }) => {
    const organisation = organisations.find((known) => known.id === id);
    if (kind !== "recipient" || organisation === undefined) return [];
    const contacts = organisation.contacts.filter(({ email }) => email !== about);
    const data = { organisation: organisation.name, address: about, mails: String(count) };
    const once = `silence ${about} ${since.toISOString().slice(0, 10)}`;
    const notice = { kind: "contact-silent", once, data } as const;
    return noticesTo({ id: organisation.id, contacts }, notice, instance.languages[0]);
  });
}

function toMessage(signals: readonly SilenceSignal[]): Parameters<TellOperators>[0] {
  const lines = signals.map(({ kind, about, since, count }) => {
    return `${kind} ${about}: ${count} mails since ${since.toISOString().slice(0, 10)} and no reaction\n`;
  });
  return {
    subject: `Nobody reacts: ${signals.length} recipients or intermediaries`,
    text: `${lines.join("")}\nmeldpunt silence lists them; docs/operations/silence.md says what to do about each.\n`,
  };
}
