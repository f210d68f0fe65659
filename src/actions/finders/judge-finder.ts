import type { Actor } from "../../domain/access/actor.ts";
import type { FinderRecord } from "../../domain/finder/finder-record.ts";
import { falsePositiveMs, keepsTrust } from "../../domain/finder/keeps-trust.ts";
import type { Finder } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { newUuid } from "../../platform/uuid.ts";
import { type Disputable, listUpheld } from "../../store/false-positives.ts";
import { insertFinder, lockFinder } from "../../store/finders.ts";
import { queueNotices } from "../../store/notices.ts";
import { readWorld } from "../../store/worlds.ts";
import type { FinderContext } from "./finder-context.ts";
import { moveFinder } from "./move-finder.ts";

/**
 * Takes the trust of a finder away where too much was upheld against it (`keepsTrust`), and tells the house; answers
 * whether it did. A finder of the world file gets an entry in the register that takes its place.
 */
export async function judgeFinder(
  sql: Sql,
  context: Pick<FinderContext, "clock" | "instance">,
  { finder: id, type }: Disputable,
  actor: Actor,
): Promise<boolean> {
  const at = context.clock();
  const upheld = await listUpheld(sql, id, new Date(at.getTime() - falsePositiveMs));
  if (keepsTrust(upheld, at.getTime())) return false;
  const world = await readWorld(sql);
  const finder = world.finders.find((known) => known.id === id);
  if (finder === undefined || !finder.trusted) return false;
  const { contact, languages, sender } = context.instance;
  const [language] = languages;
  if ((await lockFinder(sql, id)) === null) {
    await insertFinder(sql, { ...toRecord(finder, contact.email, language, at), codeHash: null });
  }
  const reason = `false positives of ${type} upheld within 90 days`;
  const change = (before: FinderRecord): FinderRecord => ({
    ...before,
    state: "vetted",
    trusted: false,
  });
  await moveFinder(sql, context, { finder: id, actor, reason, change, told: null });
  const data = { finder: id, type };
  const notice = { kind: "finder-distrusted", once: null, organisation: null, data } as const;
  const domain = sender.returnPathDomain;
  await queueNotices(sql, [{ ...notice, address: contact.email, language }], { at, domain });
  return true;
}

/** A finder of the world file as the register begins with it: the file's policy goes on to hold beside its entry. */
function toRecord(
  { id, name, tlp }: Finder,
  contact: FinderRecord["contact"],
  language: FinderRecord["language"],
  at: Date,
): FinderRecord {
  return {
    id,
    entryId: newUuid(at.getTime()),
    state: "vetted",
    name: name ?? id,
    vouchedBy: null,
    purpose: "",
    // Ours, until somebody gives another: nothing is told to a contact that was not confirmed.
    contact,
    language,
    confirmedAt: null,
    trusted: false,
    tlp,
    grade: null,
    signed: false,
    policies: [],
    askedAt: at,
    askedBy: "world file",
  };
}
