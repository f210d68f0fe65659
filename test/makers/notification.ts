import type { FindingType } from "../../src/domain/finding/finding-type.ts";
import type {
  DecisionId,
  FindingId,
  FindingTypeId,
  NotificationId,
  OrganisationId,
} from "../../src/domain/ids.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import type { Notification, NotificationRow } from "../../src/domain/notification/notification.ts";
import type { PublicNumber } from "../../src/domain/notification/public-number.ts";
import type { VerificationCode } from "../../src/domain/notification/verification-code.ts";
import type { AnswerToken } from "../../src/domain/response/answer-token.ts";

/** A finding type with everything filled in. */
export function makeFindingType(changes: Partial<FindingType> = {}): FindingType {
  return {
    id: "open-rdp" as FindingTypeId,
    kind: "misconfiguration",
    nature: "state",
    about: "address",
    port: true,
    transport: 6,
    rsit: { class: "vulnerable", type: "potentially-unwanted-accessible" },
    severity: "medium",
    tier: 1,
    cves: [],
    exploited: false,
    title: {
      nl: "Remote Desktop (RDP) bereikbaar vanaf internet",
      en: "Remote Desktop (RDP) reachable from the internet",
    },
    aliases: [],
    advice: "open-rdp",
    ...changes,
  };
}

/** A row about 192.0.2.7 at tier 1. */
export function makeRow(changes: Partial<NotificationRow> = {}): NotificationRow {
  const type = changes.type ?? makeFindingType();
  return {
    findingId: 1 as FindingId,
    decisionId: 1 as DecisionId,
    episode: 1,
    round: 1,
    role: "primary",
    type,
    severity: type.severity,
    tier: 1,
    tlp: "AMBER",
    address: "192.0.2.7",
    name: null,
    port: 3389,
    transport: 6,
    observedAt: new Date("2026-11-20T04:12:33Z"),
    report: 1,
    evidenceOffset: 0,
    evidence: null,
    ...changes,
  };
}

/** A notification of these rows to an owner. */
export function makeNotification(changes: Partial<Notification> = {}): Notification {
  return {
    id: "0199a000-0000-7000-8000-000000000001" as NotificationId,
    number: "NSM-7K3F-92QD" as PublicNumber,
    messageId: "<0199a000-0000-7000-8000-000000000001@meldpunt.example>",
    threadMessageId: null,
    stopUrl: null,
    ticket: null,
    verificationCode: "7K3-F92" as VerificationCode,
    answerToken:
      changes.role === "informed" || changes.role === "correction"
        ? null
        : ("abcdefghijklmnopqrstuvwxya" as AnswerToken),
    recipient: {
      address: "security@uni-x.example" as EmailAddress,
      organisation: "uni-x" as OrganisationId,
      name: "Universiteit X",
      language: "en",
      format: "text",
      rung: "owner",
      custodyWithinMs: null,
      key: null,
    },
    role: "primary",
    reminder: null,
    lane: "week",
    topic: { kind: "kind", name: "misconfiguration" },
    round: 1,
    part: 1,
    parts: 1,
    withheld: false,
    composedAt: new Date("2026-11-20T09:00:00Z"),
    rows: [makeRow()],
    ...changes,
  };
}
