import { setTimeout as pause } from "node:timers/promises";
import { expireKeptReports } from "../actions/expire-kept-reports.ts";
import { expireNotifications } from "../actions/expire-notifications.ts";
import { notify } from "../actions/notify.ts";
import type { OutgoingContext } from "./installation.ts";

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

/**
 * Does what is due, again and again: composes and delivers, ends the keeping of reports and of mail. Any number of processes may do
 * this; a job that fails is told in the log and tried again at its next turn.
 */
export function startWork(context: OutgoingContext): Working {
  const stopping = new AbortController();
  const jobs: readonly Job[] = [
    { name: "notify", everyMs: 10 * secondMs, run: () => notify({ context }) },
    { name: "expire", everyMs: 3600 * secondMs, run: () => expireKeptReports({ context }) },
    {
      name: "expire-notifications",
      everyMs: 3600 * secondMs,
      run: () => expireNotifications({ context }),
    },
  ];
  const running = jobs.map((job) => repeat(job, context, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function repeat(job: Job, { log }: OutgoingContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await job.run();
    } catch (error) {
      log.error({ err: error, job: job.name }, "a job failed; it is tried again at its next turn");
    }
    await pause(job.everyMs, undefined, { signal }).catch(() => undefined);
  }
}
