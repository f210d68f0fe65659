import { strangerActor } from "../domain/access/actor.ts";
import { findProofToken, proofTokenBytes, toProofToken } from "../domain/proof/proof-token.ts";
import { toFollowUpText, toRegistrationText } from "../domain/registration/registration.ts";
import { transaction } from "../platform/database.ts";
import { equalBytes, sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import {
  confirmRegistrationAddress,
  countRegistrationFailure,
  lockRegistration,
} from "../store/registrations.ts";
import type { RegistrationContext } from "./registrations/registration-context.ts";

/** A code of 128 bits is not guessed; whoever types so many others has not got it. */
const mostFailures = 10;

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Takes the code that was mailed: the asker reads at that address. Answers, once, the word with which it looks how its
 * registration stands. Throws the same `input-refused` for a wrong code and for a registration that is not there.
 */
export async function confirmRegistration({
  context,
  input,
}: {
  readonly context: Pick<RegistrationContext, "sql" | "clock" | "random">;
  readonly input: { readonly registration: string; readonly code: string };
}): Promise<{ readonly followUp: string }> {
  const id = input.registration.toLowerCase();
  const at = context.clock();
  const followUp = toProofToken(context.random(proofTokenBytes));
  const confirmed = await transaction(context.sql, async (sql) => {
    const known = uuidPattern.test(id) ? await lockRegistration(sql, { id }) : null;
    if (known?.codeHash == null || known.codeFailures >= mostFailures) return false;
    const hash = sha256(toRegistrationText(id, findProofToken(input.code) ?? ""));
    if (!equalBytes(hash, known.codeHash)) {
      await countRegistrationFailure(sql, id);
      return false;
    }
    const followUpHash = sha256(toFollowUpText(followUp));
    await confirmRegistrationAddress(sql, id, { at, followUpHash });
    const [actor, act, detail] = [strangerActor, "register.ask", { confirmed: true }] as const;
    await appendAudit(sql, { at, actor, act, about: null, subject: id, detail });
    return true;
  });
  if (confirmed) return { followUp };
  throw new AppError("input-refused", "That number and that code do not belong together.", {
    remedy: "Type both as they stand in the mail, or register again.",
  });
}
