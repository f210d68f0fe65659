import type { Language } from "../finding/finding-type.ts";
import type { Grade } from "../finding/grade.ts";
import type { Tlp } from "../finding/tlp.ts";
import type { FinderId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { Finder, FinderPolicy } from "../world/world.ts";

export const finderStates = ["asked", "vetted", "declined", "suspended"] as const;

/**
 * - `asked`: waits for a vetter
 * - `suspended`: was vetted; what it hands over waits again, its policy goes on to hold
 */
export type FinderState = (typeof finderStates)[number];

/** A finder as the register keeps it. */
export type FinderRecord = {
  readonly id: FinderId;
  /** UUID of its entry in the register, once it was vetted. */
  readonly entryId: string;
  readonly state: FinderState;
  /** Its own, or a pseudonym. */
  readonly name: string;
  /** Of a pseudonym: who knows whose it is; null: it goes by its own name. */
  readonly vouchedBy: string | null;
  readonly purpose: string;
  readonly contact: EmailAddress;
  readonly language: Language;
  /** When the code was typed that was mailed to the contact; nothing else goes there before. */
  readonly confirmedAt: Date | null;
  readonly trusted: boolean;
  readonly tlp: Tlp | null;
  /** Of its reports that say none. */
  readonly grade: Grade | null;
  /** Whether what it hands over has to be signed to go by itself. */
  readonly signed: boolean;
  readonly policies: readonly FinderPolicy[];
  readonly askedAt: Date;
  readonly askedBy: string;
};

/** What is in force of it: what decisions and intake see. */
export function toFinder(record: FinderRecord): Finder {
  const { id, name, trusted, tlp, policies } = record;
  return { id, name, trusted, tlp, policies };
}

/** How long the code of a contact can be typed. */
export const finderCodeMs = 30 * 24 * 60 * 60_000;

/** What the code is hashed with: that of another finder or address does not fit. */
export function toFinderCodeText(finder: FinderId, contact: EmailAddress, code: string): string {
  return ["meldpunt-finder", finder, contact, code].join("\n");
}
