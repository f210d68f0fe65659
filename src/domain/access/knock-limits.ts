/** How many are let in within one window, which begins with the first. */
export type KnockLimit = { readonly most: number; readonly windowMs: number };

const quarterMs = 15 * 60_000;
const client: readonly KnockLimit[] = [{ most: 10, windowMs: quarterMs }];

/**
 * Where somebody without a right to it can try, and how often: wrong tokens and signing in, what strangers send, wrong links,
 * wrong codes. All limits of a door hold together.
 *
 * `verification-number` is by number, whoever asks: a code has 148 million values, and a client more costs an attacker nothing.
 * By the day, guessing one takes thousands of years.
 *
 * `file-of-link` is by link, whoever fetches: more often than the files of one mail, and each is opened in memory.
 */
export const knockLimits = {
  token: client,
  registration: client,
  "registration-api": client,
  "stop-link": client,
  "answer-link": client,
  "file-of-link": [{ most: 60, windowMs: quarterMs }],
  verification: client,
  "verification-number": [
    { most: 10, windowMs: quarterMs },
    { most: 100, windowMs: 96 * quarterMs },
  ],
} as const satisfies Readonly<Record<string, readonly KnockLimit[]>>;

export type Door = keyof typeof knockLimits;
