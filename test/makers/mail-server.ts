import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** What the server does with mail for an address. */
export type Behaviour =
  | { readonly kind: "accept" }
  /** Refuses or defers the recipient, or the message after its content. */
  | {
      readonly kind: "reply";
      readonly at: "rcpt" | "data";
      readonly code: number;
      readonly text: string;
    }
  /** Breaks the connection: at the recipient, in the middle of the content, after the final dot; in the last case it may have kept the mail. */
  | { readonly kind: "drop"; readonly at: "rcpt" | "content" | "dot"; readonly kept?: boolean };

export type MailServer = {
  readonly url: string;
  /** Mail that was kept, in the order in which it came. */
  readonly kept: {
    readonly from: string;
    readonly to: string;
    readonly bytes: Buffer;
    readonly messageId: string;
  }[];
  /** Sets what happens to mail for an address from now on; without it mail is accepted. */
  behave(address: string, behaviour: Behaviour): void;
  /** Accepts everything again. */
  forget(): void;
  close(): Promise<void>;
};

/** A real SMTP server in the process that does as it is told. */
export async function startMailServer(): Promise<MailServer> {
  const behaviours = new Map<string, Behaviour>();
  const kept: MailServer["kept"] = [];
  const behaviourOf = (address: string): Behaviour => behaviours.get(address) ?? { kind: "accept" };
  const breakConnections = (sessionId: string): void => {
    for (const connection of server.connections) {
      if (connection.id === sessionId) connection._socket.destroy();
    }
  };
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onRcptTo({ address }, session, callback) {
      const behaviour = behaviourOf(address);
      if (behaviour.kind === "drop" && behaviour.at === "rcpt") return breakConnections(session.id);
      if (behaviour.kind === "reply" && behaviour.at === "rcpt")
        return callback(toError(behaviour));
      callback();
    },
    onData(stream, session, callback) {
      const to = session.envelope.rcptTo[0]?.address ?? "";
      const from = session.envelope.mailFrom === false ? "" : session.envelope.mailFrom.address;
      const behaviour = behaviourOf(to);
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (behaviour.kind === "drop" && behaviour.at === "content") breakConnections(session.id);
      });
      stream.on("error", () => undefined);
      stream.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const messageId = /^Message-ID:\s*(\S+)/im.exec(bytes.toString())?.[1] ?? "";
        const mail = { from, to, bytes, messageId };
        if (behaviour.kind === "drop") {
          if (behaviour.kept === true) kept.push(mail);
          return breakConnections(session.id);
        }
        if (behaviour.kind === "reply") return callback(toError(behaviour));
        kept.push(mail);
        callback(null, "2.0.0 taken");
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    kept,
    behave: (address, behaviour) => behaviours.set(address, behaviour),
    forget: () => behaviours.clear(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function toError({ code, text }: { readonly code: number; readonly text: string }): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
