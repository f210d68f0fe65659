import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";

/** What the log of a Postfix says of a message: taken, certainly not taken, or nothing that would settle it. */
export type LogVerdict = "taken" | "not-taken" | "silent";

/** What was read so far; the lines of one message may stand in any order. */
type Reading = {
  readonly wanted: ReadonlySet<string>;
  /** Message-ID by queue id, of the messages that are asked about. */
  readonly messages: Map<string, string>;
  /** The queue id that each smtpd works on, by its process. */
  readonly receiving: Map<string, string>;
  /** Messages that are or were in the queue. */
  readonly taken: Set<string>;
  /** Queue ids of connections that broke. */
  readonly broken: Set<string>;
};

const line = /\bpostfix[\w/-]*\/(\w+)\[(\d+)\]: (.*)$/;
const queueId = /^([0-9A-Za-z]{6,}): /;
const messageIdLine = /^([0-9A-Za-z]{6,}): message-id=(<[^>\s]{1,990}>)/;

/**
 * Looks up which of these messages a Postfix has taken, in its log and in the one before it (`<path>.1`).
 *
 * Its cleanup writes the Message-ID as soon as the header is in, its queue manager only what was taken for good: so a
 * message in the queue has arrived, and one whose connection is logged as lost without ever being queued has not. Where
 * the log says neither, nothing is concluded: it may have been cut, or be another server's.
 *
 * @param messageIds with their angle brackets
 */
export async function readPostfixLog(
  path: string,
  messageIds: readonly string[],
): Promise<Map<string, LogVerdict>> {
  const reading: Reading = {
    wanted: new Set(messageIds),
    messages: new Map(),
    receiving: new Map(),
    taken: new Set(),
    broken: new Set(),
  };
  for (const file of [`${path}.1`, path]) {
    if (!existsSync(file)) continue;
    const lines = createInterface({ input: createReadStream(file, "latin1"), crlfDelay: Infinity });
    for await (const text of lines) noteLine(reading, text);
  }
  const lost = new Set(
    [...reading.messages].flatMap(([id, m]) => (reading.broken.has(id) ? m : [])),
  );
  return new Map(
    messageIds.map((id) => {
      if (reading.taken.has(id)) return [id, "taken"];
      return [id, lost.has(id) ? "not-taken" : "silent"];
    }),
  );
}

function noteLine({ wanted, messages, receiving, taken, broken }: Reading, text: string): void {
  const [, daemon = "", process = "", said = ""] = line.exec(text) ?? [];
  const [, id = ""] = queueId.exec(said) ?? [];
  if (daemon === "cleanup") {
    const [, queue, messageId] = messageIdLine.exec(said) ?? [];
    if (queue !== undefined && messageId !== undefined && wanted.has(messageId))
      messages.set(queue, messageId);
  } else if (daemon === "qmgr") {
    const messageId = messages.get(id);
    if (messageId !== undefined && said.includes(": from=")) taken.add(messageId);
  } else if (daemon === "smtpd") {
    if (said.includes(": client=")) receiving.set(process, id);
    if (said.startsWith("lost connection after ") || said.startsWith("timeout after "))
      broken.add(receiving.get(process) ?? "");
  }
}
