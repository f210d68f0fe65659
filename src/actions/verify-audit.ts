import type { Actor } from "../domain/access/actor.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { findAuditAnchor, hashContent, hashEntry, readAudit } from "../store/audit.ts";
import { permit } from "./access/permit.ts";

/** A head that was noted earlier, on paper or with somebody else: shows that nothing was cut off or written anew. */
export type NotedHead = { readonly id: number; readonly hash: string };

export type AuditVerdict =
  | {
      readonly whole: true;
      /** How many are kept. */
      readonly entries: number;
      /** How many went before those, their time being over. */
      readonly dropped: number;
      readonly pseudonymised: number;
      readonly head: NotedHead | null;
    }
  | { readonly whole: false; readonly at: number; readonly why: string };

/**
 * Walks the chain of the audit log, from where it begins since old entries went, and answers the first entry that does not fit, or the head to note down.
 *
 * An entry that was changed, removed or put in between breaks the chain from there on. Cutting off the end, or writing
 * all of it anew, shows only against a head that was noted elsewhere (`noted`).
 */
export async function verifyAudit({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor; readonly noted: NotedHead | null };
}): Promise<AuditVerdict> {
  permit(input.actor, "audit.read");
  const { noted } = input;
  if (
    noted !== null &&
    !(Number.isSafeInteger(noted.id) && noted.id > 0 && /^[0-9a-f]{64}$/.test(noted.hash))
  ) {
    throw new AppError(
      "wrong-usage",
      "Not the head of an audit log: give it as `audit verify` printed it, ID:HASH.",
    );
  }
  const anchor = await findAuditAnchor(context.sql);
  if (noted !== null && noted.id < anchor.id) throw toDropped(noted, anchor);
  if (noted?.id === anchor.id && noted.hash !== anchor.hash)
    return broken(anchor.id, "it is not the entry that was noted");
  let head: NotedHead = anchor;
  let pseudonymised = 0;
  for await (const entry of readAudit(context.sql)) {
    const expected: number = head.id + 1;
    if (entry.id !== expected) return broken(expected, "an entry is missing");
    if (entry.salt === null) pseudonymised += 1;
    else if (hashContent(entry.salt, entry.content) !== entry.contentHash)
      return broken(entry.id, "its content was changed");
    if (hashEntry(head.hash, entry) !== entry.hash)
      return broken(entry.id, "it does not follow the entry before");
    if (noted?.id === entry.id && noted.hash !== entry.hash)
      return broken(entry.id, "it is not the entry that was noted");
    head = { id: entry.id, hash: entry.hash };
  }
  if (noted !== null && head.id < noted.id)
    return broken(noted.id, "the log ends before the entry that was noted");
  const entries = head.id - anchor.id;
  return {
    whole: true,
    entries,
    dropped: anchor.id,
    pseudonymised,
    head: head.id === 0 ? null : head,
  };
}

function toDropped(noted: NotedHead, anchor: NotedHead): AppError {
  return new AppError(
    "input-refused",
    `Entry ${noted.id} is not kept any more: the log begins after ${anchor.id}.`,
    { remedy: "Give a head that was noted later (retention: auditLog of the instance file)." },
  );
}

function broken(at: number, why: string): AuditVerdict {
  return { whole: false, at, why };
}
