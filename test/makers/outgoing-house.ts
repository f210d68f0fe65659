import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { submitReport } from "../../src/actions/submit-report.ts";
import { makeFolderChannel } from "../../src/channels/folder/folder-channel.ts";
import { makeMachineComposer } from "../../src/channels/machine/machine-composer.ts";
import { makeMailComposer } from "../../src/channels/mail/compose-mail.ts";
import { makeNoticeComposer } from "../../src/channels/mail/compose-notice.ts";
import { readMailTemplates } from "../../src/channels/mail/mail-templates.ts";
import { readNoticeTemplates } from "../../src/channels/mail/notice-templates.ts";
import { toNotificationCsv } from "../../src/channels/mail/notification-csv.ts";
import { openSmtpTransport } from "../../src/channels/mail/smtp-transport.ts";
import { pullChannel } from "../../src/channels/pull/pull-channel.ts";
import { makeWebhookChannel } from "../../src/channels/webhook/webhook-channel.ts";
import type { GuardedPost } from "../../src/domain/endpoint/guarded-post.ts";
import type { Tlp } from "../../src/domain/finding/tlp.ts";
import { usualReminders } from "../../src/domain/follow-up/plan-reminder.ts";
import type { FinderId } from "../../src/domain/ids.ts";
import { type Instance, retentionBounds } from "../../src/domain/instance.ts";
import { makeBasisReader } from "../../src/pipeline/material/basis.ts";
import type { OutboxStep, OutgoingContext } from "../../src/pipeline/material/outgoing.ts";
import { runFollowUp } from "../../src/pipeline/run-follow-up.ts";
import { runOutgoing } from "../../src/pipeline/run-outgoing.ts";
import { transaction } from "../../src/platform/database.ts";
import type { Log } from "../../src/platform/log.ts";
import { deriveKey } from "../../src/platform/master-key.ts";
import { readAdvice } from "../../src/registry/advice.ts";
import { readCatalogue } from "../../src/registry/finding-types.ts";
import { delimitedSource } from "../../src/sources/delimited/delimited-source.ts";
import type { ReportSummary } from "../../src/store/views/report-summary.ts";
import { lockWorlds, saveWorld } from "../../src/store/worlds.ts";
import { useDatabase } from "../database.ts";
import { emptyTables } from "../empty-tables.ts";
import { makeWorld, type PlainWorld } from "../properties/make-world.ts";
import { operator } from "./actors.ts";
import { type MailServer, startMailServer } from "./mail-server.ts";

const root = join(import.meta.dirname, "../..");
const catalogue = readCatalogue(join(root, "data/finding-types"));

/** What an installation says of itself, as far as mail is concerned. */
const instance = {
  name: "Meldpunt",
  homeCountry: "NL",
  languages: ["nl", "en"],
  numberPrefix: "NSM-",
  timeZone: "Europe/Amsterdam",
  businessHours: { from: 510, until: 1050 },
  businessDays: ["monday", "tuesday", "wednesday", "thursday", "friday"],
  // Tests that are not about hours see mail at once.
  digests: "at-once",
  debounce: { restMs: 60_000, mostMs: 300_000 },
  quietHours: null,
  holidays: [],
  sender: {
    name: "Meldpunt",
    address: "meld@meldpunt.example",
    returnPathDomain: "bounces.meldpunt.example",
  },
  contact: {
    page: "https://www.meldpunt.example/contact",
    verifyPage: "https://www.meldpunt.example/controleer",
    email: "contact@meldpunt.example",
    telephone: null,
    privacyEmail: "privacy@meldpunt.example",
    privacyPage: "https://www.meldpunt.example/privacy",
  },
  custodyWithinMs: { now: 2 * 3_600_000, day: 24 * 3_600_000, week: 5 * 24 * 3_600_000 },
  reminders: usualReminders,
  retention: Object.fromEntries(
    Object.entries(retentionBounds).map(([name, { usual }]) => [name, usual]),
  ),
  brakes: {
    volume: { floor: 50, factor: 10 },
    registryChangePercent: 10,
    worldChangePercent: 10,
    untrustedRowsPerDay: 100_000,
    reports: {
      noveltyRows: 10_000,
      jump: { floor: 10_000, factor: 10 },
      disputed: { floor: 10, percent: 10 },
      bounces: { floor: 5, percent: 2 },
      complaints: { floor: 3, percent: 1 },
      canary: { recipients: 1000, percent: 1, waitMs: 3_600_000 },
    },
    decisions: { floor: 50, percent: 10 },
  },
  approvals: {},
} as unknown as Instance;

