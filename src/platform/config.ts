import { isIP } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { AppError } from "./errors.ts";

/** What is set from outside, checked once; besides, only secrets that the feeds file names are read from the environment. */
export type Config = {
  /** Holds the embedded database, kept reports and keys; absolute. */
  readonly dataFolder: string;
  /** Where the embedded database lives when not in the data folder; absolute. */
  readonly postgresFolder: string | null;
  readonly databaseUrl: string | null;
  /** File of what belongs to this installation; absolute. */
  readonly instanceFile: string | null;
  /** File of the feeds; absolute. */
  readonly feedsFile: string | null;
  /** Folder below which notifications are written as files for organisations; absolute. Null: in the data folder. */
  readonly foldersFolder: string | null;
  /** Public address of the portal, without a slash at the end. */
  readonly publicUrl: string;
  /** Null: mail goes into the local sink. May hold a password. */
  readonly smtpUrl: string | null;
  /** Log of that server, a Postfix; absolute. It settles mail in doubt. */
  readonly smtpLogPath: string | null;
  /** Where we listen for mail, by LMTP or SMTP; null: nowhere. */
  readonly mailListenUrl: string | null;
  /** The mailbox that mail is fetched from; null: none. May hold a password. */
  readonly imapUrl: string | null;
  readonly natsUrl: string | null;
  /** Addresses or prefixes of proxies before us that say who asks. */
  readonly trustedProxies: readonly string[];
  /** What API and portal ask for; null: a token of the installation's own, kept in the data folder. A secret. */
  readonly accessToken: string | null;
  /** Whether servers of others may be asked for contacts. */
  readonly lookups: boolean;
  /** Resolvers that proofs are looked at through; two at least. */
  readonly resolvers: readonly ServerAddress[];
  /** A token: commands act as its holder instead of as the user of the operating system. A secret. */
  readonly actAs: string | null;
  readonly logLevel: LogLevel;
};

/** Where a server is: an address, not a name. */
export type ServerAddress = { readonly address: string; readonly port: number };

export type LogLevel = (typeof logLevels)[number];
const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** The folder of the clone or of the installed package. */
export const programFolder = fileURLToPath(new URL("../..", import.meta.url));

const schema = z.object({
  MELDPUNT_DATA: z.string().optional(),
  MELDPUNT_POSTGRES: z.string().optional(),
  DATABASE_URL: url(["postgres:", "postgresql:"], "postgresql://user:password@host/database"),
  MELDPUNT_INSTANCE: z.string().optional(),
  MELDPUNT_FEEDS: z.string().optional(),
  MELDPUNT_FOLDERS: z.string().optional(),
  MELDPUNT_URL: url(["http:", "https:"], "https://meldpunt.example"),
  MELDPUNT_PROXIES: z
    .string()
    .refine((text) => splitList(text).every(isAddressOrPrefix), {
      message: "is not addresses or prefixes, /8 at the widest, as in 127.0.0.1,2001:db8::/64",
    })
    .optional(),
  SMTP_URL: url(["smtp:", "smtps:"], "smtps://user:password@mail.example"),
  SMTP_LOG: z.string().optional(),
  MAIL_LISTEN_URL: url(["lmtp:", "smtp:"], "lmtp://127.0.0.1:2424").refine(
    (text) => text === undefined || /^[a-z]+:\/\/[^/?#@]+:\d{1,5}\/?$/.test(text),
    { message: "is not an address and a port, as in lmtp://127.0.0.1:2424" },
  ),
  IMAP_URL: url(["imap:", "imaps:"], "imaps://user:password@mail.example/INBOX"),
  NATS_URL: url(["nats:", "tls:", "ws:", "wss:"], "nats://nats.example:4222"),
  MELDPUNT_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,256}$/, "is not 32 to 256 signs without spaces")
    .optional(),
  MELDPUNT_LOOKUPS: z.enum(["on", "off"], { error: "is neither on nor off" }).optional(),
  MELDPUNT_RESOLVERS: z
    .string()
    .refine((text) => findServers(text).length >= 2, {
      message: "is not two or more addresses, as in 9.9.9.9,[2620:fe::fe]:53",
    })
    .optional(),
  MELDPUNT_ACT_AS: z
    .string()
    .regex(/^mp_[\w-]{43}$/, "is no token as `meldpunt token issue` shows it")
    .optional(),
  MELDPUNT_LOG: z.enum(logLevels, { error: `is none of ${logLevels.join(", ")}` }).optional(),
});

