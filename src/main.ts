import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { CheckProofContext } from "./actions/check-proof.ts";
import type { ImportWorldContext } from "./actions/import-world.ts";
import type {
  ActionContext,
  FeedsContext,
  Installation,
  OutgoingContext,
  Served,
  ServeOptions,
  WorkContext,
} from "./cli/installation.ts";
import { runCli } from "./cli/run-cli.ts";
import { openTerminal } from "./cli/terminal.ts";
import { type Actor, toShellActor } from "./domain/access/actor.ts";
import type { ContactLookups } from "./domain/contacts/contact-lookup.ts";
import type { FeedSettings } from "./domain/feed/feed.ts";
import type { Instance } from "./domain/instance.ts";
import type { MailSink } from "./domain/notification/mail-sink.ts";
import type { ContactReader } from "./domain/world/import/contact-reader.ts";
import { formatProblem, type Problem } from "./domain/world/problem.ts";
import type { Asking } from "./lookups/asking.ts";
import { systemClock } from "./platform/clock.ts";
import type { Config } from "./platform/config.ts";
import type { Database, Sql } from "./platform/database.ts";
import { AppError, must } from "./platform/errors.ts";

/** A file or folder that ships. */
const shipped = (name: string): string => join(import.meta.dirname, "../data", name);

/** What belongs to this installation when nobody wrote it down: the demonstration's. */
const demonstrationInstance = shipped("demo/instance.yaml");

/** Rows taken in by one transaction: small enough to hold several, large enough that a commit hardly counts. */
const chunkRows = 16_384;

/** Remembers what `make` answers, so that everything is built once and only when somebody asks. */
function once<T>(make: () => Promise<T>): {
  (): Promise<T>;
  readonly made: () => Promise<T> | null;
} {
  let made: Promise<T> | null = null;
  const get = (): Promise<T> => {
    made ??= make();
    return made;
  };
  return Object.assign(get, { made: () => made });
}

/** The composition root: everything that runs is put together here, from the settings of the process. */
function makeInstallation(): Installation {
  const config = once(async () => (await import("./platform/config.ts")).readConfig());
  const database = once(async () => openDatabase(await config()));
  const asking = once(async () => openAsking(await config()));
  let actor: Actor | null = null;
  const knowActor = once(async () => {
    actor = await findActor(await config(), database);
  });
  const context = once(async () => {
    const settings = await config();
    const sql = await database();
    await bringUpToDate(sql, settings);
    await knowActor();
    return makeContext(settings, sql, await asking());
  });
  const outgoing = once(async () => openOutgoing(await config(), await context()));
  const feeds = once(async () => openFeeds(await config(), await context()));
  return {
    get actor() {
      return must(actor, "the actor is read after the installation was opened");
    },
    readConfig: config,
    openDatabase: database,
    openImport: async () => {
      await knowActor();
      return openImport();
    },
    openProofChecks: async () => {
      await knowActor();
      return openProofChecks(await config(), await asking());
    },
    renderShadow: async (report, language) => {
      const { renderShadowPage } = await import("./web/shadow/shadow-page.ts");
      const { name, timeZone } = (await context()).instance;
      return renderShadowPage(report, { language, name, timeZone });
    },
    open: context,
    openOutgoing: outgoing,
    openFeeds: feeds,
    openWork: async () => makeWorkContext(await outgoing(), await feeds()),
    serve: async (options) => serve(await config(), await outgoing(), options),
    close: async () => {
      await (await outgoing.made()?.catch(() => null))?.transport.close();
      await (await database.made()?.catch(() => null))?.close();
    },
  };
}

/** Whoever has a shell here, or the holder of the token that MELDPUNT_ACT_AS says. */
async function findActor({ actAs }: Config, openSql: () => Promise<Sql>): Promise<Actor> {
  if (actAs === null) return toShellActor(findUserName());
  const sql = await openSql();
  const { actAs: findHolder } = await import("./actions/act-as.ts");
  return findHolder({ context: { sql, clock: systemClock }, input: { token: actAs } });
}

/** In a container the user may have a number and no name. */
function findUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}

async function openDatabase(config: Config): Promise<Database> {
  const { openDatabase: open } = await import("./platform/open-database.ts");
  return open(config);
}

/** The embedded database and one without anything in it are migrated at once; others wait for `meldpunt migrate`. */
async function bringUpToDate(database: Database, config: Config): Promise<void> {
  const { checkMigrated, isEmptyDatabase, migrate } = await import("./platform/migrate.ts");
  if (config.databaseUrl === null || (await isEmptyDatabase(database))) await migrate(database);
  else await checkMigrated(database);
}