/** Tables of findings and mail; those that point to them go with them. */
const emptied = `findings, past_episodes, observations, report_chunks, quarantined_rows, reports, finder_holds,
  notifications, notification_findings, deliveries, delivery_attempts, address_states, volume_brakes,
  informed_due, owed_observations, lane_stops, holds, notices, redecisions, owed_redecisions, custodies,
  recheck_consents, endpoints, received_mails, thread_tickets, thread_answers, mailbox_positions, rechecks,
  latest_sightings, reminders, refutations, reminder_pauses, letters, due_rechecks, silence_signals,
  erased_findings, responses, slowed_hosts, suppressions, knocks`;

export type Submission = {
  readonly csv: string;
  readonly finder?: string;
  readonly caseName?: string;
  readonly tlp?: Tlp;
  readonly release?: boolean;
};

/** The process dies here: everything after is somebody else's run. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** Intake, notification and delivery on a database and a mail server of the test's own. */
export type OutgoingHouse = {
  readonly context: OutgoingContext;
  readonly server: MailServer;
  setTime(text: string): void;
  later(minutes: number): void;
  /** Until the next test: its lanes wait for their time. */
  keepHours(hours: Partial<Instance>): void;
  /** Until the next test: so much goes by itself. */
  keepBrakes(reports: Instance["brakes"]["reports"]): void;
  loadWorld(world: PlainWorld): Promise<void>;
  submit(submission: Submission): Promise<ReportSummary>;
  run(): ReturnType<typeof runOutgoing>;
  /** Follows up what was told. */
  followUp(): ReturnType<typeof runFollowUp>;
  /** Lets the next run die at the n-th time that it comes to a step. */
  dieAt(step: OutboxStep | null, time?: number): void;
  /** Whether the server can be asked which mail it has taken, as the sink can; until the next test. */
  askServer(can: boolean): void;
  /** How webhooks are called; until the next test nobody is there. */
  post(post: GuardedPost): void;
  /** Where files for organisations are written. */
  readonly folders: string;
  /** Takes all reports, findings and mail away. */
  empty(): Promise<void>;
  /** Rows of findings by disposition and state. */
  dispositions(): Promise<Record<string, number>>;
};

/** A mail server between the house and the server where mail ends. */
export type NextHop = {
  readonly url: string;
  /** Its log, which says what it took. */
  readonly logPath: string;
  close(): Promise<void>;
};

/**
 * A fresh house for this test file; to be called once at its top level. Findings and mail go before each test.
 *
 * @param openNextHop starts a server that hands mail on to the port on loopback where it ends
 */
