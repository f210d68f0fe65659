import type { Actor } from "../domain/access/actor.ts";
import type { Rung } from "../domain/decision/rung.ts";
import type { Catalogue, FindingType, Language } from "../domain/finding/finding-type.ts";
import { laneOf } from "../domain/finding/lane.ts";
import type { Tier } from "../domain/finding/tier.ts";
import type { DecisionId, FindingId, NotificationId } from "../domain/ids.ts";
import type { Instance } from "../domain/instance.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { NoticeKind } from "../domain/notice/notice.ts";
import { noticeVariables } from "../domain/notice/notice.ts";
import type { ComposeNotice } from "../domain/notice/notice-composer.ts";
import type { MailComposer } from "../domain/notification/mail-composer.ts";
import type {
  Notification,
  NotificationRole,
  NotificationRow,
} from "../domain/notification/notification.ts";
import { orderRows } from "../domain/notification/order-rows.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import type { VerificationCode } from "../domain/notification/verification-code.ts";
import type { AnswerToken } from "../domain/response/answer-token.ts";
import type { MailFormat } from "../domain/world/world.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { readAs } from "../store/read-as.ts";
import { findNotification } from "../store/views/notification-detail.ts";
import {
  findPreviewedFinding,
  listNotifiedRows,
  type PreviewRow,
} from "../store/views/preview-rows.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/** Texts of mails about findings; those of notices go by their kind. */
export const previewedRoles = ["primary", "informed", "digest"] as const;

export type PreviewName = (typeof previewedRoles)[number] | NoticeKind;

/** What a text is filled with: a notification that was composed, a finding as it stands, or what was made up. */
export type PreviewSubject =
  | { readonly kind: "notification"; readonly id: NotificationId }
  | { readonly kind: "finding"; readonly id: FindingId }
  | { readonly kind: "example" };

export type PreviewTextContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly instance: Instance;
  readonly composer: MailComposer;
  readonly composeNotice: ComposeNotice;
};

export type PreviewTextInput = {
  readonly actor: Actor;
  readonly name: PreviewName;
  readonly language: Language;
  readonly subject: PreviewSubject;
  /** Instead of that of the subject. */
  readonly rung: Rung | null;
  readonly format: MailFormat;
};

/** As many as stand in a text, and some that do not. */
const mostRows = 60;
const exampleAddress = "security@voorbeeld.example" as EmailAddress;

/** Every name that a preview goes by. */
export function listPreviewNames(): PreviewName[] {
  return [...previewedRoles, ...(Object.keys(noticeVariables) as NoticeKind[])];
}

/**
 * The mail that a text makes, as bytes; nothing is sent or kept, and its number leads nowhere.
 *
 * Filled with what the actor may see, and with nothing of a report's own columns: a text is looked at, not a finding.
 */
export async function previewText({
  context,
  input,
}: {
  readonly context: PreviewTextContext;
  readonly input: PreviewTextInput;
}): Promise<Uint8Array> {
  const { actor, name, subject } = input;
  permit(actor, "text.preview");
  await recordAct(context, {
    actor,
    act: "text.preview",
    about: null,
    subject: subject.kind === "example" ? null : String(subject.id),
    detail: { name },
  });
  if (!isRole(name)) return previewNotice(context, name, input.language);
  const filled = await fill(context, input, name);
  return (await context.composer.compose(filled)).bytes;
}

function isRole(name: PreviewName): name is (typeof previewedRoles)[number] {
  return previewedRoles.some((role) => role === name);
}

/** A notice with the names of its variables, or something of the form that its text expects. */
function previewNotice(
  { clock, composeNotice }: PreviewTextContext,
  kind: NoticeKind,
  language: Language,
): Promise<Uint8Array> {
  const now = clock();
  const id = newUuid(now.getTime());
  const data = Object.fromEntries(
    noticeVariables[kind].map((variable) => [variable, toExample(kind, variable, now)]),
  );
  const messageId = `<${id}@preview.invalid>`;
  return composeNotice(
    {
      id,
      kind,
      address: exampleAddress,
      language,
      data,
      messageId,
      queuedAt: now,
    },
    null,
  );
}

