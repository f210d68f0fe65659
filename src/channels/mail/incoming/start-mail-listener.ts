import { mkdir, open, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { ReadOwnAddress } from "../../../domain/incoming/own-address.ts";
import { type ArrivedMail, mostMailBytes } from "../../../domain/incoming/received-mail.ts";
import { findEmailAddress } from "../../../domain/network/email-address.ts";
import type { Clock } from "../../../platform/clock.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Log } from "../../../platform/log.ts";
import { makeTurns } from "../../../platform/take-turns.ts";
import { newUuid } from "../../../platform/uuid.ts";
import { makeRateWindow } from "./rate-window.ts";

export type MailListenerSettings = {
  /** `lmtp://` or `smtp://`, host and port. */
  readonly url: string;
  /** Where mail lies while it comes in. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly readAddress: ReadOwnAddress;
  /** Keeps a mail for good: only then is it said to be taken. */
  readonly receive: (mail: ArrivedMail) => Promise<unknown>;
  readonly mostBytes?: number;
  /** Mails of one client in a minute; the server in front of LMTP is one client. */
  readonly mostAMinute?: number;
};

export type MailListener = {
  readonly port: number;
  /** Bytes of mail content that were written down since it was started. */
  readonly storedBytes: () => number;
  close(): Promise<void>;
};

const mostClients = 50;
const mostRecipients = 20;
/** Mails that are in memory at once; each is there several times over while it is kept. */
const mostInMemory = 4;

/**
 * Takes mail for our own addresses over LMTP (RFC 2033) or SMTP, and for nobody else's: no relaying, no logins. Content
 * goes into a file as it comes and no further than the cap; what is larger is refused, at once where its size is
 * announced, by hanging up where it goes on for twice as long.
 */
export async function startMailListener(settings: MailListenerSettings): Promise<MailListener> {
  const { clock, log, readAddress, mostBytes = mostMailBytes } = settings;
  const { protocol, hostname, port } = new URL(settings.url);
  const isLmtp = protocol === "lmtp:";
  const via = isLmtp ? "lmtp" : "smtp";
  const mayGoOn = makeRateWindow(settings.mostAMinute ?? (isLmtp ? 1200 : 60));
  const stored = { bytes: 0 };
  const takeTurn = makeTurns(mostInMemory);
  const underWay = new Set<Promise<void>>();
  await mkdir(settings.folder, { recursive: true, mode: 0o700 });
  const server = new SMTPServer({
    lmtp: isLmtp,
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    lenientAddressParsing: true,
    hideSMTPUTF8: true,
    hideENHANCEDSTATUSCODES: false,
    size: mostBytes,
    maxClients: mostClients,
    maxRecipients: mostRecipients,
    banner: "Meldpunt",
    logger: false,
    closeTimeout: 1000,
    onMailFrom(_address, session, callback) {
      if (mayGoOn(session.remoteAddress, clock())) return callback();
      callback(toReply(451, "4.7.1 Too much mail in a minute, try again later"));
    },
    onRcptTo({ address }, _session, callback) {
      const known = findEmailAddress(address);
      if (known !== null && readAddress(known) !== null) return callback();
      callback(toReply(550, "5.1.1 No such address here"));
    },
    onData(stream, session, callback) {
      const hangUp = (): void => {
        for (const connection of server.connections)
          if (connection.id === session.id) connection._socket.destroy();
      };
      const keep = async (path: string): Promise<void> => {
        const bytes = await readFile(path);
        await settings.receive({ via, bytes, ...toEnvelope(session) });
      };
      const taking = takeContent(settings.folder, stream, {
        ...{ mostBytes, stored, hangUp },
        keep: (path) => takeTurn(() => keep(path)),
      })
        .then((isKept) => {
          if (!isKept) throw toReply(552, "5.3.4 Message too big");
        })
        .then(
          () => callback(null, isLmtp ? session.envelope.rcptTo.map(() => taken) : taken),
          (error: Error) => {
            const isOurs = !("responseCode" in error);
            if (isOurs) log.error({ err: error }, "a mail cannot be kept; its sender tries again");
            callback(isOurs ? toReply(451, "4.3.0 Cannot be kept now, try again later") : error);
          },
        )
        .finally(() => underWay.delete(taking));
      underWay.add(taking);
    },
  });
  // A connection that breaks is its sender's concern.
  server.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", (error) => reject(toSettingsFailure(settings.url, error)));
    server.listen(Number(port), hostname.replace(/^\[|\]$/g, ""), resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    storedBytes: () => stored.bytes,
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(underWay);
    },
  };
}

const taken = "2.0.0 kept";

type Taking = {
  readonly mostBytes: number;
  readonly stored: { bytes: number };
  readonly hangUp: () => void;
  readonly keep: (path: string) => Promise<void>;
};

/** Keeps content, by way of a file, so that slow senders hold no memory; answers false when it is too large. */
async function takeContent(
  folder: string,
  stream: SMTPServerDataStream,
  { mostBytes, stored, hangUp, keep }: Taking,
): Promise<boolean> {
  const path = join(folder, `${newUuid()}.part`);
  const file = await open(path, "wx", 0o600);
  try {
    let seen = 0;
    for await (const chunk of stream) {
      const bytes = chunk as Buffer;
      seen += bytes.length;
      if (seen > 2 * mostBytes) {
        hangUp();
        return false;
      }
      if (seen > mostBytes) continue;
      stored.bytes += bytes.length;
      await file.write(bytes);
    }
    if (seen > mostBytes) return false;
    await keep(path);
    return true;
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

function toEnvelope({ envelope }: SMTPServerSession): Pick<ArrivedMail, "sender" | "recipients"> {
  const { mailFrom, rcptTo } = envelope;
  const sender = mailFrom === false ? "" : mailFrom.address;
  return {
    sender: sender === "" ? null : sender,
    recipients: rcptTo.map(({ address }) => address),
  };
}

function toSettingsFailure(url: string, error: Error): AppError {
  const code = "code" in error ? String(error.code) : error.message;
  return new AppError("settings-invalid", `Mail cannot be taken at ${url}: ${code}.`, {
    remedy:
      "Set MAIL_LISTEN_URL for one process of a machine only, to an address and port of it that are free.",
    cause: error,
  });
}

function toReply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
