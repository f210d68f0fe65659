import { createHash } from "node:crypto";
import type { Mailbox, MailboxEntry, OpenMailbox } from "../domain/incoming/mailbox.ts";
import {
  type ArrivedMail,
  mostMailBytes,
  type ReceivedMailId,
} from "../domain/incoming/received-mail.ts";
import { runReceive } from "../pipeline/run-listen.ts";
import type { Log } from "../platform/log.ts";
import { newUuid } from "../platform/uuid.ts";
import { leaseMailbox, returnMailbox, saveMailboxPosition } from "../store/mailbox-positions.ts";
import { saveTooLarge } from "../store/received-mails.ts";

export type PollMailboxContext = Parameters<typeof runReceive>[0] & {
  readonly log: Log;
  readonly mailbox: Mailbox;
  /** What is left of the envelope in the head of a mail. */
  readonly readHeadEnvelope: (bytes: Uint8Array) => Pick<ArrivedMail, "sender" | "recipients">;
};

/** What a look into the mailbox came to; `busy`: another process is at it. */
export type PolledMailbox =
  | { readonly outcome: "busy" }
  | {
      readonly outcome: "polled";
      readonly taken: number;
      readonly known: number;
      readonly tooLarge: number;
    };

const leaseMs = 10 * 60_000;
const atOnce = 50;

/**
 * Takes in what lies in the mailbox behind the place where the last look ended. Each mail is kept, then put away, then the
 * place is written down: killed in between, the next look finds it again and knows it. When the server numbers anew
 * (UIDVALIDITY), everything is looked at again, and what was taken in is known by what it says.
 */
export async function pollMailbox({
  context,
}: {
  readonly context: PollMailboxContext;
}): Promise<PolledMailbox> {
  const { sql, clock, mailbox } = context;
  const worker = newUuid();
  const now = clock();
  const until = new Date(now.getTime() + leaseMs);
  const position = await leaseMailbox(sql, mailbox.name, { worker, now, until });
  if (position === null) return { outcome: "busy" };
  let failure: string | null = "it was not read to the end";
  try {
    const counts = await mailbox.open(async (open) => {
      const isSame = position.uidValidity === open.uidValidity;
      return takeAll(context, worker, open, isSame ? position.lastUid : 0);
    });
    failure = null;
    return { outcome: "polled", ...counts };
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    await returnMailbox(sql, mailbox.name, worker, { at: clock(), failure });
  }
}

async function takeAll(
  context: PollMailboxContext,
  worker: string,
  open: OpenMailbox,
  from: number,
): Promise<{ taken: number; known: number; tooLarge: number }> {
  const { sql, clock, mailbox } = context;
  const counts = { taken: 0, known: 0, tooLarge: 0 };
  let lastUid = from;
  for (;;) {
    const entries = await open.list(lastUid, atOnce);
    if (entries.length === 0) return counts;
    for (const entry of entries) {
      const outcome = await takeOne(context, open, entry);
      if (outcome !== "gone") {
        counts[outcome] += 1;
        await open.putAway(entry.uid);
      }
      lastUid = entry.uid;
      const until = new Date(clock().getTime() + leaseMs);
      const { uidValidity } = open;
      if (!(await saveMailboxPosition(sql, mailbox.name, worker, { uidValidity, lastUid, until })))
        return counts;
    }
  }
}

async function takeOne(
  context: PollMailboxContext,
  open: OpenMailbox,
  { uid, bytes: size }: MailboxEntry,
): Promise<"taken" | "known" | "tooLarge" | "gone"> {
  const { sql, clock, log, mailbox } = context;
  if (size > mostMailBytes) {
    const receivedAt = clock();
    const id = newUuid(receivedAt.getTime()) as ReceivedMailId;
    const digest = createHash("sha256")
      .update(`${mailbox.name} ${open.uidValidity} ${uid}`)
      .digest();
    await saveTooLarge(sql, { id, digest, via: "imap", receivedAt, bytes: size });
    log.warn({ uid, bytes: size }, "a mail is too large to be taken in");
    return "tooLarge";
  }
  const bytes = await open.read(uid);
  if (bytes === null) return "gone";
  const isNew = await runReceive(context, {
    via: "imap",
    bytes,
    ...context.readHeadEnvelope(bytes),
  });
  return isNew ? "taken" : "known";
}
