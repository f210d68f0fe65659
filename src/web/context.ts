import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import type { MembersContext } from "../actions/members/plan-members.ts";
import type { OrganisationContext } from "../actions/organisations/organisation-context.ts";
import type { PreviewTextContext } from "../actions/preview-text.ts";
import type { ReadFindingTypeContext } from "../actions/read-finding-type.ts";
import type { RegistrationContext } from "../actions/registrations/registration-context.ts";
import type { SubmitReportContext } from "../actions/submit-report.ts";
import type { Actor } from "../domain/access/actor.ts";
import type { DecisionBasis, ReadBasis } from "../domain/decision/decision-basis.ts";
import type { Explain } from "../domain/decision/explain-object.ts";
import type { MachineChannels } from "../domain/endpoint/destination.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { ReadMail } from "../domain/incoming/read-mail.ts";
import type { SignText } from "../domain/keys/sign-text.ts";
import type { Prefix } from "../domain/network/prefix.ts";
import type { MailSink } from "../domain/notification/mail-sink.ts";
import type { Log } from "../platform/log.ts";

/** What the web works with; built once in main.ts. */
export type WebContext = SubmitReportContext &
  RegistrationContext &
  PreviewTextContext &
  ReadFindingTypeContext &
  OrganisationContext &
  MembersContext & {
    readonly machines: MachineChannels;
    readonly log: Log;
    readonly readMail: ReadMail;
    /** The present world, registry and addresses, compiled. */
    readonly readBasis: ReadBasis;
    /** Keeps what explaining compiles of a basis; the app brings its own. */
    readonly explainFrom?: (basis: DecisionBasis) => Explain;
    /** Public address, without a slash at the end. */
    readonly publicUrl: string;
    /** The word that opens API and portal. */
    readonly accessToken: string;
    /** Signs what we publish. */
    readonly signText: SignText;
    /** What they write into `X-Forwarded-For` is believed. */
    readonly trustedProxies: readonly Prefix[];
    /** Null where mail leaves the house. */
    readonly sink: MailSink | null;
  };

/** Where pages find what they are made with. */
export type AssetPaths = {
  readonly styles: string;
  readonly script: string;
  readonly icon: string;
};

/** What middleware leaves for those behind it. */
export type WebEnv = {
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** UUID of the request, in answers and in the log. */
    requestId: string;
    /** Lets scripts and styles of this one answer run. */
    nonce: string;
    language: Language;
    assets: AssetPaths;
    /** Who asks, for limits: an address, or a /64 of IPv6; never written down as it is. */
    client: string;
    /** Who asks, for the record; absent until somebody proved it. */
    actor: Actor;
  };
};

export type WebApp = Hono<WebEnv>;