function toExample(kind: NoticeKind, variable: string, now: Date): string {
  if (variable === "until") return now.toISOString();
  if (variable === "fields") return "name, contacts";
  if (variable === "way") return "webhook";
  if (variable === "because") return "failing";
  if (variable === "asked") return "stop";
  // What an operator wrote is all that such a mail says, so it is as long as one.
  if (variable === "text") return "<text> ".repeat(40).trim();
  if (variable !== "reason") return `<${variable}>`;
  if (kind.startsWith("claim-")) return "proof-gone";
  if (kind === "relation-ended") return "ended-by-member";
  return kind === "custody-passed-on" ? "silent" : "<reason>";
}

async function fill(
  context: PreviewTextContext,
  { actor, subject, language, rung, format }: PreviewTextInput,
  role: NotificationRole,
): Promise<Notification> {
  const { rows, ...found } = await readAs(context.sql, actor, (sql) =>
    readSubject({ ...context, sql }, subject),
  );
  const shownRung = role === "informed" ? null : (rung ?? found.rung);
  const shown = rows.map((row) => toRow(context.catalogue, row, role));
  const worst = shown[0] as NotificationRow;
  const now = context.clock();
  const id = newUuid(now.getTime()) as NotificationId;
  return {
    id,
    number: `${context.instance.numberPrefix}0000-0000` as PublicNumber,
    messageId: `<${id}@preview.invalid>`,
    threadMessageId: null,
    verificationCode: "000-000" as VerificationCode,
    answerToken: role === "informed" ? null : ("0".repeat(26) as AnswerToken),
    ticket: null,
    reminder: null,
    stopUrl: null,
    recipient: {
      address: found.address,
      organisation: null,
      name: null,
      language,
      format,
      key: null,
      rung: shownRung,
      custodyWithinMs: found.custodyWithinMs,
    },
    role,
    lane: laneOf(worst.severity, worst.type.exploited),
    topic:
      found.caseName === null
        ? { kind: "kind", name: worst.type.kind }
        : { kind: "case", name: found.caseName },
    round: 1,
    part: 1,
    parts: 1,
    composedAt: now,
    withheld: false,
    rows: orderRows(shown),
  };
}

type Found = {
  readonly rows: readonly PreviewRow[];
  readonly rung: Rung;
  readonly address: EmailAddress;
  readonly caseName: string | null;
  readonly custodyWithinMs: number | null;
};

async function readSubject(
  { sql, clock, catalogue }: PreviewTextContext,
  subject: PreviewSubject,
): Promise<Found> {
  switch (subject.kind) {
    case "example":
      return {
        rows: toExampleRows(catalogue, clock()),
        rung: "owner",
        address: exampleAddress,
        caseName: null,
        custodyWithinMs: null,
      };
    case "finding": {
      const found = await findPreviewedFinding(sql, subject.id);
      if (found === null) throw nothing("no such finding, or nobody is to be told of it");
      return { rows: [found.row], ...found.recipient, custodyWithinMs: null };
    }
    case "notification": {
      const found = await findNotification(sql, subject.id, 0);
      const rows = found === null ? [] : await listNotifiedRows(sql, subject.id, mostRows);
      if (found === null || rows.length === 0) throw nothing("no such notification");
      const { rung, address, caseName } = found;
      return {
        rows,
        rung: rung ?? "owner",
        address: address as EmailAddress,
        caseName,
        custodyWithinMs: null,
      };
    }
  }
}

function nothing(what: string): AppError {
  return new AppError("not-found", `There is ${what}.`);
}

function toRow(catalogue: Catalogue, row: PreviewRow, role: NotificationRole): NotificationRow {
  const type = catalogue.findType(row.type);
  if (type === null) throw nothing(`no finding type ${row.type} in the catalogue`);
  const tier: Tier = role === "informed" ? 0 : row.tier;
  return { ...row, type, tier, role, evidence: null };
}

/** A severe and a common finding at an address of the documentation. */
function toExampleRows({ types }: Catalogue, observedAt: Date): PreviewRow[] {
  const worst = types.find(({ severity, cves }) => severity === "critical" && cves.length > 0);
  const common = types.find(({ id }) => id === "open-rdp");
  return [worst, common]
    .filter((type): type is FindingType => type !== undefined)
    .map((type, i) => ({
      ...{ findingId: (i + 1) as FindingId, decisionId: 1 as DecisionId, episode: 1, round: 1 },
      ...{ type: type.id, severity: type.severity, tier: 1, tlp: "AMBER", observedAt },
      ...{ address: "192.0.2.7", name: null, port: [443, 3389][i] ?? null, transport: 6 },
      ...{ report: 1, evidenceOffset: 0 },
    }));
}
