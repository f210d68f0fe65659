import { setTimeout as pause } from "node:timers/promises";
import { checkClaims } from "../actions/check-claims.ts";
import { checkRelations } from "../actions/check-relations.ts";
import { composeCorrections } from "../actions/compose-corrections.ts";
import { doubtBouncing } from "../actions/doubt-bouncing.ts";
import { expireAudit } from "../actions/expire-audit.ts";
import { expireContacts } from "../actions/expire-contacts.ts";
import { expireFindings } from "../actions/expire-findings.ts";
import { expireKeptReports } from "../actions/expire-kept-reports.ts";
import { expireKnocks } from "../actions/expire-knocks.ts";
import { expireNotices } from "../actions/expire-notices.ts";
import { expireNotifications } from "../actions/expire-notifications.ts";
import { expireRegistrations } from "../actions/expire-registrations.ts";
import { followUp } from "../actions/follow-up.ts";
import { heedMail } from "../actions/heed-mail.ts";
import { makeRechecks } from "../actions/make-rechecks.ts";
import { notify } from "../actions/notify.ts";
import { pollFeeds } from "../actions/poll-feeds.ts";
import { pollMailbox } from "../actions/poll-mailbox.ts";
import { refreshContacts } from "../actions/refresh-contacts.ts";
import { remindContacts } from "../actions/remind-contacts.ts";
import { tellFinders } from "../actions/tell-finders.ts";
import { warnOfKeys } from "../actions/warn-of-keys.ts";
import { watchClaims } from "../actions/watch-claims.ts";
import { watchFeeds } from "../actions/watch-feeds.ts";
import { watchSilence } from "../actions/watch-silence.ts";
import { clockActor } from "../domain/access/actor.ts";
import type { WorkContext } from "./installation.ts";

/** Work that goes on until it is stopped. */
export type Working = {
  /** Answers once what is under way is done. */
  stop(): Promise<void>;
};

/** A job, and how long it rests between two runs. */
type Job = {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
};

const secondMs = 1000;
const actor = clockActor;

/** Look-ups of one run: what they find makes a new snapshot, so not one by one. */
const lookupsOfRun = 500;

/**
 * Does what is due, again and again: polls feeds, composes and delivers, ends the keeping of reports and of mail. Any number of
 * processes may do this; a job that fails is told in the log and tried again at its next turn.
 */
export function startWork(context: WorkContext): Working {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const jobs: readonly Job[] = [
    {
      name: "feeds",
      everyMs: 10 * secondMs,
      // A feed with much to bring lets others have their turn.
      run: () =>
        pollFeeds({
          context,
          input: { actor, feed: null, againRefused: false, mostFiles: 50, isStopping },
        }),
    },
    { name: "watch-feeds", everyMs: 60 * secondMs, run: () => watchFeeds({ context }) },
    {
      name: "corrections",
      everyMs: 5 * secondMs,
      run: () => composeCorrections({ context, input: { actor } }),
    },
    { name: "notify", everyMs: 10 * secondMs, run: () => notify({ context, input: { actor } }) },
    { name: "follow-up", everyMs: 60 * secondMs, run: () => followUp({ context }) },
    { name: "expire-findings", everyMs: 3600 * secondMs, run: () => expireFindings({ context }) },
    { name: "watch-silence", everyMs: 3600 * secondMs, run: () => watchSilence({ context }) },
    { name: "bouncing", everyMs: 600 * secondMs, run: () => doubtBouncing({ context }) },
    {
      name: "contacts-of-organisations",
      everyMs: 3600 * secondMs,
      run: () => remindContacts({ context }),
    },
    { name: "keys", everyMs: 3600 * secondMs, run: () => warnOfKeys({ context }) },
    { name: "claims", everyMs: 60 * secondMs, run: () => checkClaims({ context }) },
    { name: "relations", everyMs: 60 * secondMs, run: () => checkRelations({ context }) },
    { name: "watch-claims", everyMs: 300 * secondMs, run: () => watchClaims({ context }) },
    { name: "expire-audit", everyMs: 3600 * secondMs, run: () => expireAudit({ context }) },
    { name: "expire-knocks", everyMs: 60 * secondMs, run: () => expireKnocks({ context }) },
    { name: "expire", everyMs: 3600 * secondMs, run: () => expireKeptReports({ context }) },
    {
      name: "expire-notifications",
      everyMs: 3600 * secondMs,
      run: () => expireNotifications({ context }),
    },
    { name: "expire-notices", everyMs: 3600 * secondMs, run: () => expireNotices({ context }) },
    {
      name: "expire-registrations",
      everyMs: 3600 * secondMs,
      run: () => expireRegistrations({ context }),
    },
    { name: "tell-finders", everyMs: 3600 * secondMs, run: () => tellFinders({ context }) },
    { name: "expire-contacts", everyMs: 3600 * secondMs, run: () => expireContacts({ context }) },
    { name: "heed-mail", everyMs: 10 * secondMs, run: () => heedMail({ context }) },
    ...fetchMail(context),
    { name: "rechecks", everyMs: 600 * secondMs, run: () => makeRechecks({ context }) },
    ...(context.lookups === null ? [] : [lookUp(context, stopping.signal)]),
  ];
  const running = jobs.map((job) => repeat(job, context, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Looks into the mailbox, where there is one. */
function fetchMail(context: WorkContext): Job[] {
  const { mailbox } = context;
  if (mailbox === null) return [];
  const run = (): Promise<unknown> => pollMailbox({ context: { ...context, mailbox } });
  return [{ name: "mailbox", everyMs: 30 * secondMs, run }];
}

/** Asks for the contacts that open findings need; only where the installation may ask others at all. */
function lookUp(context: WorkContext, signal: AbortSignal): Job {
  const input = { actor, objects: null, limit: lookupsOfRun, signal };
  return {
    name: "contacts",
    everyMs: 300 * secondMs,
    run: () => refreshContacts({ context, input }),
  };
}

async function repeat(job: Job, { log }: WorkContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await job.run();
    } catch (error) {
      log.error({ err: error, job: job.name }, "a job failed; it is tried again at its next turn");
    }
    await pause(job.everyMs, undefined, { signal }).catch(() => undefined);
  }
}
