import { execFile } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { must } from "../../src/platform/errors.ts";
import { postfixPath } from "../abilities.ts";
import { findFreePort } from "./free-port.ts";

const run = promisify(execFile);

/** What Postfix knows of a mail when it asks whether to take it; `protocol_state` is `RCPT` or `END-OF-MESSAGE`. */
export type PolicyQuestion = Readonly<Record<string, string>>;

/** A real Postfix on loopback that takes mail for everybody and hands it on to a next server. */
export type Postfix = {
  readonly port: number;
  /** Its log in a file, as it writes it. */
  readonly logPath: string;
  stop(): Promise<void>;
};

export type PostfixOptions = {
  /** Where it brings what it took: a port on loopback. */
  readonly nextPort: number;
  /** Asked about each recipient and each message: `DUNNO`, or what to answer (`450 4.2.0 Greylisted`). */
  readonly judge: (question: PolicyQuestion) => Promise<string>;
  /** In bytes. */
  readonly mostBytes?: number;
  /** A domain whose mail it hands over by LMTP instead, to a port on loopback: that of our return paths. */
  readonly returns?: { readonly domain: string; readonly port: number };
};

/** Starts Postfix with a configuration of its own; needs root, as Postfix does. */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const path = must(postfixPath, "tests that need Postfix skip themselves without it");
  const folder = await mkdtemp(join(tmpdir(), "meldpunt-postfix-"));
  // Its daemons run as a user of their own and have to get in.
  await chmod(folder, 0o711);
  const policy = await startPolicy(options.judge);
  const port = await findFreePort();
  const [configuration, queue, data] = ["configuration", "queue", "data"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await Promise.all([configuration, queue, data].map((path) => mkdir(path)));
  const { stdout } = await run("id", ["-u", "postfix"]);
  await chown(data, Number(stdout), -1);
  const logPath = join(folder, "log");
  await writeFile(
    join(configuration, "main.cf"),
    toMainConfiguration({ folder, queue, data, logPath, policyPort: policy.port, options }),
  );
  await writeFile(join(configuration, "master.cf"), toServices(port));
  await run(path, ["-c", configuration, "start"]);
  return {
    port,
    logPath,
    async stop() {
      await run(path, ["-c", configuration, "stop"]).catch(() => undefined);
      policy.server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Answers Postfix' questions, by its protocol for policy servers: lines `name=value`, then an empty one. */
async function startPolicy(
  judge: PostfixOptions["judge"],
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket: Socket) => {
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", async (chunk) => {
      text += chunk.toString();
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end + 2);
        const question = Object.fromEntries(
          lines.map((line) => [
            line.slice(0, line.indexOf("=")),
            line.slice(line.indexOf("=") + 1),
          ]),
        );
        socket.write(`action=${await judge(question)}\n\n`);
      }
    });
  });
  return { server, port: await listen(server) };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

function toMainConfiguration(setting: {
  readonly folder: string;
  readonly queue: string;
  readonly data: string;
  readonly logPath: string;
  readonly policyPort: number;
  readonly options: PostfixOptions;
}): string {
  const { folder, queue, data, logPath, policyPort, options } = setting;
  const policy = `check_policy_service inet:127.0.0.1:${policyPort}`;
  return `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
maillog_file = ${logPath}
maillog_file_prefixes = ${folder}
myhostname = relay.meldpunt.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
message_size_limit = ${options.mostBytes ?? 10_000_000}
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = ${policy}, permit_mynetworks, reject
smtpd_end_of_data_restrictions = ${policy}
relayhost = [127.0.0.1]:${options.nextPort}
smtp_tls_security_level = none
smtpd_tls_security_level = none
smtpd_client_connection_rate_limit = 0
smtputf8_enable = no
${options.returns === undefined ? "" : `transport_maps = inline:{ ${options.returns.domain}=lmtp:inet:127.0.0.1:${options.returns.port} }`}
`;
}

function toServices(port: number): string {
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 300 1 qmgr",
    "pickup unix n - n 60 1 pickup",
    "rewrite unix - - n - - trivial-rewrite",
    "bounce unix - - n - 0 bounce",
    "defer unix - - n - 0 bounce",
    "trace unix - - n - 0 bounce",
    "verify unix - - n - 1 verify",
    "error unix - - n - - error",
    "retry unix - - n - - error",
    "proxymap unix - - n - - proxymap",
    "smtp unix - - n - - smtp",
    "anvil unix - - n - 1 anvil",
    "lmtp unix - - n - - lmtp",
    "scache unix - - n - 1 scache",
    "showq unix n - n - - showq",
    "flush unix n - n 1000? 0 flush",
    "postlog unix-dgram n - n - 1 postlogd",
  ];
  return `${services.join("\n")}\n`;
}