/** Everything that actions work with. */
async function makeContext(config: Config, sql: Sql, asking: Asking): Promise<ActionContext> {
  const [
    { readMasterKey },
    { readCatalogue },
    { readEvidence },
    { makeBasisReader },
    { parseWorldFile },
    { findPublicSuffix },
    { freeMail },
    { readAgreement },
  ] = await Promise.all([
    import("./platform/master-key.ts"),
    import("./registry/finding-types.ts"),
    import("./pipeline/read-evidence.ts"),
    import("./pipeline/material/basis.ts"),
    import("./registry/world-file/parse-world-file.ts"),
    import("./registry/public-suffix.ts"),
    import("./registry/contact-import/free-mail.ts"),
    import("./registry/agreements.ts"),
  ]);
  const [formats, registrySources, masterKey, instance] = await Promise.all([
    loadFormats(shipped("shadowserver")),
    loadRegistrySources(),
    readMasterKey(join(config.dataFolder, "keys")),
    readInstance(config),
  ]);
  const pipeline = {
    sql,
    clock: systemClock,
    instance,
    catalogue: readCatalogue(shipped("finding-types")),
    sources: formats.sources,
    masterKey,
    keptFolder: join(config.dataFolder, "reports"),
    readBasis: makeBasisReader(sql, systemClock, instance.homeCountry),
    chunkRows,
  };
  return {
    ...pipeline,
    ...formats,
    registrySources,
    freeMail,
    lookups: await openLookups(config, asking),
    readEvidence: (refs) => readEvidence(pipeline, refs),
    parseWorld: parseWorldFile,
    findSuffix: findPublicSuffix,
    checks: (await openProofChecks(config, asking)).checks,
    random: randomBytes,
    memberReader,
    agreement: readAgreement(shipped("agreements")),
  };
}

/** Reads member lists; what workbooks need is loaded when one comes. */
const memberReader: ContactReader = {
  system: "spreadsheet",
  read: async (files, reading) => {
    const { spreadsheet } = await import("./registry/contact-import/spreadsheet.ts");
    return spreadsheet.read(files, reading);
  },
};

/** What contacts of other systems are imported with. */
async function openImport(): Promise<ImportWorldContext> {
  const [{ contactReaders }, { freeMail }, { findPublicSuffix }, parsing, writing, types] =
    await Promise.all([
      import("./registry/contact-import/contact-readers.ts"),
      import("./registry/contact-import/free-mail.ts"),
      import("./registry/public-suffix.ts"),
      import("./registry/world-file/parse-world-file.ts"),
      import("./registry/world-file/write-world-file.ts"),
      import("./registry/finding-types.ts"),
    ]);
  return {
    readers: contactReaders,
    freeMail,
    findSuffix: findPublicSuffix,
    parseWorld: parsing.parseWorldFile,
    writeWorld: writing.writeWorldFile,
    catalogue: types.readCatalogue(shipped("finding-types")),
    clock: systemClock,
  };
}

/** What notifying needs besides: texts, a way for mail to go, chance. */
async function openOutgoing(config: Config, context: ActionContext): Promise<OutgoingContext> {
  const [
    { openLog },
    mail,
    composing,
    templates,
    { readAdvice },
    { deriveKey },
    { makeNoticeComposer },
    { readNoticeTemplates },
  ] = await Promise.all([
    import("./platform/log.ts"),
    import("./channels/mail/open-mail-channel.ts"),
    import("./channels/mail/compose-mail.ts"),
    import("./channels/mail/mail-templates.ts"),
    import("./registry/advice.ts"),
    import("./platform/master-key.ts"),
    import("./channels/mail/compose-notice.ts"),
    import("./channels/mail/notice-templates.ts"),
  ]);
  const { instance, masterKey } = context;
  if (config.smtpUrl !== null && isDemonstration(config)) throw toBorrowedName();
  return {
    ...context,
    log: openLog(config.logLevel),
    composer: composing.makeMailComposer({
      templates: templates.readMailTemplates(shipped("templates/mail")),
      advice: readAdvice(shipped("advice")),
      instance,
    }),
    composeNotice: makeNoticeComposer({
      templates: readNoticeTemplates(shipped("templates/notices")),
      instance,
      publicUrl: config.publicUrl,
    }),
    transport: await mail.openMailChannel({
      smtpUrl: config.smtpUrl,
      dataFolder: config.dataFolder,
      returnPathDomain: instance.sender.returnPathDomain,
      returnPathKey: deriveKey(masterKey, "return path"),
    }),
    random: randomBytes,
  };
}

