import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { AppError } from "../../platform/errors.ts";
import { newUuid } from "../../platform/uuid.ts";

/** A mail that the sink took, as its list shows it. */
export type SinkMessage = {
  readonly id: string;
  /** RFC 3339. */
  readonly receivedAt: string;
  /** Return path and recipients of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly bytes: number;
};

export type Sink = {
  /** Where it listens, on the loopback address. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
};

const indexName = "index.jsonl";
const mostBytes = 50_000_000;
const idPattern = /^[0-9a-f-]{36}$/;

/**
 * A mail server inside the process that keeps every mail in a folder instead of bringing it anywhere: nothing leaves the
 * machine, everything can be looked at. It takes mail twice if it is sent twice, so that it can be a witness.
 *
 * @param port 0 takes any that is free
 */
export async function startSink(options: {
  readonly folder: string;
  readonly port: number;
}): Promise<Sink> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    size: mostBytes,
    banner: "Meldpunt sink: mail ends here",
    logger: false,
    closeTimeout: 1000,
    onData(stream, session, callback) {
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = {
        from: mailFrom === false ? "" : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
      };
      collect(stream)
        .then((bytes) => {
          if (stream.sizeExceeded)
            throw Object.assign(new Error("5.3.4 Message too big"), { responseCode: 552 });
          return keepMessage(options.folder, envelope, bytes);
        })
        .then(
          (id) => callback(null, `2.0.0 kept as ${id}`),
          (error: Error) => callback(error),
        );
    },
  });
  // A connection that breaks is its sender's concern.
  server.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The mails that a sink took, newest first. */
export async function listSinkMessages(folder: string, limit = 100): Promise<SinkMessage[]> {
  return (await readIndex(folder)).reverse().slice(0, limit);
}

/** A mail as it came over the wire; throws `not-found`. */
export async function readSinkMessage(folder: string, id: string): Promise<Buffer> {
  try {
    if (idPattern.test(id)) return await readFile(join(folder, `${id}.eml`));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  throw new AppError("not-found", "The sink has no such mail.");
}

/** Whether a sink took mails with these Message-IDs. */
export async function findInSink(
  folder: string,
  messageIds: readonly string[],
): Promise<Map<string, boolean>> {
  const taken = new Set((await readIndex(folder)).map(({ messageId }) => messageId));
  return new Map(messageIds.map((id) => [id, taken.has(id)]));
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function keepMessage(
  folder: string,
  envelope: { readonly from: string; readonly to: readonly string[] },
  bytes: Buffer,
): Promise<string> {
  const id = newUuid();
  const headEnd = bytes.indexOf("\r\n\r\n");
  const { subject, messageId } = await PostalMime.parse(
    bytes.subarray(0, headEnd < 0 ? bytes.length : headEnd + 4),
  );
  const message: SinkMessage = {
    id,
    receivedAt: new Date().toISOString(),
    ...envelope,
    subject: subject ?? "",
    messageId: messageId ?? "",
    bytes: bytes.length,
  };
  const path = join(folder, `${id}.eml`);
  await writeFile(`${path}.part`, bytes, { mode: 0o600 });
  await rename(`${path}.part`, path);
  // Last: what is listed is there.
  await appendFile(join(folder, indexName), `${JSON.stringify(message)}\n`, { mode: 0o600 });
  return id;
}

async function readIndex(folder: string): Promise<SinkMessage[]> {
  try {
    const text = await readFile(join(folder, indexName), "utf8");
    // A line without its end is still being written.
    return text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as SinkMessage);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
