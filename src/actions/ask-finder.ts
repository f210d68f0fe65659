import type { Actor } from "../domain/access/actor.ts";
import {
  type FinderRecord,
  finderCodeMs,
  toFinderCodeText,
} from "../domain/finder/finder-record.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import { type FinderId, isSlug } from "../domain/ids.ts";
import { findEmailAddress } from "../domain/network/email-address.ts";
import { proofTokenBytes, toProofToken } from "../domain/proof/proof-token.ts";
import { transaction } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { countUnconfirmedFinders, insertFinder, insertFinderChange } from "../store/finders.ts";
import { queueNotices } from "../store/notices.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import type { FinderContext } from "./finders/finder-context.ts";

export type AskFinderInput = {
  /** A stranger too: whoever wants to hand findings over. */
  readonly actor: Actor;
  readonly finder: FinderId;
  /** Its own, or a pseudonym; the real name behind one is asked of nobody. */
  readonly name: string;
  readonly purpose: string;
  readonly contact: string;
  readonly language: Language;
};

/** The same whatever is known of the id or the address. */
export type AskedFinder = { readonly finder: FinderId; readonly until: Date };

/** More codes than these a day are no help to anybody, and a nuisance to whose address it is. */
const mostADay = 3;
const dayMs = 24 * 60 * 60_000;

/**
 * Takes the word of somebody who wants to hand findings over, and mails a code to the address that was given. It counts
 * as nobody before a vetter decided.
 *
 * A stranger is answered the same where the id is taken, and nothing is kept; people of the house are told (`conflict`).
 */
export async function askFinder({
  context,
  input,
}: {
  readonly context: FinderContext;
  readonly input: AskFinderInput;
}): Promise<AskedFinder> {
  const { actor, finder } = input;
  permit(actor, "finder.ask", { finder });
  const at = context.clock();
  const code = toProofToken(context.random(proofTokenBytes));
  const record = toRecord(input, at);
  const codeHash = sha256(toFinderCodeText(finder, record.contact, code));
  const kept = await transaction(context.sql, async (sql) => {
    const since = new Date(at.getTime() - dayMs);
    const isOften = (await countUnconfirmedFinders(sql, record.contact, since)) >= mostADay;
    // Whoever is named in the world file was vetted by whoever wrote it; only the house puts another in its place.
    const isTaken =
      actor.kind !== "house" && (await readWorld(sql)).finders.some(({ id }) => id === finder);
    const kept = !isOften && !isTaken && (await insertFinder(sql, { ...record, codeHash }));
    if (kept) {
      const { state, trusted } = record;
      const change = { finder, at, actor: actor.name, state, trusted, reason: "asked" };
      await insertFinderChange(sql, change);
      const data = { name: record.name, finder, code };
      const { contact: address, language } = record;
      const notice = {
        kind: "finder-code",
        once: null,
        organisation: null,
        address,
        language,
        data,
      } as const;
      const domain = context.instance.sender.returnPathDomain;
      await queueNotices(sql, [notice], { at, domain });
    }
    const detail = { kept };
    await appendAudit(sql, { at, actor, act: "finder.ask", about: finder, subject: null, detail });
    return kept;
  });
  if (!kept && actor.kind === "house") {
    throw new AppError(
      "conflict",
      `There is a finder ${finder} already, or its address asks too often.`,
      {
        remedy: "Look at it with `meldpunt finder show`.",
      },
    );
  }
  return { finder, until: new Date(at.getTime() + finderCodeMs) };
}

function toRecord(input: AskFinderInput, at: Date): FinderRecord {
  const { actor, finder, language } = input;
  const contact = findEmailAddress(input.contact.trim());
  const name = input.name.trim();
  const purpose = input.purpose.trim();
  const faults = [
    ...(isSlug(finder) ? [] : ["finder: lower case letters, digits, dots and hyphens"]),
    ...(contact === null ? ["contact: no mail address"] : []),
    ...(name === "" || name.length > 200 ? ["name: 1 to 200 signs"] : []),
    ...(purpose.length > 2000 ? ["purpose: at most 2000 signs"] : []),
  ];
  if (contact === null || faults.length > 0) {
    throw new AppError("input-refused", `It cannot be read: ${faults.join("; ")}.`, {
      remedy: "Correct these fields and send it again.",
    });
  }
  return {
    id: finder,
    entryId: newUuid(at.getTime()),
    state: "asked",
    name,
    vouchedBy: null,
    purpose,
    contact,
    language,
    confirmedAt: null,
    trusted: false,
    tlp: null,
    grade: null,
    signed: false,
    policies: [],
    askedAt: at,
    askedBy: actor.name,
  };
}
