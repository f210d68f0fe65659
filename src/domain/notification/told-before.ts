/**
 * How a reminder stands to its recipient: it was told itself and the finding was seen again, it said that it is fixed and
 * it is not, another contact of its organisation was told, or another party was and nobody reacted.
 */
export const reminderKinds = ["seen-again", "claim-refuted", "colleague", "other-party"] as const;

export type ReminderKind = (typeof reminderKinds)[number];

/** What is behind a notice that is not the first about its findings. */
export type ToldBefore = {
  readonly kind: ReminderKind;
  /** When it was told of before; of several findings the first. */
  readonly toldAt: Date;
  /** When it was seen again; of several findings the last. Null: nobody has seen it since. */
  readonly seenAt: Date | null;
};

/** What is behind a notice of several findings of one kind; null where they are told of for the first time. */
export function foldToldBefore(all: readonly (ToldBefore | null)[]): ToldBefore | null {
  let folded: ToldBefore | null = null;
  for (const one of all) {
    if (one === null) continue;
    if (folded === null) {
      folded = one;
      continue;
    }
    const toldAt: Date = new Date(Math.min(one.toldAt.getTime(), folded.toldAt.getTime()));
    const seenAt: Date | null = laterOf(one.seenAt, folded.seenAt);
    folded = { kind: folded.kind, toldAt, seenAt };
  }
  return folded;
}

function laterOf(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
