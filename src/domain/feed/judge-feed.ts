import type { FeedId } from "./feed.ts";

/** What can be wrong with a feed. */
export const feedAlarmKinds = [
  "unreachable",
  "silent",
  "refused",
  "stuck",
  "columns",
  "volume",
  "quarantine",
] as const;

export type FeedAlarmKind = (typeof feedAlarmKinds)[number];

export type FeedAlarm = { readonly kind: FeedAlarmKind; readonly detail: string };

/** The last file of one report type of a feed, beside those before it. */
export type FeedVolume = {
  /** Empty where the feed does not name one. */
  readonly type: string;
  readonly name: string;
  readonly accepted: number;
  readonly quarantined: number;
  /** What stands before the first row; null where nothing does. */
  readonly header: string | null;
  readonly headerBefore: string | null;
  /** Of the accepted rows of up to 14 files before it; null when there was none. */
  readonly median: number | null;
  readonly filesBefore: number;
};

/** What is known of how a feed does. */
export type FeedFacts = {
  readonly feed: FeedId;
  readonly lookedAt: Date;
  readonly nextLookAt: Date;
  readonly answeredAt: Date | null;
  readonly failure: string | null;
  readonly failures: number;
  readonly knownSince: Date;
  readonly lastTakenAt: Date | null;
  readonly lastFile: string | null;
  readonly owed: number;
  /** Of the file that waits longest: since when, and why. */
  readonly owedSince: Date | null;
  readonly owedReason: string | null;
  /** Refused within the last three days: how many, and of the last which and why. */
  readonly refused: number;
  readonly refusedName: string | null;
  readonly refusedReason: string | null;
  readonly volumes: readonly FeedVolume[];
};

const dayMs = 86_400_000;
const failuresOfTrouble = 3;
const volume = { floor: 50, factor: 10, leastFiles: 3 };

/** What is wrong with a feed now, in the order of `feedAlarmKinds`, at most one of a kind. */
export function judgeFeed(
  facts: FeedFacts,
  expectedWithinMs: number | null,
  now: Date,
): readonly FeedAlarm[] {
  const found: (FeedAlarm | null)[] = [
    judgeAnswers(facts),
    judgeSilence(facts, expectedWithinMs, now),
    judgeRefusals(facts),
    judgeOwed(facts, now),
    judgeColumns(facts),
    judgeVolume(facts),
    judgeQuarantine(facts),
  ];
  return found.filter((alarm) => alarm !== null);
}

function judgeAnswers({ failures, failure, answeredAt }: FeedFacts): FeedAlarm | null {
  if (failures < failuresOfTrouble) return null;
  const last = answeredAt === null ? "it never answered" : `last answer ${toText(answeredAt)}`;
  return { kind: "unreachable", detail: `${failures} looks failed, ${last}: ${failure ?? ""}` };
}

function judgeSilence(
  { lastTakenAt, knownSince }: FeedFacts,
  expectedWithinMs: number | null,
  now: Date,
): FeedAlarm | null {
  const since = lastTakenAt ?? knownSince;
  if (expectedWithinMs === null || now.getTime() - since.getTime() <= expectedWithinMs) return null;
  const what = lastTakenAt === null ? "nothing came since it is watched" : "nothing came since";
  return { kind: "silent", detail: `${what}, ${toText(since)}` };
}

function judgeRefusals({ refused, refusedName, refusedReason }: FeedFacts): FeedAlarm | null {
  if (refused === 0) return null;
  const others = refused === 1 ? "" : ` and ${refused - 1} more`;
  return { kind: "refused", detail: `${refusedName ?? ""}${others}: ${refusedReason ?? ""}` };
}

function judgeOwed({ owed, owedSince, owedReason }: FeedFacts, now: Date): FeedAlarm | null {
  if (owedSince === null || now.getTime() - owedSince.getTime() <= dayMs) return null;
  return { kind: "stuck", detail: `${owed} files wait, since ${toText(owedSince)}: ${owedReason}` };
}

function judgeColumns({ volumes }: FeedFacts): FeedAlarm | null {
  return tell(
    "columns",
    volumes.filter(
      ({ header, headerBefore }) =>
        header !== null && headerBefore !== null && header !== headerBefore,
    ),
    (changed) => toColumnsText(changed.headerBefore ?? "", changed.header ?? ""),
  );
}

/** Which names came and went; where none did, their order or writing changed. */
function toColumnsText(before: string, now: string): string {
  const split = (text: string): string[] => text.split(/[,;\t]/).map((name) => name.trim());
  const [was, is] = [split(before), split(now)];
  const came = is.filter((name) => !was.includes(name));
  const went = was.filter((name) => !is.includes(name));
  const parts = [
    ...(came.length === 0 ? [] : [`new: ${came.slice(0, 5).join(" ")}`]),
    ...(went.length === 0 ? [] : [`gone: ${went.slice(0, 5).join(" ")}`]),
  ];
  return parts.join(", ") || "other order";
}

function judgeVolume({ volumes }: FeedFacts): FeedAlarm | null {
  return tell(
    "volume",
    volumes.filter(({ accepted, median, filesBefore }) => {
      if (median === null || filesBefore < volume.leastFiles) return false;
      const isJump = accepted > Math.max(volume.floor, volume.factor * median);
      const isFall = median >= volume.factor && accepted * volume.factor < median;
      return isJump || isFall;
    }),
    ({ accepted, median }) => `${accepted} rows, usually ${median}`,
  );
}

function judgeQuarantine({ volumes }: FeedFacts): FeedAlarm | null {
  return tell(
    "quarantine",
    volumes.filter(({ accepted, quarantined }) => quarantined * 10 > accepted + quarantined),
    ({ accepted, quarantined }) => `${quarantined} of ${accepted + quarantined} rows put aside`,
  );
}

function tell(
  kind: FeedAlarmKind,
  troubled: readonly FeedVolume[],
  toText: (volume: FeedVolume) => string,
): FeedAlarm | null {
  if (troubled.length === 0) return null;
  const told = troubled.slice(0, 5).map((one) => `${one.name}: ${toText(one)}`);
  const rest = troubled.length > told.length ? [`and ${troubled.length - told.length} more`] : [];
  return { kind, detail: [...told, ...rest].join("; ") };
}

function toText(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, "Z");
}
