import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What tests may need that is not on every machine, and how to get it. */
export type Ability = {
  readonly name: string;
  /** Where it is, or null; tests skip themselves without it. */
  readonly found: string | null;
  readonly enable: string;
};

const sharedData = fileURLToPath(new URL("../../shared/data", import.meta.url));

/** Real reports, schemas and registry data that may not be passed on with the program. */
export const sharedDataFolder: string | null = existsSync(sharedData) ? sharedData : null;

/** A Chromium for the tests of the pages. */
export const chromiumPath: string | null =
  process.env.MELDPUNT_TEST_CHROMIUM ??
  findProgram(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]);

/** The authoritative DNS server NSD. */
export const nsdPath: string | null =
  process.env.MELDPUNT_TEST_NSD ?? findProgram(["nsd"], ["/usr/sbin", "/usr/local/sbin"]);

/** The mail server Postfix, which starts under root only. */
export const postfixPath: string | null =
  process.env.MELDPUNT_TEST_POSTFIX ?? findProgram(["postfix"], ["/usr/sbin"]);

/** The IMAP server Dovecot. */
export const dovecotPath: string | null =
  process.env.MELDPUNT_TEST_DOVECOT ?? findProgram(["dovecot"], ["/usr/sbin", "/usr/local/sbin"]);

/** GnuPG, for reading what we sign and encrypt. */
export const gpgPath: string | null = process.env.MELDPUNT_TEST_GPG ?? findProgram(["gpg"]);

/** OpenSSL's command, for the same. */
export const opensslPath: string | null =
  process.env.MELDPUNT_TEST_OPENSSL ?? findProgram(["openssl"]);

/** Several servers on one machine, each at an address of its own. */
export const hasManyLoopbacks: boolean = process.platform === "linux";

export const isRoot: boolean = process.getuid?.() === 0;

export const isPostfixThere: boolean = isRoot && postfixPath !== null;

/** Everything that some test needs; `npm test` names what is missing. */
export function listAbilities(): Ability[] {
  return [
    {
      name: "tests on real reports and registry data",
      found: sharedDataFolder,
      enable: "put the project's shared data beside the clone, as ../shared/data",
    },
    {
      name: "tests of the pages in a browser",
      found: chromiumPath,
      enable: "install Chromium, or set MELDPUNT_TEST_CHROMIUM to the path of one",
    },
    {
      name: "tests of proof against a real name server",
      found: hasManyLoopbacks ? nsdPath : null,
      enable: "on Linux, install NSD, or set MELDPUNT_TEST_NSD to the path of one",
    },
    {
      name: "tests of delivery through a real mail server",
      found: isPostfixThere ? postfixPath : null,
      enable: "as root, install Postfix, or set MELDPUNT_TEST_POSTFIX to the path of its command",
    },
    {
      name: "tests of mailboxes at a real IMAP server",
      found: dovecotPath,
      enable: "install Dovecot with IMAP, or set MELDPUNT_TEST_DOVECOT to the path of one",
    },
    {
      name: "tests of signed and encrypted mail with GnuPG",
      found: gpgPath,
      enable: "install GnuPG, or set MELDPUNT_TEST_GPG to the path of gpg",
    },
    {
      name: "tests of signed and encrypted mail with OpenSSL",
      found: opensslPath,
      enable: "install OpenSSL, or set MELDPUNT_TEST_OPENSSL to the path of openssl",
    },
    {
      name: "tests with several servers at 127.0.0.2 and on",
      found: hasManyLoopbacks ? "127.0.0.0/8" : null,
      enable: "run the tests on Linux",
    },
    {
      name: "database tests on another PostgreSQL than the embedded one",
      found: process.env.MELDPUNT_TEST_DATABASE_URL ?? null,
      enable: "set MELDPUNT_TEST_DATABASE_URL to a superuser's address on a PostgreSQL 15",
    },
    {
      name: "tests of the embedded PostgreSQL under root and under another user",
      found: isRoot ? "root" : null,
      enable: "run the tests as root, in a container for example",
    },
  ];
}

function findProgram(names: readonly string[], besides: readonly string[] = []): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...besides];
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}
