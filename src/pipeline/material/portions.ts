import { lanes } from "../../domain/finding/lane.ts";
import type { FindingId, NotificationId } from "../../domain/ids.ts";
import type { DueRecipient } from "../../store/due-recipients.ts";
import type { DuePart } from "../../store/due-rows.ts";

/** What is read and drafted in one go: much, since each go opens the reports anew. */
export type Portion = DuePart & {
  /** Notifications of others that these recipients are to be informed of. */
  readonly informed: readonly NotificationId[];
};

/** How many rows portions get. */
export type PortionSizes = {
  /** The first one: little, so that the first mails are on their way soon. */
  readonly first: number;
  /** Several recipients together. */
  readonly several: number;
  /** One recipient. */
  readonly one: number;
};

/**
 * Recipients together until they have enough rows, those of the lane now first; one that has more than a portion may hold
 * gets its own, so that memory has an end. Each row is in exactly one portion, those of a recipient in their order.
 */
export function toPortions(
  recipients: readonly DueRecipient[],
  { first, several, one }: PortionSizes,
): Portion[] {
  const portions: Portion[] = [];
  let together: DueRecipient[] = [];
  let rows = 0;
  const close = (): void => {
    if (together.length > 0) portions.push(whole(together));
    together = [];
    rows = 0;
  };
  for (const recipient of recipients.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    if (recipient.rows > one) {
      close();
      portions.push(...inParts(recipient, one));
      continue;
    }
    if (rows + recipient.rows > (portions.length === 0 ? first : several)) close();
    together.push(recipient);
    rows += recipient.rows;
  }
  close();
  return portions;
}

function rankOf({ lane }: DueRecipient): number {
  return lanes.indexOf(lane);
}

function whole(turns: readonly DueRecipient[]): Portion {
  return {
    turns,
    findings: turns.flatMap(({ findings }) => findings),
    owed: turns.flatMap(({ owed }) => owed),
    informed: turns.flatMap(({ informed }) => informed),
  };
}

/** Findings first, then what is owed; what it is to be informed of stays whole, with the last of them. */
function inParts(recipient: DueRecipient, most: number): Portion[] {
  const { findings, owed, informed } = recipient;
  const turns = [recipient];
  const portions: Portion[] = [];
  const none = { turns, findings: [] as FindingId[], owed: [], informed: [] };
  for (let from = 0; from < findings.length; from += most) {
    portions.push({ ...none, findings: findings.slice(from, from + most) });
  }
  for (let from = 0; from < owed.length; from += most) {
    portions.push({ ...none, owed: owed.slice(from, from + most) });
  }
  if (informed.length > 0) portions.push({ ...none, informed });
  return portions;
}

/** Whether somebody has something in both: what follows to the same address belongs to the thread of what is kept first. */
export function sharesAddress(one: Portion, other: Portion): boolean {
  const addresses = new Set(one.turns.map(({ address }) => address));
  return other.turns.some(({ address }) => addresses.has(address));
}