/** Where reports come from by themselves. */
async function openFeeds(config: Config, context: ActionContext): Promise<FeedsContext> {
  const [
    { openLog },
    { openEventFeed },
    { openWatchedFolder },
    { openShadowserverApi },
    { makeFeedFetch },
  ] = await Promise.all([
    import("./platform/log.ts"),
    import("./actions/polling/event-feed.ts"),
    import("./feeds/watched-folder/watched-folder.ts"),
    import("./feeds/shadowserver-api/shadowserver-api.ts"),
    import("./lookups/guard/feed-fetch.ts"),
  ]);
  const asking = { fetch: makeFeedFetch(), environment: process.env };
  const feeds = (await readFeeds(config)).map((settings) => {
    if (settings.kind === "folder") return openWatchedFolder(settings);
    if (settings.kind === "events") return openEventFeed(settings, context);
    return openShadowserverApi(settings, asking);
  });
  return { ...context, log: openLog(config.logLevel), feeds };
}

async function makeWorkContext(
  outgoing: OutgoingContext,
  { feeds }: FeedsContext,
): Promise<WorkContext> {
  const { makeOperatorMail } = await import("./channels/mail/operator-mail.ts");
  const tellOperators = makeOperatorMail(outgoing.transport, outgoing.instance);
  return { ...outgoing, feeds, tellOperators };
}

/** The feeds file that a setting names, else that of the data folder; without either there are no feeds. */
async function readFeeds(config: Config): Promise<readonly FeedSettings[]> {
  const own = join(config.dataFolder, "feeds.yaml");
  const path = config.feedsFile ?? (existsSync(own) ? own : null);
  if (path === null) return [];
  const { parseFeedsFile } = await import("./registry/feeds-file/parse-feeds-file.ts");
  const text = await readSettingsFile(path, "MELDPUNT_FEEDS", "docs/formats/feeds.md");
  const parsed = parseFeedsFile(text, dirname(path));
  if ("feeds" in parsed) return parsed.feeds;
  throw toBadFile(path, parsed.problems, "docs/formats/feeds.md");
}

/** Portal and API on what there is. */
async function serve(
  config: Config,
  context: OutgoingContext,
  options: ServeOptions,
): Promise<Served> {
  const [{ startServer }, { readAccessToken }, sink] = await Promise.all([
    import("./web/start-server.ts"),
    import("./platform/access-token.ts"),
    config.smtpUrl === null ? openSink(config) : null,
  ]);
  const token = await readAccessToken(join(config.dataFolder, "keys"), config.accessToken);
  const { publicUrl } = config;
  const server = await startServer({
    context: { ...context, publicUrl, accessToken: token.value, sink },
    ...options,
  });
  return { ...server, tokenFile: token.path };
}

/** The mail that stayed in the house. */
async function openSink({ dataFolder }: Config): Promise<MailSink> {
  const [{ sinkFolderOf }, sink] = await Promise.all([
    import("./channels/mail/open-mail-channel.ts"),
    import("./channels/mail/sink.ts"),
  ]);
  const folder = sinkFolderOf(dataFolder);
  return {
    list: (limit) => sink.listSinkMessages(folder, limit),
    read: (id) => sink.readSinkMessage(folder, id),
  };
}

/** The instance file that a setting names, else that of the data folder, else that of the demonstration. */
function instancePathOf(config: Config): string {
  const own = join(config.dataFolder, "instance.yaml");
  return config.instanceFile ?? (existsSync(own) ? own : demonstrationInstance);
}

function isDemonstration(config: Config): boolean {
  return instancePathOf(config) === demonstrationInstance;
}

function toBorrowedName(): AppError {
  return new AppError(
    "settings-invalid",
    "SMTP_URL would send real mail in the name of the demonstration's invented installation.",
    {
      remedy:
        "Write an instance file (docs/formats/instance.md) and name it with MELDPUNT_INSTANCE, or leave SMTP_URL out.",
    },
  );
}

async function readInstance(config: Config): Promise<Instance> {
  const { parseInstanceFile } = await import("./registry/instance-file/parse-instance-file.ts");
  const path = instancePathOf(config);
  const text = await readSettingsFile(path, "MELDPUNT_INSTANCE", "docs/formats/instance.md");
  const parsed = parseInstanceFile(text);
  if ("instance" in parsed) return parsed.instance;
  throw toBadFile(path, parsed.problems, "docs/formats/instance.md");
}

