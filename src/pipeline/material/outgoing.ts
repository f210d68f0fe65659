import type { MachineChannels } from "../../domain/endpoint/destination.ts";
import type { ComposeNotice } from "../../domain/notice/notice-composer.ts";
import type { MachineComposer } from "../../domain/notification/machine-composer.ts";
import type { MailComposer } from "../../domain/notification/mail-composer.ts";
import type { MailTransport } from "../../domain/notification/mail-transport.ts";
import type { Sql } from "../../platform/database.ts";
import type { Log } from "../../platform/log.ts";
import { deriveKey, type MasterKey } from "../../platform/master-key.ts";
import type { Basis } from "./basis.ts";
import type { PipelineContext } from "./context.ts";
import type { Deciding } from "./deciding.ts";

/** Steps of the outbox at which tests let the process die. */
export const outboxSteps = [
  "composed",
  "kept",
  "leased",
  "attempt-written",
  "content-sent",
  "outcome-kept",
] as const;

export type OutboxStep = (typeof outboxSteps)[number];

/** What composing and delivering work with besides what every stage has. */
export type OutgoingContext = PipelineContext & {
  readonly log: Log;
  readonly composer: MailComposer;
  readonly composeNotice: ComposeNotice;
  readonly transport: MailTransport;
  /** Ways to programs of organisations, and how notifications are written for them. */
  readonly machines: MachineChannels;
  readonly composeForMachine: MachineComposer["compose"];
  /** Public address, without a slash at the end. */
  readonly publicUrl: string;
  /** Chance: so many bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Called at each step; what it throws ends the run there and then. */
  readonly onStep?: (step: OutboxStep) => void;
};

/** Stages that notifying and delivering need, strung together by run.ts. */
export type OutgoingStages = {
  /** What decisions are made with now. */
  readonly presentBasis: () => Promise<Basis>;
  /** What they were made with at some time in this run: reading it anew after each dead address would take too long. */
  readonly basisOfRun: () => Promise<Basis>;
  /** Decides anew about those of the findings whose recipients were not told yet; answers how many changed. */
  readonly decideAgain: (sql: Sql, deciding: Deciding, ids: readonly number[]) => Promise<number>;
  /** Columns of rows by where they lie, in the order asked; null where they are not kept. */
  readonly readEvidence: (
    refs: readonly { readonly report: number; readonly offset: number }[],
  ) => Promise<(ReadonlyMap<string, string> | null)[]>;
};

/** The key that rendered bytes of notifications are sealed with, each under its notification's id. */
export function contentKeyOf(masterKey: MasterKey): Buffer {
  return deriveKey(masterKey, "notification content");
}
