import { execFileSync, spawn } from "node:child_process";
import { chownSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { must } from "../../src/platform/errors.ts";
import { dovecotPath, isRoot } from "../abilities.ts";
import { findFreePort } from "./free-port.ts";

/** A real IMAP server on loopback with one user. */
export type Dovecot = {
  /** `imap://` with name and password. */
  readonly url: string;
  readonly securePort: number;
  /** Lays a mail into the inbox as a mail server would. */
  deliver(bytes: Uint8Array): Promise<void>;
  /** How many mails lie in a folder, and how many of them were read. */
  count(folder: string): Promise<{ readonly mails: number; readonly read: number }>;
  /** Takes everything out. */
  empty(): Promise<void>;
  /** Numbers all mails anew: positions known before mean nothing any more. */
  renumber(): Promise<void>;
  stop(): Promise<void>;
};

const user = "mailbox@meldpunt.example";
const password = "geheim+van/de@mailbox";
const certificates = join(import.meta.dirname, "../samples/certificates");

/** Starts Dovecot with everything it has in a folder of its own. */
export async function startDovecot(): Promise<Dovecot> {
  const folder = await mkdtemp(join(tmpdir(), "meldpunt-dovecot-"));
  const inbox = join(folder, "mail");
  const [port, securePort] = [await findFreePort(), await findFreePort()];
  const owner = isRoot ? idsOf("dovecot") : userInfo();
  const makeInbox = async (): Promise<void> => {
    const paths = [inbox, ...["new", "cur", "tmp"].map((name) => join(inbox, name))];
    for (const path of paths) {
      await mkdir(path);
      chownSync(path, owner.uid, owner.gid);
    }
  };
  chownSync(folder, owner.uid, owner.gid);
  await makeInbox();
  const file = join(folder, "dovecot.conf");
  await writeFile(file, toConfiguration(folder, { port, securePort, owner }));
  const path = must(dovecotPath, "tests that need Dovecot skip themselves without it");
  const child = spawn(path, ["-F", "-c", file], { stdio: ["ignore", "ignore", "pipe"] });
  const isGone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("starting up for imap")) resolve();
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`Dovecot did not start: ${said}`)));
  });
  let delivered = 0;
  const pathOf = (name: string): string => (name === "INBOX" ? inbox : join(inbox, `.${name}`));
  return {
    url: `imap://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/INBOX`,
    securePort,
    async deliver(bytes) {
      delivered += 1;
      // Numbered by Dovecot in the order of these names.
      const name = join(inbox, "new", `${1_700_000_000 + delivered}.M${delivered}.test`);
      await writeFile(name, bytes);
      chownSync(name, owner.uid, owner.gid);
    },
    async count(name) {
      const list = async (part: string): Promise<string[]> =>
        readdir(join(pathOf(name), part)).catch(() => []);
      const mails = [...(await list("new")), ...(await list("cur"))];
      return { mails: mails.length, read: mails.filter((mail) => /:2,[A-Z]*S/.test(mail)).length };
    },
    async empty() {
      await rm(inbox, { recursive: true, force: true });
      await makeInbox();
    },
    async renumber() {
      const list = join(inbox, "dovecot-uidlist");
      const [head = "", ...lines] = (await readFile(list, "utf8")).split("\n");
      const anew = head.replace(/V(\d+)/, (_, number: string) => `V${Number(number) + 1}`);
      await writeFile(list, [anew, ...lines].join("\n"));
      for (const name of await readdir(inbox))
        if (name.startsWith("dovecot.index")) await rm(join(inbox, name), { force: true });
    },
    async stop() {
      child.kill("SIGTERM");
      await isGone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Owner = { readonly uid: number; readonly gid: number };

function idsOf(name: string): Owner {
  const ask = (flag: string): number => Number(execFileSync("id", [flag, name]).toString());
  return { uid: ask("-u"), gid: ask("-g") };
}

function toConfiguration(
  folder: string,
  {
    port,
    securePort,
    owner,
  }: { readonly port: number; readonly securePort: number; readonly owner: Owner },
): string {
  const users = isRoot
    ? ""
    : `default_internal_user = ${userInfo().username}
default_internal_group = ${execFileSync("id", ["-gn"]).toString().trim()}
default_login_user = ${userInfo().username}
service anvil {
  chroot =
}
`;
  return `protocols = imap
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
mail_location = maildir:${folder}/mail
ssl = yes
ssl_cert = <${certificates}/right.pem
ssl_key = <${certificates}/right.key
disable_plaintext_auth = no
first_valid_uid = 1
${users}service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${securePort}
    ssl = yes
  }
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/home
}
namespace inbox {
  inbox = yes
}
`;
}