/**
 * Reads the settings of a process. An empty one counts as absent; a relative folder is meant from
 * the working directory. All mistakes are told together, without values: they may be secrets.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  workingFolder: string = process.cwd(),
): Config {
  const given = Object.keys(schema.shape).map((name) => [name, environment[name] || undefined]);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new AppError("settings-invalid", `${mistakes.join("\n")}`, { details: { mistakes } });
  }
  const settings = parsed.data;
  const folder = (path: string | undefined) =>
    path === undefined ? null : resolve(workingFolder, path);
  return {
    dataFolder: folder(settings.MELDPUNT_DATA) ?? resolve(programFolder, "data"),
    postgresFolder: folder(settings.MELDPUNT_POSTGRES),
    databaseUrl: settings.DATABASE_URL ?? null,
    instanceFile: folder(settings.MELDPUNT_INSTANCE),
    feedsFile: folder(settings.MELDPUNT_FEEDS),
    foldersFolder: folder(settings.MELDPUNT_FOLDERS),
    publicUrl: (settings.MELDPUNT_URL ?? "http://localhost:8080").replace(/\/+$/, ""),
    trustedProxies: splitList(settings.MELDPUNT_PROXIES ?? ""),
    smtpUrl: settings.SMTP_URL ?? null,
    smtpLogPath: folder(settings.SMTP_LOG),
    mailListenUrl: settings.MAIL_LISTEN_URL ?? null,
    imapUrl: settings.IMAP_URL ?? null,
    natsUrl: settings.NATS_URL ?? null,
    accessToken: settings.MELDPUNT_TOKEN ?? null,
    lookups: settings.MELDPUNT_LOOKUPS === "on",
    resolvers: findServers(settings.MELDPUNT_RESOLVERS ?? usualResolvers),
    actAs: settings.MELDPUNT_ACT_AS ?? null,
    logLevel: settings.MELDPUNT_LOG ?? "info",
  };
}

/** Two public resolvers that check signatures, of different bodies in different networks. */
const usualResolvers = "9.9.9.9,1.1.1.1";

/** Different servers of a list with commas; none when one of them cannot be read. */
function findServers(text: string): ServerAddress[] {
  const servers = text.split(",").map((part) => findServer(part.trim()));
  const found = servers.filter((server) => server !== null);
  if (found.length < servers.length) return [];
  return [...new Map(found.map((one) => [`${one.address} ${one.port}`, one])).values()];
}

/** Parts between commas; an empty text has none. */
function splitList(text: string): string[] {
  return text === "" ? [] : text.split(",").map((part) => part.trim());
}

/** Whoever trusts everybody believes anybody: a prefix is not wider than eight bits. */
function isAddressOrPrefix(text: string): boolean {
  const [, address = "", bits] = /^([^/]*)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const width = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return width > 0 && Number(bits ?? width) >= 8 && Number(bits ?? width) <= width;
}

function findServer(text: string): ServerAddress | null {
  const [, bracketed, plain, port = "53"] =
    /^(?:\[([^\]]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = isIP(text) === 0 ? (bracketed ?? plain ?? "") : text;
  if (isIP(address) === 0 || Number(port) > 65_535) return null;
  return { address, port: Number(port) };
}

/** An address of one of these protocols, or nothing. */
function url(protocols: readonly string[], example: string) {
  return z
    .string()
    .refine((text) => protocols.some((name) => text.startsWith(`${name}//`)) && isAddress(text), {
      message: `is not an address such as ${example}`,
    })
    .optional();
}

/** A host that is left out or percent-encoded (a socket) is right for PostgreSQL, not for `URL`. */
function isAddress(text: string): boolean {
  const [, rest = ""] = text.split("//", 2);
  if (/[\s\\]/.test(text) || rest === "") return false;
  return URL.canParse(text) || /^[^/]*@?(%2F[^/]*)?\//i.test(rest);
}
