import type { Actor } from "../domain/access/actor.ts";
import type {
  ContactAnswer,
  ContactLookups,
  ContactSource,
} from "../domain/contacts/contact-lookup.ts";
import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import { shiftInstant } from "../domain/duration.ts";
import type { Instance } from "../domain/instance.ts";
import { findDomainName } from "../domain/network/domain-name.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { type ContactLookup, saveContactLookups, tryLookupTurn } from "../store/contact-lookups.ts";
import { permit } from "./access/permit.ts";
import { type ContactErrand, listErrandsInNeed, readErrands } from "./contacts/contact-errands.ts";
import { dueAtOf } from "./contacts/due-at.ts";

export type RefreshContactsContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly instance: Instance;
  readonly readBasis: ReadBasis;
  /** Null: this installation asks nobody (MELDPUNT_LOOKUPS). */
  readonly lookups: ContactLookups | null;
};

export type RefreshContactsInput = {
  readonly actor: Actor;
  /** Addresses, AS numbers and names; null: what open findings need and is not known, so many at most. */
  readonly objects: readonly string[] | null;
  readonly limit: number;
  /** Stops after what is being asked; what was answered until then is kept. */
  readonly signal?: AbortSignal;
  /** Called with each answer as it comes. */
  readonly onAnswer?: (answer: RefreshedContact) => void | Promise<void>;
};

/** What one source said of one object. */
export type RefreshedContact = {
  readonly object: string;
  readonly source: ContactSource;
  readonly outcome: ContactAnswer["kind"];
  readonly emails: readonly string[];
  readonly url: string | null;
  readonly detail: string | null;
};

/** How many answers of each kind. */
export type RefreshedContacts = Readonly<Record<ContactAnswer["kind"], number>>;

/** Errands under way at once; each host is asked one thing at a time in any case. */
const atOnce = 8;

/** Errands whose answers are kept together, so that a crash loses little. */
const keptTogether = 100;

/**
 * Asks registries and sites for contacts and keeps what they say; decisions use it from then on, where world and registry
 * name nobody.
 *
 * What fails leaves in force what was known. What open findings need is asked by one process at a time; another one
 * finds nothing to do. Throws `not-permitted` where lookups are off, `input-refused` for what
 * cannot be asked about.
 */
export async function refreshContacts({
  context,
  input,
}: {
  readonly context: RefreshContactsContext;
  readonly input: RefreshContactsInput;
}): Promise<RefreshedContacts> {
  permit(input.actor, "contacts.refresh");
  const { lookups } = context;
  if (lookups === null) throw toSwitchedOff();
  if (input.objects !== null)
    return runErrands(context, lookups, input, readErrands(input.objects));
  // One process at a time, or each would ask the same.
  const refreshed = await tryLookupTurn(context.sql, async () =>
    runErrands(context, lookups, input, await listErrandsInNeed(context, input.limit)),
  );
  return refreshed ?? { found: 0, none: 0, failed: 0 };
}

async function runErrands(
  context: RefreshContactsContext,
  lookups: ContactLookups,
  input: RefreshContactsInput,
  errands: readonly ContactErrand[],
): Promise<RefreshedContacts> {
  const counts = { found: 0, none: 0, failed: 0 };
  for (let from = 0; from < errands.length && !input.signal?.aborted; from += keptTogether) {
    const kept: ContactLookup[] = [];
    const keep = async (source: ContactSource, object: string, answer: ContactAnswer) => {
      kept.push(toLookup(context, source, object, answer));
      counts[answer.kind] += 1;
      await input.onAnswer?.(toRefreshed(source, object, answer));
    };
    const batch = errands.slice(from, from + keptTogether);
    await runAll(batch, input.signal, (errand) => errand(lookups, keep));
    await keepTogether(context, input.actor, lastOfEach(kept));
  }
  return counts;
}

/** Keeps answers; the audit log gets their number, because their objects are those of findings. */
async function keepTogether(
  { sql, clock }: RefreshContactsContext,
  actor: Actor,
  lookups: readonly ContactLookup[],
): Promise<void> {
  if (lookups.length === 0) return;
  const found = lookups.filter(({ answer }) => answer.kind === "found").length;
  await transaction(sql, async (inside) => {
    await saveContactLookups(inside, lookups);
    await appendAudit(inside, {
      at: clock(),
      actor,
      act: "contacts.refresh",
      about: null,
      subject: null,
      detail: { asked: lookups.length, found },
    });
  });
}

/** Runs errands some at a time, in order. */
async function runAll(
  errands: readonly ContactErrand[],
  signal: AbortSignal | undefined,
  run: (errand: ContactErrand) => Promise<void>,
): Promise<void> {
  const waiting = errands.values();
  const work = async () => {
    for (const errand of waiting) {
      if (signal?.aborted) return;
      await run(errand);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

function toLookup(
  { clock, instance }: RefreshContactsContext,
  source: ContactSource,
  object: string,
  answer: ContactAnswer,
): ContactLookup {
  const now = clock();
  const kept = shiftInstant(now.getTime(), instance.retention.unsolicitedContact, 1);
  return {
    source,
    object,
    answer,
    askedAt: now,
    dueAt: dueAtOf(source, answer, now),
    keptUntil: new Date(kept),
    // The abuse desk of a name is its registrar's, which is on no rung.
    counts: source === "security-txt" || findDomainName(object) === null,
  };
}

function lastOfEach(lookups: readonly ContactLookup[]): ContactLookup[] {
  const last = new Map(lookups.map((lookup) => [`${lookup.source} ${lookup.object}`, lookup]));
  return [...last.values()];
}

function toRefreshed(
  source: ContactSource,
  object: string,
  answer: ContactAnswer,
): RefreshedContact {
  return {
    object,
    source,
    outcome: answer.kind,
    emails: answer.kind === "found" ? answer.emails : [],
    url: answer.kind === "failed" ? null : answer.url,
    detail: answer.kind === "found" ? answer.note : answer.detail,
  };
}

function toSwitchedOff(): AppError {
  return new AppError("not-permitted", "This installation asks no servers of others.", {
    remedy: "Set MELDPUNT_LOOKUPS=on (docs/operations/contacts.md).",
  });
}
