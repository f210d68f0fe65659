import { ImapFlow } from "imapflow";
import type { Mailbox, MailboxEntry, OpenMailbox } from "../../../domain/incoming/mailbox.ts";
import { mostMailBytes } from "../../../domain/incoming/received-mail.ts";
import { AppError } from "../../../platform/errors.ts";

const timeoutMs = 60_000;

/**
 * A mailbox at an IMAP server: `imaps://user:password@host/Folder`, or `imap://` with STARTTLS, without which no password
 * is sent but to this very machine. `?move=Folder` moves what was taken in there, made where it is missing; else it is
 * marked as read. A certificate that cannot be checked is refused; `tls` names another authority to trust, or another name
 * to ask for.
 */
export function openImapMailbox(
  url: string,
  tls: { readonly ca?: string; readonly servername?: string } = {},
): Mailbox {
  const { hostname, port, protocol, username, password, pathname, searchParams } = new URL(url);
  const folder = decodeURIComponent(pathname.slice(1)) || "INBOX";
  const moveTo = searchParams.get("move");
  const isSecure = protocol === "imaps:";
  const name = `${decodeURIComponent(username)}@${hostname}/${folder}`;
  const connect = (): ImapFlow =>
    new ImapFlow({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port) || (isSecure ? 993 : 143),
      secure: isSecure,
      ...(isSecure ? {} : { doSTARTTLS: !isLoopback(hostname) }),
      tls,
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
  return {
    name,
    async open(work) {
      const client = connect();
      // Told by the call that fails as well; without a listener it would end the process.
      client.on("error", () => undefined);
      try {
        await client.connect();
        return await work(await openFolder(client, folder, moveTo));
      } catch (error) {
        throw toFailure(name, error);
      } finally {
        await client.logout().catch(() => client.close());
      }
    },
  };
}

async function openFolder(
  client: ImapFlow,
  folder: string,
  moveTo: string | null,
): Promise<OpenMailbox> {
  if (moveTo !== null) await client.mailboxCreate(moveTo);
  const { uidValidity } = await client.mailboxOpen(folder);
  return {
    uidValidity: Number(uidValidity),
    async list(afterUid, limit) {
      const uids = (await client.search({ uid: `${afterUid + 1}:*` }, { uid: true })) || [];
      // `*` names the last one even where it lies before the position.
      const next = uids
        .filter((uid) => uid > afterUid)
        .sort((a, b) => a - b)
        .slice(0, limit);
      if (next.length === 0) return [];
      const entries: MailboxEntry[] = [];
      for await (const { uid, size = 0 } of client.fetch(next, { size: true }, { uid: true })) {
        entries.push({ uid, bytes: size });
      }
      return entries.sort((a, b) => a.uid - b.uid);
    },
    async read(uid) {
      const mail = await client.fetchOne(
        String(uid),
        { source: { start: 0, maxLength: mostMailBytes } },
        { uid: true },
      );
      return mail === false ? null : (mail.source ?? null);
    },
    async putAway(uid) {
      await client.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true });
      if (moveTo !== null) await client.messageMove(String(uid), moveTo, { uid: true });
    },
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || host === "[::1]";
}

/** Says where and why, without anything that the settings hold. */
function toFailure(name: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { code, responseText, message, authenticationFailed } = (error ?? {}) as {
    readonly code?: unknown;
    readonly responseText?: unknown;
    readonly message?: unknown;
    readonly authenticationFailed?: unknown;
  };
  if (code === undefined && responseText === undefined && authenticationFailed === undefined)
    return error;
  const why =
    authenticationFailed === true
      ? "the login was refused"
      : String(responseText ?? code ?? message);
  return new AppError("lookup-failed", `The mailbox ${name} cannot be read: ${why}.`, {
    remedy: "Check IMAP_URL and the server; what lies there is fetched at the next turn.",
  });
}
