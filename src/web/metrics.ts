import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { dispositions } from "../domain/finding/disposition.ts";
import { mailClasses } from "../domain/incoming/mail-class.ts";
import type { OwnKey } from "../domain/keys/own-key.ts";
import { type Figures, readFigures } from "../store/views/metrics.ts";
import { deliveryStates } from "../store/views/notification-list.ts";
import { listOwnKeys } from "../store/views/own-key-list.ts";
import type { WebApp, WebContext } from "./context.ts";
import { requireAct } from "./middleware/require-act.ts";
import { makeRecent } from "./recent.ts";

/** Figures for monitoring in the text format of Prometheus; counted at most once a minute. */
export function addMetrics(app: WebApp, { sql, clock }: WebContext): void {
  const readRecent = makeRecent(
    () => readFigures(sql, clock()),
    () => 60_000,
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const show = makeGauges(registry);
  const readKeys = makeRecent(
    () => listOwnKeys(sql),
    () => 60_000,
  );
  const showKeys = makeKeyGauge(registry);
  app.get("/metrics", requireAct("metrics.read"), async (c) => {
    show(await readRecent(), clock());
    showKeys(await readKeys());
    return c.body(await registry.metrics(), 200, { "Content-Type": registry.contentType });
  });
}

function makeGauges(registry: Registry): (figures: Figures, now: Date) => void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `meldpunt_${name}`, help, labelNames, registers: [registry] });
  const reports = gauge("reports", "Reports by state", ["state"]);
  const rows = gauge("report_rows", "Rows of all reports", ["outcome"]);
  const findings = gauge("findings", "Findings by disposition of their present episode", [
    "disposition",
  ]);
  const deliveries = gauge("deliveries", "Deliveries by state", ["state"]);
  const queueAge = gauge(
    "delivery_queue_age_seconds",
    "How long the oldest delivery that is due waits",
  );
  const mails = gauge("received_mails", "Received mail by what it is", ["class"]);
  const waiting = gauge("received_mails_waiting", "Received mail that waits for a person");
  const answers = gauge("responses_waiting", "Answers of recipients that wait for a person");
  const showFeeds = makeFeedGauges(registry);
  return (figures, now) => {
    showFeeds(figures);
    for (const state of ["received", "completed", "refused"])
      reports.set({ state }, figures.reportsByState[state] ?? 0);
    rows.set({ outcome: "accepted" }, figures.rowsAccepted);
    rows.set({ outcome: "quarantined" }, figures.rowsQuarantined);
    for (const disposition of dispositions)
      findings.set({ disposition }, figures.findingsByDisposition[disposition] ?? 0);
    for (const state of deliveryStates)
      deliveries.set({ state }, figures.deliveriesByState[state] ?? 0);
    for (const name of ["unread", ...mailClasses])
      mails.set({ class: name }, figures.receivedByClass[name] ?? 0);
    waiting.set(figures.receivedWaiting);
    answers.set(figures.answersWaiting);
    const sinceMs = figures.oldestDueAt?.getTime() ?? now.getTime();
    queueAge.set(Math.max(0, (now.getTime() - sinceMs) / 1000));
  };
}

function makeFeedGauges(registry: Registry): (figures: Figures) => void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `meldpunt_feed_${name}`, help, labelNames, registers: [registry] });
  const alarms = gauge("alarms", "What is wrong with a feed now", ["feed", "kind"]);
  const owed = gauge("owed_files", "Files of a feed that are not taken in yet", ["feed"]);
  const taken = gauge(
    "last_taken_timestamp_seconds",
    "When something of a feed was last taken in",
    ["feed"],
  );
  return ({ feeds, feedAlarms }) => {
    alarms.reset();
    for (const { feed, kind } of feedAlarms) alarms.set({ feed, kind }, 1);
    for (const { feed, ...figures } of feeds) {
      owed.set({ feed }, figures.owed);
      if (figures.lastTakenAt !== null) taken.set({ feed }, figures.lastTakenAt.getTime() / 1000);
    }
  };
}

/** When keys of ours end that are not retired; one that never does is left out. */
function makeKeyGauge(registry: Registry): (keys: readonly OwnKey[]) => void {
  const ends = new Gauge({
    name: "meldpunt_key_expires_timestamp_seconds",
    help: "When a key that mail is signed with ends",
    labelNames: ["kind", "name"],
    registers: [registry],
  });
  return (keys) => {
    ends.reset();
    for (const { kind, name, expiresAt, retiredAt } of keys) {
      if (expiresAt === null || retiredAt !== null) continue;
      ends.set({ kind, name }, expiresAt.getTime() / 1000);
    }
  };
}
