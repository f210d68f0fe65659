import { strangerActor } from "../domain/access/actor.ts";
import { finderCodeMs, toFinderCodeText } from "../domain/finder/finder-record.ts";
import type { FinderId } from "../domain/ids.ts";
import { findProofToken } from "../domain/proof/proof-token.ts";
import { transaction } from "../platform/database.ts";
import { equalBytes, sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { confirmFinderContact, countFinderFailure, lockFinder } from "../store/finders.ts";
import type { FinderContext } from "./finders/finder-context.ts";

/** A code of 128 bits is not guessed; whoever types so many others has not got it. */
const mostFailures = 10;

/**
 * Takes the code that was mailed: outcomes may go to that address. Throws the same `input-refused` for a wrong code and
 * for a finder that is not there.
 */
export async function confirmFinder({
  context,
  input,
}: {
  readonly context: Pick<FinderContext, "sql" | "clock">;
  readonly input: { readonly finder: FinderId; readonly code: string };
}): Promise<void> {
  const { finder } = input;
  const at = context.clock();
  const confirmed = await transaction(context.sql, async (sql) => {
    const known = await lockFinder(sql, finder);
    if (known?.codeHash == null || known.codeFailures >= mostFailures) return false;
    if (known.askedAt.getTime() + finderCodeMs <= at.getTime()) return false;
    const code = findProofToken(input.code) ?? "";
    if (!equalBytes(sha256(toFinderCodeText(finder, known.contact, code)), known.codeHash)) {
      await countFinderFailure(sql, finder);
      return false;
    }
    await confirmFinderContact(sql, finder, at);
    const [actor, act, detail] = [strangerActor, "finder.ask", { confirmed: true }] as const;
    await appendAudit(sql, { at, actor, act, about: finder, subject: null, detail });
    return true;
  });
  if (confirmed) return;
  throw new AppError("input-refused", "That finder and that code do not belong together.", {
    remedy: "Type both as they stand in the mail.",
  });
}