function readSettingsFile(path: string, setting: string, described: string): Promise<string> {
  return readFile(path, "utf8").catch((error: unknown) => {
    throw new AppError("settings-invalid", `${path} cannot be read: ${(error as Error).message}.`, {
      remedy: `Set ${setting} to the file of this installation (${described}).`,
    });
  });
}

function toBadFile(path: string, problems: readonly Problem[], described: string): AppError {
  const lines = problems.map((problem) => formatProblem(path, problem));
  return new AppError("settings-invalid", lines.join("\n"), { remedy: `See ${described}.` });
}

/** Formats that reports come in, and those in which their observations leave. */
async function loadFormats(
  schemaFolder: string,
): Promise<Pick<ActionContext, "sources" | "exportFormats" | "mailedSources">> {
  const [shadowserver, schemas, delimited, jsonl, nuclei, intelmq, events, csv, lines, ...mailed] =
    await Promise.all([
      import("./sources/shadowserver/shadowserver-source.ts"),
      import("./sources/shadowserver/read-schema.ts"),
      import("./sources/delimited/delimited-source.ts"),
      import("./sources/jsonl/jsonl-source.ts"),
      import("./sources/nuclei/nuclei-source.ts"),
      import("./sources/intelmq/intelmq-source.ts"),
      import("./channels/intelmq/intelmq-export.ts"),
      import("./channels/csv/csv-export.ts"),
      import("./channels/jsonl/jsonl-export.ts"),
      import("./sources/intelmq/intelmq-mailed.ts"),
      import("./sources/delimited/delimited-mailed.ts"),
    ]);
  const [mailedEvents, mailedLists] = mailed;
  const schema = await schemas.readShadowserverSchema(schemaFolder);
  return {
    sources: [
      shadowserver.makeShadowserverSource(schema),
      nuclei.nucleiSource,
      intelmq.intelmqSource,
      jsonl.jsonlSource,
      delimited.delimitedSource,
    ],
    mailedSources: [mailedEvents.intelmqMailed, mailedLists.delimitedMailed],
    exportFormats: [
      events.makeIntelmqExport(schema),
      events.makeIntelmqExport(schema, "3.5"),
      csv.csvExport,
      lines.jsonlExport,
    ],
  };
}

/** What the servers of others are asked with, all through the one guard. */
async function openAsking({ resolvers }: Config): Promise<Asking> {
  const [{ makeAsking }, { makeGuardedFetch }, addresses, hosts] = await Promise.all([
    import("./lookups/asking.ts"),
    import("./lookups/guard/guarded-fetch.ts"),
    import("./lookups/guard/address-guard.ts"),
    import("./lookups/dns/resolve-host.ts"),
  ]);
  const guard = addresses.publicAddressesOnly;
  const fetch = makeGuardedFetch({ guard, resolve: hosts.makeResolveHost(resolvers) });
  return makeAsking({ fetch, clock: systemClock, wait });
}

/** Ways to ask others for contacts; null where nobody may be asked. */
async function openLookups(config: Config, asking: Asking): Promise<ContactLookups | null> {
  if (!config.lookups) return null;
  return (await import("./lookups/contact-lookups.ts")).makeContactLookups(asking);
}

/** What proofs of control are looked for with. */
async function openProofChecks(config: Config, asking: Asking): Promise<CheckProofContext> {
  const [{ makeProofChecks }, { publicAddressesOnly: guard }] = await Promise.all([
    import("./lookups/proof-checks.ts"),
    import("./lookups/guard/address-guard.ts"),
  ]);
  const { fetch, askRdap: askRegistry } = asking;
  const { lookups, resolvers } = config;
  return {
    clock: systemClock,
    checks: lookups ? makeProofChecks({ fetch, guard, resolvers, askRegistry }) : null,
  };
}

async function loadRegistrySources(): Promise<ActionContext["registrySources"]> {
  const [ranges, statistics, dump, rpsl] = await Promise.all([
    import("./registry/csv-ranges.ts"),
    import("./registry/delegated-statistics.ts"),
    import("./registry/ris-dump.ts"),
    import("./registry/rpsl.ts"),
  ]);
  return [ranges.csvRanges, statistics.delegatedStatistics, dump.risDump, rpsl.rpsl];
}

const terminal = openTerminal(process);
process.exitCode = await runCli(process.argv.slice(2), makeInstallation(), terminal);
