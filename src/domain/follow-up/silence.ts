import type { OrganisationId } from "../ids.ts";

/** Who can be silent: whoever was told, an intermediary that is to hold things, a feed that is to bring them. */
export const silenceKinds = ["recipient", "intermediary", "feed"] as const;

export type SilenceKind = (typeof silenceKinds)[number];

/** Somebody of whom nothing comes. */
export type SilenceSignal = {
  readonly kind: SilenceKind;
  /** A mail address, an intermediary, a feed. */
  readonly about: string;
  /** Whose address it is; null: nobody's that we know, or a feed. */
  readonly organisation: OrganisationId | null;
  readonly since: Date;
  /** How many mails were not reacted to; of a feed how many alarms stand. */
  readonly count: number;
};

/** When it counts as silence. */
export type SilenceLimits = {
  /** So many mails taken by its server, the first of them so long ago, and nothing came of any in the window. */
  readonly recipients: {
    readonly least: number;
    readonly forMs: number;
    readonly windowMs: number;
  };
  /** So many mails whose custody lapsed in the window, and none acknowledged. */
  readonly intermediaries: { readonly least: number; readonly windowMs: number };
};

const dayMs = 86_400_000;

export const silenceLimits: SilenceLimits = {
  recipients: { least: 3, forMs: 60 * dayMs, windowMs: 365 * dayMs },
  intermediaries: { least: 3, windowMs: 90 * dayMs },
};
