import { strangerActor } from "../domain/access/actor.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { NotificationId } from "../domain/ids.ts";
import { findEmailAddress } from "../domain/network/email-address.ts";
import { proofTokenBytes, toProofToken } from "../domain/proof/proof-token.ts";
import {
  type RegistrationFault,
  readRegistration,
  type TypedRegistration,
} from "../domain/registration/read-registration.ts";
import { toRegistrationText, unconfirmedMs } from "../domain/registration/registration.ts";
import { findAnswerToken, toAnswerTokenText } from "../domain/response/answer-token.ts";
import { transaction } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { findAnswerLink } from "../store/answer-links.ts";
import { appendAudit } from "../store/audit.ts";
import { queueNotices } from "../store/notices.ts";
import { countUnconfirmed, insertRegistration } from "../store/registrations.ts";
import type { RegistrationContext } from "./registrations/registration-context.ts";

export type RegisterInput = {
  readonly typed: TypedRegistration;
  /** Of whoever asks. */
  readonly email: string;
  readonly language: Language;
  /** The version that was shown, in the language in which it was. */
  readonly agreed: { readonly version: string; readonly language: Language };
  /** The word of the answer page on which it was begun; null or absent: begun by itself. */
  readonly answerToken?: string | null;
};

/** The same whatever we know of the address or the organisation. */
export type Registered = { readonly registration: string; readonly until: Date };

/** More codes than these a day are no help to anybody, and a nuisance to whose address it is. */
const mostADay = 3;
const dayMs = 24 * 60 * 60_000;

/**
 * Takes a stranger's word that an organisation wants to join, and mails a code to the address that was given. Nobody
 * looks at it before the code was typed.
 *
 * Throws `input-refused` for what cannot be read, with a fault for each field, and for an agreement that is not the
 * present one.
 */
export async function registerOrganisation({
  context,
  input,
}: {
  readonly context: RegistrationContext;
  readonly input: RegisterInput;
}): Promise<Registered> {
  const { agreement, random, instance } = context;
  const read = readRegistration(input.typed);
  const asker = findEmailAddress(input.email.trim());
  const faults = "faults" in read ? read.faults : [];
  if (asker === null || "faults" in read) throw toRefusal(faults, asker === null);
  const { version, language: agreedIn } = input.agreed;
  if (version !== agreement.version) {
    throw new AppError("input-refused", "That is not the agreement that holds.", {
      remedy: `Read and agree to version ${agreement.version}.`,
      details: { version: agreement.version },
    });
  }
  const at = context.clock();
  const id = newUuid(at.getTime());
  const code = toProofToken(random(proofTokenBytes));
  const notification = await findAnswered(context, input.answerToken ?? null, at);
  await transaction(context.sql, async (sql) => {
    const before = await countUnconfirmed(sql, asker, new Date(at.getTime() - dayMs));
    if (before < mostADay) {
      const agreed = { agreement: agreement.name, version, language: agreedIn };
      const codeHash = sha256(toRegistrationText(id, code));
      const { asked } = read;
      const { language } = input;
      await insertRegistration(sql, {
        ...{ id, asker, language, asked, agreed, askedAt: at, codeHash },
        notification,
      });
      const notice = {
        kind: "registration-code",
        once: null,
        organisation: null,
        address: asker,
        language,
        data: { name: asked.name, registration: id, code },
      } as const;
      await queueNotices(sql, [notice], { at, domain: instance.sender.returnPathDomain });
    }
    await appendAudit(sql, {
      at,
      actor: strangerActor,
      act: "register.ask",
      about: null,
      subject: id,
      detail: { kept: before < mostADay },
    });
  });
  return { registration: id, until: new Date(at.getTime() + unconfirmedMs) };
}

/** The notification on whose page it was begun, for the figures only; null where the word leads nowhere. */
async function findAnswered(
  { sql }: RegistrationContext,
  word: string | null,
  at: Date,
): Promise<NotificationId | null> {
  const token = word === null ? null : findAnswerToken(word);
  if (token === null) return null;
  const link = await findAnswerLink(sql, sha256(toAnswerTokenText(token)), at);
  return link?.notification ?? null;
}

function toRefusal(faults: readonly RegistrationFault[], isAskerWrong: boolean): AppError {
  const all = [
    ...faults,
    ...(isAskerWrong ? [{ field: "email", problem: "not-an-address", value: "" } as const] : []),
  ];
  const lines = all.map(({ field, problem }) => `${field}: ${problem}`);
  return new AppError("input-refused", `The registration cannot be read: ${lines.join(", ")}.`, {
    remedy: "Correct these fields and send it again.",
    details: { faults: all },
  });
}
