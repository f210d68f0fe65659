import type { Approvals } from "./access/approval.ts";
import type { Duration } from "./duration.ts";
import type { Language } from "./finding/finding-type.ts";
import type { ReminderSettings } from "./follow-up/plan-reminder.ts";
import type { DomainName } from "./network/domain-name.ts";
import type { EmailAddress } from "./network/email-address.ts";
import type { MailKeyKind } from "./notification/recipient-key.ts";
import type { BrakeSettings } from "./notification/report-brake.ts";

/** Days of the week, in the order in which `Date` numbers them. */
export const weekdays = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;

export type Weekday = (typeof weekdays)[number];

/** Minutes since midnight, local time. */
export type TimeOfDay = number;

/** A stretch of a day; `until` is exclusive. */
export type DayHours = { readonly from: TimeOfDay; readonly until: TimeOfDay };

/** When the digest of the day goes out, and on which day that of the week, at the same hour. */
export type Digests = { readonly dayAt: TimeOfDay; readonly weekOn: Weekday };

/** Goes out once nothing has come for `restMs`, and `mostMs` after the first row at the latest. */
type Debounce = { readonly restMs: number; readonly mostMs: number };

/** What belongs to one installation and is neither the world nor the code (docs/formats/instance.md). */
export type Instance = {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly homeCountry: string;
  /** What it speaks, at least one; the first where a contact names none. */
  readonly languages: readonly [Language, ...Language[]];
  /** Begins every public number, as in `NSM-`. */
  readonly numberPrefix: string;
  /** IANA name; all hours here are local time there. */
  readonly timeZone: string;
  readonly businessHours: DayHours;
  readonly businessDays: readonly Weekday[];
  /** When the lanes day and week go; at once: every lane goes as soon as it is decided, whatever the hour. */
  readonly digests: Digests | "at-once";
  /** Of the lane now, which waits for rows that keep coming for one recipient. */
  readonly debounce: Debounce;
  /** Over midnight where `from` is later than `until`; null: there are none. */
  readonly quietHours: DayHours | null;
  /** By date (`2026-12-25`), ascending. */
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
  readonly sender: {
    readonly name: string;
    readonly address: EmailAddress;
    /** Takes bounces, with a local part for each delivery. */
    readonly returnPathDomain: DomainName;
  };
  readonly contact: {
    readonly page: string;
    readonly verifyPage: string;
    readonly email: EmailAddress;
    readonly telephone: string | null;
    readonly privacyEmail: EmailAddress;
    readonly privacyPage: string;
  };
  /** How mail is signed to whoever has given us no key, where there is a key of our own for it. */
  readonly signing: MailKeyKind | "none";
  /** Whether anybody may see the coarse coverage of the home country. */
  readonly publicCoverage: boolean;
  /** What is too small to be published. */
  readonly smallCells: { readonly organisations: number; readonly addresses: number };
  /** An intermediary's time to acknowledge where it names none. */
  readonly custodyWithinMs: { readonly now: number; readonly day: number; readonly week: number };
  /** Whether we look ourselves whether something is fixed, where owner or finder allow it. */
  readonly ownRechecks: boolean;
  /** When recipients are told once more, and when others are asked. */
  readonly reminders: ReminderSettings;
  readonly retention: Readonly<Record<RetentionClass, Duration>>;
  readonly brakes: {
    /** A notification may have the greater of `floor` rows and `factor` times the recipient's 30-day median. */
    readonly volume: { readonly floor: number; readonly factor: number };
    readonly registryChangePercent: number;
    readonly worldChangePercent: number;
    /** A change may move `floor` findings of the last days, or `percent` of them. */
    readonly decisions: { readonly floor: number; readonly percent: number };
    readonly reports: BrakeSettings;
    /** Rows that a finder that is not trusted hands over in a day, before its reports are looked at apart. */
    readonly untrustedRowsPerDay: number;
  };
  /** Which acts need several people. */
  readonly approvals: Approvals;
};

/** What is kept for some time, and why is said in 2-domain.md, "Retention". */
export const retentionClasses = [
  "keptReportWithOpenFinding",
  "keptReport",
  "closedFinding",
  "openFindingNotSeen",
  "notification",
  "unsolicitedContact",
  "auditLog",
  "auditLogAddresses",
] as const;

export type RetentionClass = (typeof retentionClasses)[number];

const days = (count: number): Duration => ({ months: 0, days: count, ms: 0 });
const months = (count: number): Duration => ({ months: count, days: 0, ms: 0 });

/**
 * What holds where the instance says nothing, and between what it may choose: no file can keep data about vulnerable
 * systems for longer than the policy says.
 */
export const retentionBounds: Readonly<
  Record<
    RetentionClass,
    { readonly usual: Duration; readonly floor: Duration; readonly ceiling: Duration }
  >
> = {
  keptReportWithOpenFinding: { usual: days(90), floor: days(30), ceiling: days(90) },
  keptReport: { usual: days(30), floor: days(7), ceiling: days(90) },
  closedFinding: { usual: months(2), floor: days(7), ceiling: months(6) },
  openFindingNotSeen: { usual: days(90), floor: days(30), ceiling: days(180) },
  notification: { usual: months(36), floor: months(12), ceiling: months(36) },
  unsolicitedContact: { usual: days(30), floor: days(1), ceiling: days(30) },
  auditLog: { usual: months(36), floor: months(12), ceiling: months(84) },
  auditLogAddresses: { usual: months(12), floor: days(30), ceiling: months(12) },
};
