import type { DeliveryId } from "../domain/ids.ts";
import type { ComposeNotice } from "../domain/notice/notice-composer.ts";
import type { MailTransport } from "../domain/notification/mail-transport.ts";
import { type AttemptResult, classifyAttempt } from "../domain/notification/reply-class.ts";
import { nextAttemptAt } from "../domain/notification/retry-schedule.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";
import { newUuid } from "../platform/uuid.ts";
import { saveAddressEvents } from "../store/address-states.ts";
import { findAskedKey } from "../store/contact-keys.ts";
import {
  beginNotice,
  endNotice,
  type LeasedNotice,
  leaseNotices,
  reclaimNotices,
  requeueNotice,
  takeUnknownNotices,
} from "../store/notices.ts";

export type NoticeContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  readonly transport: MailTransport;
  readonly composeNotice: ComposeNotice;
  /** Chance: so many bytes. */
  readonly random: (bytes: number) => Uint8Array;
};

/** How many notices came to what; `again`: they wait for another attempt. */
export type DeliveredNotices = Record<"sent" | "again" | "failed" | "unknown", number>;

const minuteMs = 60_000;
/** Longer than any server takes over a message, and renewed when its content goes out. */
const leaseMs = 15 * minuteMs;
/** When to ask again about what may have arrived. */
const askAgainMs = 60 * minuteMs;
/** When to try again what a server refused for who we are. */
const mistrustedMs = 5 * minuteMs;

/**
 * Sends the notices that are due, one after the other, until none is. Any number of processes may do this at once; no
 * transaction is open while a server is spoken to. What may have arrived is not sent again (ADR 7).
 */
export async function deliverNotices(context: NoticeContext): Promise<DeliveredNotices> {
  const { sql, clock, transport } = context;
  const counts: DeliveredNotices = { sent: 0, again: 0, failed: 0, unknown: 0 };
  const worker = newUuid();
  for (;;) {
    await settleDoubt(context);
    const now = clock();
    const until = new Date(now.getTime() + leaseMs);
    const limit = transport.concurrency * 4;
    const leased = await leaseNotices(sql, { worker, now, until, limit });
    if (leased.length === 0) return counts;
    for (const notice of leased) {
      const outcome = await deliver(context, worker, notice);
      if (outcome !== "taken-back") counts[outcome] += 1;
    }
  }
}

/** Finds out about notices whose worker died, or whose connection broke, as far as anybody can tell. */
async function settleDoubt({ sql, clock, transport, log }: NoticeContext): Promise<void> {
  const now = clock();
  await reclaimNotices(sql, now);
  const again = new Date(now.getTime() + askAgainMs);
  const doubtful = await takeUnknownNotices(sql, now, again);
  if (doubtful.length === 0) return;
  const accepted = await transport.findAccepted(doubtful.map(({ messageId }) => messageId));
  for (const { id, messageId } of doubtful) {
    const arrived = accepted.get(messageId);
    if (arrived === undefined) log.warn({ notice: id, messageId }, "a notice is in doubt");
    else if (arrived) await endNotice(sql, id, { state: "sent", at: now, reply: null, askAt: now });
    else await requeueNotice(sql, id, { at: now, reply: null });
  }
}

/** A lease that is not ours any more: nothing was sent. */
class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

async function deliver(
  context: NoticeContext,
  worker: string,
  notice: LeasedNotice,
): Promise<keyof DeliveredNotices | "taken-back"> {
  const { sql, clock, transport } = context;
  const key = notice.kind === "contact-key-code" ? await findKey(context, notice) : null;
  if (notice.kind === "contact-key-code" && key === null) {
    // Never as it is: what it is to show is that it can be opened.
    const reply = "the key was replaced or withdrawn before its code was sent";
    await endNotice(sql, notice.id, { state: "failed", at: clock(), reply, askAt: clock() });
    return "failed";
  }
  const bytes = await context.composeNotice(notice, key);
  // The return path names what came back; a notice has no other delivery.
  const mail = { deliveryId: notice.id as DeliveryId, to: notice.address, bytes };
  try {
    const result = await transport.send(mail, async () => {
      const now = clock();
      const until = new Date(now.getTime() + leaseMs);
      if (!(await beginNotice(sql, notice.id, { worker, now, until }))) throw new LeaseLost();
    });
    return await settle(context, notice, result);
  } catch (error) {
    if (error instanceof LeaseLost) return "taken-back";
    throw error;
  }
}

function findKey({ sql }: NoticeContext, { address, data }: LeasedNotice) {
  return findAskedKey(sql, address, data.fingerprint ?? "");
}

async function settle(
  context: NoticeContext,
  notice: LeasedNotice,
  result: AttemptResult,
): Promise<keyof DeliveredNotices> {
  const { sql, clock, log } = context;
  const { id, address } = notice;
  const at = clock();
  const reply = toReply(result);
  const end = (state: "sent" | "failed" | "unknown", askAt = at) =>
    endNotice(sql, id, { state, at, reply, askAt });
  const outcome = classifyAttempt(result);
  switch (outcome) {
    case "accepted":
      await end("sent");
      return "sent";
    case "unknown":
      await end("unknown", new Date(at.getTime() + minuteMs));
      return "unknown";
    case "authentication":
      log.fatal({ notice: id, reply }, "our mail is not trusted: notices wait");
      await requeueNotice(sql, id, { at: new Date(at.getTime() + mistrustedMs), reply });
      return "again";
    case "retry": {
      const jitter = (context.random(1)[0] ?? 0) / 255;
      const next = nextAttemptAt(notice.queuedAt, notice.attempts + 1, at, jitter);
      if (next === null) break;
      await requeueNotice(sql, id, { at: next, reply });
      return "again";
    }
    case "content":
    case "refused":
      log.error({ notice: id, reply }, "a notice was refused");
      break;
    case "address-dead":
      await transaction(sql, async (sql) => {
        const event = { address, since: at, reason: reply ?? "dead", deliveryId: null };
        await saveAddressEvents(sql, [{ ...event, state: "dead" }]);
        await endNotice(sql, id, { state: "failed", at, reply, askAt: at });
      });
      return "failed";
  }
  await end("failed");
  return "failed";
}

function toReply({ reply, libraryCode }: AttemptResult): string | null {
  return reply === null
    ? libraryCode
    : `${reply.code} ${reply.enhanced ?? ""} ${reply.text}`.slice(0, 300);
}
