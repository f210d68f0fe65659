import { Readable } from "node:stream";
import { createTransport } from "nodemailer";
import type { MailTransport, OutgoingMail } from "../../domain/notification/mail-transport.ts";
import { type AttemptResult, findSmtpReply } from "../../domain/notification/reply-class.ts";
import { readPostfixLog } from "./postfix-log.ts";
import { toReturnPath } from "./return-path.ts";

export type SmtpSettings = {
  /** `smtp://` or `smtps://`, with user and password where the server wants them, `?requireTLS=true` to insist. */
  readonly url: string;
  readonly returnPathDomain: string;
  /** Signs return paths. */
  readonly returnPathKey: Buffer;
  /** The log of that server, a Postfix, which tells what it has taken; without it that cannot be known. */
  readonly logPath?: string | null;
  readonly connections?: number;
  readonly timeoutMs?: number;
};

const pieceBytes = 16_384;

/**
 * A pool of connections to a mail server.
 *
 * The library never repeats a message by itself (`maxRequeues: 0`): whether one may have arrived already, only the
 * outbox knows. Nothing is read from files or fetched for a message.
 */
export function openSmtpTransport(settings: SmtpSettings): MailTransport {
  const connections = settings.connections ?? 20;
  const timeoutMs = settings.timeoutMs ?? 60_000;
  const contents = new Map<string, Readable>();
  const pool = createTransport({
    pool: true,
    url: settings.url,
    maxConnections: connections,
    maxMessages: 1000,
    maxRequeues: 0,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    // RFC 5321 section 4.5.3.2.6 asks for ten minutes after the final dot.
    socketTimeout: settings.timeoutMs ?? 600_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The bytes were composed before: they take the place of what the library would compose, and are read only when the
  // server asks for them (a `raw` message is read before the connection is even asked).
  pool.use("stream", (mail, done) => {
    const content = contents.get(mail.data.dsn?.id ?? "");
    if (content !== undefined) mail.message.createReadStream = () => content;
    done();
  });
  return {
    concurrency: connections,
    send: async (mail, beforeContent) => {
      const content = openContent(mail.bytes, beforeContent);
      contents.set(mail.deliveryId, content.stream);
      try {
        const info = await pool.sendMail(toMessage(settings, mail));
        return {
          reply: findSmtpReply(info.response),
          command: "data",
          libraryCode: null,
          contentSent: true,
        };
      } catch (error) {
        const failure = content.failure();
        if (failure !== null) throw failure.error;
        return toResult(error, content.stream.readableEnded);
      } finally {
        contents.delete(mail.deliveryId);
      }
    },
    findAccepted: async (messageIds) =>
      settings.logPath ? findInPostfixLog(settings.logPath, messageIds) : new Map(),
    close: async () => pool.close(),
  };
}

/** What the log settles; what it is silent about is left out. */
async function findInPostfixLog(
  path: string,
  messageIds: readonly string[],
): Promise<Map<string, boolean>> {
  const verdicts = await readPostfixLog(path, messageIds);
  return new Map(
    [...verdicts].flatMap(([id, verdict]) =>
      verdict === "silent" ? [] : [[id, verdict === "taken"]],
    ),
  );
}

/** The envelope with its return path, and the request for notes about failures and delays (RFC 3461). */
function toMessage(settings: SmtpSettings, mail: OutgoingMail) {
  return {
    envelope: {
      from: toReturnPath(settings.returnPathKey, mail.deliveryId, settings.returnPathDomain),
      to: [mail.to],
    },
    // Takes the place of a message that the library would compose for nothing.
    raw: "\r\n",
    dsn: {
      id: mail.deliveryId,
      return: "headers" as const,
      notify: ["failure" as const, "delay" as const],
      recipient: `rfc822;${mail.to}`,
    },
  };
}

/**
 * The message as a stream that is read only when the server is ready for it, and that knows whether all of it has gone
 * on its way: as long as it has not, no final dot was sent and no server may take the message.
 */
function openContent(
  bytes: Uint8Array,
  beforeContent: () => Promise<void>,
): { readonly stream: Readable; failure(): { readonly error: unknown } | null } {
  let failure: { readonly error: unknown } | null = null;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      await beforeContent();
    } catch (error) {
      failure = { error };
      throw error;
    }
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const stream = Readable.from(pieces(), { objectMode: false, highWaterMark: pieceBytes });
  // Where a kept connection ends before a byte was read, the library would try another one and forget what the server
  // said (`421 4.7.0 Too fast`): what it cannot know it leaves to us.
  Object.defineProperty(stream, "readableDidRead", { value: undefined });
  return { stream, failure: () => failure };
}

type LibraryError = {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly message?: unknown;
};

function toResult(error: unknown, contentSent: boolean): AttemptResult {
  const { code, command, response } = (error ?? {}) as LibraryError;
  const reply = typeof response === "string" ? findSmtpReply(response) : null;
  return {
    reply,
    command: toCommand(command, reply !== null, contentSent),
    libraryCode: typeof code === "string" ? code : null,
    contentSent,
  };
}

function toCommand(
  command: unknown,
  answered: boolean,
  contentSent: boolean,
): AttemptResult["command"] {
  if (!answered) return contentSent ? "data" : "connect";
  const text = typeof command === "string" ? command : "";
  if (text.startsWith("AUTH")) return "auth";
  if (text === "MAIL FROM") return "mail";
  if (text === "RCPT TO") return "rcpt";
  return text === "DATA" ? "data" : "connect";
}
