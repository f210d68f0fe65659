import type { Installation } from "./cli/installation.ts";
import { runCli } from "./cli/run-cli.ts";
import { openTerminal } from "./cli/terminal.ts";
import type { Actor } from "./domain/access/actor.ts";
import { findActor } from "./main/find-actor.ts";
import { makeContext } from "./main/make-context.ts";
import { openAsking, openProofChecks } from "./main/open-asking.ts";
import { makeWorkContext, openFeeds } from "./main/open-feeds.ts";
import { openImport } from "./main/open-import.ts";
import { openListening, startListening } from "./main/open-listening.ts";
import { openOutgoing } from "./main/open-outgoing.ts";
import { checkTexts, openTexts } from "./main/open-texts.ts";
import { serve } from "./main/serve-portal.ts";
import type { Config } from "./platform/config.ts";
import type { Database } from "./platform/database.ts";
import { must } from "./platform/errors.ts";

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
  const work = once(async () =>
    makeWorkContext(
      await outgoing(),
      await feeds(),
      await openListening(await config(), await context()),
    ),
  );
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
    openTexts: async () => openTexts(await config(), await context()),
    checkTexts,
    openOutgoing: outgoing,
    openFeeds: feeds,
    openWork: work,
    listen: async () => startListening(await config(), await work()),
    serve: async (options) => serve(await config(), await outgoing(), options),
    close: async () => {
      await (await outgoing.made()?.catch(() => null))?.transport.close();
      await (await database.made()?.catch(() => null))?.close();
    },
  };
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

const terminal = openTerminal(process);
process.exitCode = await runCli(process.argv.slice(2), makeInstallation(), terminal);
