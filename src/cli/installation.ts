import type { CheckProofContext } from "../actions/check-proof.ts";
import type { ExplainObjectContext } from "../actions/explain-object.ts";
import type { ExportReportContext } from "../actions/export-report.ts";
import type { HeedMailContext } from "../actions/heed-mail.ts";
import type { ImportWorldContext } from "../actions/import-world.ts";
import type { LoadRegistryContext } from "../actions/load-registry.ts";
import type { LoadWorldContext } from "../actions/load-world.ts";
import type { MakeRechecksContext } from "../actions/make-rechecks.ts";
import type { MembersContext } from "../actions/members/plan-members.ts";
import type { NotifyContext } from "../actions/notify.ts";
import type { PollFeedsContext } from "../actions/poll-feeds.ts";
import type { PollMailboxContext } from "../actions/poll-mailbox.ts";
import type { PreviewTextContext } from "../actions/preview-text.ts";
import type { ReadFindingTypeContext } from "../actions/read-finding-type.ts";
import type { RefreshContactsContext } from "../actions/refresh-contacts.ts";
import type { RegistrationContext } from "../actions/registrations/registration-context.ts";
import type { RunShadowContext, ShadowReport } from "../actions/run-shadow.ts";
import type { ShowContactsContext } from "../actions/show-contacts.ts";
import type { SubmitReportContext } from "../actions/submit-report.ts";
import type { WatchFeedsContext } from "../actions/watch-feeds.ts";
import type { Actor } from "../domain/access/actor.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { ReadMail } from "../domain/incoming/read-mail.ts";
import type { ReadSignedFiles } from "../domain/incoming/signed-file.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database.ts";

/** Everything that actions work with. */
export type ActionContext = MakeRechecksContext &
  SubmitReportContext &
  ExportReportContext &
  LoadRegistryContext &
  LoadWorldContext &
  ExplainObjectContext &
  RefreshContactsContext &
  RunShadowContext &
  ShowContactsContext &
  RegistrationContext &
  MembersContext & { readonly readMail: ReadMail; readonly readSignedFiles: ReadSignedFiles };

/** What notifying needs besides. */
export type OutgoingContext = TextsContext & NotifyContext;

/** What looking at texts needs besides. */
export type TextsContext = ActionContext & PreviewTextContext & ReadFindingTypeContext;

/** How many texts there are, none of them wrong. */
export type TextsSummary = {
  /** Of the texts of mails about findings. */
  readonly version: string;
  readonly messages: number;
  readonly notices: number;
  readonly advice: number;
};

/** What polling feeds needs besides. */
export type FeedsContext = ActionContext & PollFeedsContext;

/** What hearing needs besides; without a mailbox only what was brought to us is heard. */
export type ListenContext = ActionContext &
  HeedMailContext &
  Omit<PollMailboxContext, "mailbox"> & {
    readonly mailbox: PollMailboxContext["mailbox"] | null;
  };

/** What the work needs that goes on until it is stopped. */
export type WorkContext = OutgoingContext & PollFeedsContext & WatchFeedsContext & ListenContext;

/** Mail that can be brought to us. */
export type Listening = { readonly url: string; close(): Promise<void> };

export type ServeOptions = {
  readonly host: string;
  readonly port: number;
  /** Where the port is taken, the next free one is. */
  readonly nextPort: boolean;
};

/** A portal that answers. */
export type Served = {
  readonly url: string;
  /** Where the token stands that it asks for; null when a setting says it. */
  readonly tokenFile: string | null;
  /** Stops taking requests, and answers once those under way are done. */
  close(): Promise<void>;
};

/** This installation, opened bit by bit: a command pays for what it uses. Handed in by main.ts. */
export type Installation = {
  /** Who runs the command: to be read after something was opened, since a token that says so has to be looked up. */
  readonly actor: Actor;
  readConfig(): Promise<Config>;
  /** The database as it is, migrated or not. */
  openDatabase(): Promise<Database>;
  /** What contacts of other systems are imported with; needs no database. */
  openImport(): Promise<ImportWorldContext>;
  /** What proofs of control are looked for with; needs no database. */
  openProofChecks(): Promise<CheckProofContext>;
  /** A shadow run as one page of HTML. */
  renderShadow(report: ShadowReport, language: Language): Promise<string>;
  /** Everything, on a database that is migrated. */
  open(): Promise<ActionContext>;
  /** The same with the texts of mails. */
  openTexts(): Promise<TextsContext>;
  /** Reads all texts; needs no database. Throws `input-refused` for what is wrong. */
  checkTexts(): Promise<TextsSummary>;
  /** The same with a way for mail to go. */
  openOutgoing(): Promise<OutgoingContext>;
  /** The same with the feeds of the feeds file. */
  openFeeds(): Promise<FeedsContext>;
  /** All of it. */
  openWork(): Promise<WorkContext>;
  /** Takes mail where the settings say; null where they say nothing. */
  listen(): Promise<Listening | null>;
  serve(options: ServeOptions): Promise<Served>;
  close(): Promise<void>;
};
