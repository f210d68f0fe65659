/**
 * What each failure means to whoever meets it: HTTP status, exit status, whether trying again
 * later may help, a title that stays the same, and what to do when the thrower knows no better.
 *
 * The one registry: a code is added here and never changes its meaning.
 * Exit statuses: 1 failed, 2 wrong usage, 3 input refused as a whole.
 */
export const errorCodes = {
  "wrong-usage": entry(400, 2, false, "Wrong usage", "See --help."),
  "settings-invalid": entry(500, 2, false, "Settings are invalid", "Correct the settings named."),
  "input-refused": entry(422, 3, false, "Input refused", "Correct the input and try again."),
  "input-too-large": entry(413, 3, false, "Input too large", "Hand it over in smaller parts."),
  "not-authenticated": entry(401, 1, false, "Not authenticated", "Send a valid bearer token."),
  "not-permitted": entry(403, 1, false, "Not permitted", "Ask an operator for this permission."),
  "not-found": entry(404, 1, false, "Not found", "Check the identifier."),
  conflict: entry(409, 1, false, "Conflicts with the current state", "Look at it again first."),
  brake: entry(
    409,
    1,
    false,
    "Stopped by a brake",
    "Check the difference, then go on with --force.",
  ),
  "approval-needed": entry(
    409,
    1,
    false,
    "Needs the approval of somebody else",
    "Have it approved, then do the same again.",
  ),
  "wrong-host": entry(421, 1, false, "Wrong host", "Use the address that MELDPUNT_URL names."),
  "too-many-requests": entry(429, 1, true, "Too many requests", "Wait and try again."),
  "database-unreachable": entry(
    503,
    1,
    true,
    "Database cannot be reached",
    "Check that PostgreSQL runs and that DATABASE_URL is right.",
  ),
  "database-too-old": entry(
    503,
    1,
    false,
    "PostgreSQL is too old",
    "Use PostgreSQL 15 or newer, or leave DATABASE_URL out to use the embedded one.",
  ),
  "database-not-migrated": entry(
    503,
    1,
    false,
    "Database needs migrating",
    "Run `meldpunt migrate`.",
  ),
  "database-newer": entry(
    503,
    1,
    false,
    "Database is newer than this program",
    "Use the version of Meldpunt that migrated it, or a later one.",
  ),
  "migration-failed": entry(
    500,
    1,
    false,
    "Migration failed",
    "Nothing of this migration was kept. Correct its cause and run `meldpunt migrate` again.",
  ),
  "embedded-missing": entry(
    503,
    1,
    false,
    "Embedded PostgreSQL is not installed",
    "Run `npm ci` in the clone, or set DATABASE_URL to a PostgreSQL 15 or newer.",
  ),
  "embedded-user": entry(
    503,
    1,
    false,
    "Embedded PostgreSQL has no user to run as",
    "Start Meldpunt as an ordinary user, or set DATABASE_URL to a PostgreSQL 15 or newer.",
  ),
  "embedded-failed": entry(
    503,
    1,
    true,
    "Embedded PostgreSQL did not start",
    "See the log named, or set DATABASE_URL to a PostgreSQL 15 or newer.",
  ),
  "feed-failed": entry(
    502,
    1,
    true,
    "A feed cannot be read",
    "It is tried again by itself; `meldpunt feeds list` says when.",
  ),
  "lookup-failed": entry(
    502,
    1,
    true,
    "Servers of others did not answer",
    "Try again later; what was known before goes on to hold.",
  ),
  unexpected: entry(
    500,
    1,
    false,
    "Unexpected failure",
    "Report it with the message and its stack.",
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCodes;

export type ErrorEntry = {
  readonly status: number;
  readonly exitStatus: 1 | 2 | 3;
  readonly retry: boolean;
  readonly title: string;
  readonly remedy: string;
};

function entry(
  status: number,
  exitStatus: 1 | 2 | 3,
  retry: boolean,
  title: string,
  remedy: string,
): ErrorEntry {
  return { status, exitStatus, retry, title, remedy };
}

/**
 * A failure that somebody has to read: `message` says what is wrong and where (file, line, field),
 * `remedy` what to do. Neither may hold a secret or somebody else's data.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly remedy: string;
  /** Plain values for machines, as in a problem document. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly remedy?: string;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy ?? errorCodes[code].remedy;
    this.details = options.details ?? {};
  }

  get entry(): ErrorEntry {
    return errorCodes[this.code];
  }
}

/** The value, which a rule of the program guarantees to be there; `rule` says which. A bug otherwise. */
export function must<T>(value: T | null | undefined, rule: string): T {
  if (value === null || value === undefined) throw new Error(`Bug: ${rule}`);
  return value;
}

/** Closes a switch over all cases; the compiler proves that it is never reached. */
export function unreachable(value: never, where: string): never {
  throw new Error(`Bug: ${where} does not know ${JSON.stringify(value)}`);
}

/** What to print on standard error: the message, then on a line of its own what to do. */
export function toMessage(error: unknown): string {
  if (error instanceof AppError) return `${error.message}\n${error.remedy}`;
  if (error instanceof Error)
    return `${error.stack ?? error.message}\n${errorCodes.unexpected.remedy}`;
  return `${String(error)}\n${errorCodes.unexpected.remedy}`;
}

/** The exit status of a command that ended with this error. */
export function toExitStatus(error: unknown): 1 | 2 | 3 {
  return error instanceof AppError ? error.entry.exitStatus : 1;
}