export function useOutgoingHouse(
  openNextHop?: (endPort: number) => Promise<NextHop>,
): OutgoingHouse {
  const sql = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), "meldpunt-outgoing-"));
  let server: MailServer | null = null;
  let nextHop: NextHop | null = null;
  let transport: OutgoingContext["transport"] | null = null;
  const start = new Date("2026-07-01T09:00:00Z");
  let now = start;
  let death: { step: OutboxStep; times: number } | null = null;
  const masterKey = { bytes: Buffer.alloc(32, 7) };
  const log = { debug() {}, info() {}, warn() {}, error() {}, fatal() {} } as unknown as Log;
  const composer = makeMailComposer({
    templates: readMailTemplates(join(root, "data/templates/mail")),
    advice: readAdvice(join(root, "data/advice")),
    instance,
    publicUrl: "http://localhost:8080",
  });
  const composeNotice = makeNoticeComposer({
    templates: readNoticeTemplates(join(root, "data/templates/notices")),
    instance,
    publicUrl: "http://localhost:8080",
  });
  let drawn = 0;
  let asks = false;
  let kept: Partial<Instance> = {};
  const nobody: GuardedPost = async ({ url }) => {
    return { kind: "failed", reason: "unreachable", detail: `nobody listens at ${url}` };
  };
  let post = nobody;
  const folders = join(folder, "folders");

  beforeAll(async () => {
    server = await startMailServer();
    nextHop = (await openNextHop?.(Number(new URL(server.url).port))) ?? null;
    transport = openSmtpTransport({
      url: nextHop?.url ?? server.url,
      logPath: nextHop?.logPath ?? null,
      returnPathDomain: "bounces.meldpunt.example",
      returnPathKey: deriveKey(masterKey, "return path"),
      timeoutMs: 60_000,
    });
  });
  const empty = async (): Promise<void> => {
    death = null;
    asks = false;
    kept = {};
    post = nobody;
    rmSync(folders, { recursive: true, force: true });
    now = start;
    server?.kept.splice(0);
    server?.forget();
    await emptyTables(sql, emptied);
  };
  beforeEach(empty);
  afterAll(async () => {
    await transport?.close();
    await nextHop?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const context: OutgoingContext = {
    sql,
    clock: () => now,
    get instance() {
      return { ...instance, ...kept };
    },
    catalogue,
    sources: [delimitedSource],
    masterKey,
    keptFolder: folder,
    readBasis: makeBasisReader(sql, () => now, instance.homeCountry, masterKey),
    chunkRows: 8192,
    log,
    composer,
    composeNotice,
    publicUrl: "http://localhost:8080",
    get transport() {
      if (transport === null) throw new Error("The transport is there from beforeAll on.");
      if (!asks) return transport;
      return {
        ...transport,
        findAccepted: async (messageIds: readonly string[]) =>
          new Map(
            messageIds.map((id) => [
              id,
              server?.kept.some((mail) => mail.messageId === id) === true,
            ]),
          ),
      };
    },
    machines: {
      webhook: makeWebhookChannel({ post: (request) => post(request), clock: () => now }),
      pull: pullChannel,
      folder: makeFolderChannel(folders),
    },
    composeForMachine: makeMachineComposer(toNotificationCsv).compose,
    random: (bytes) => {
      drawn += 1;
      const random = Buffer.alloc(bytes, 5);
      if (bytes >= 4) random.writeUInt32BE(drawn, bytes - 4);
      return random;
    },
    onStep: (step) => {
      if (death?.step !== step) return;
      death.times -= 1;
      if (death.times <= 0) throw new Killed(step);
    },
  };

  return {
    context,
    get server() {
      if (server === null) throw new Error("The server is there from beforeAll on.");
      return server;
    },
    setTime(text) {
      now = new Date(text);
    },
    later(minutes) {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    keepHours(hours) {
      kept = { digests: { dayAt: 540, weekOn: "tuesday" }, ...hours };
    },
    keepBrakes(reports) {
      kept = { ...kept, brakes: { ...instance.brakes, reports } };
    },
    async loadWorld(world) {
      await transaction(sql, async (held) => {
        await lockWorlds(held);
        await saveWorld(held, makeWorld(world), {
          fileName: "world.yaml",
          loadedAt: now,
          difference: null,
        });
      });
    },
    async submit({ csv, finder = "finder", caseName = null, tlp = null, release = true }) {
      const { summary } = await submitReport({
        context,
        input: {
          received: onePiece(csv),
          handover: {
            finder: finder as FinderId,
            format: "csv",
            typeLabel: null,
            fileName: "list.csv",
            mapping: {},
            caseName,
            tlp,
            grade: "verified",
            complete: false,
            scope: null,
            signature: null,
          },
          expectedBytes: null,
          release,
          actor: operator,
        },
      });
      return summary;
    },
    run: () => runOutgoing(context),
    followUp: () => runFollowUp(context),
    dieAt(step, time = 1) {
      death = step === null ? null : { step, times: time };
    },
    askServer(can) {
      asks = can;
    },
    folders,
    post(next) {
      post = next;
    },
    empty,
    async dispositions() {
      const { rows } = await sql.query<{ disposition: number; count: number }>(
        "select f.disposition, count(*) as count from findings f group by f.disposition order by 1",
      );
      return Object.fromEntries(rows.map(({ disposition, count }) => [names[disposition], count]));
    },
  };
}

const names = [
  "pending",
  "delivered",
  "inCustody",
  "declined",
  "suppressed",
  "duplicate",
  "undeliverable",
  "withdrawn",
  "outOfScope",
  "heldForPerson",
];

async function* onePiece(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
