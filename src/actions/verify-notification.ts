import { strangerActor } from "../domain/access/actor.ts";
import { findTypedNumber } from "../domain/notification/typed-number.ts";
import { findVerificationCode } from "../domain/notification/verification-code.ts";
import { equalBytes, sha256 } from "../platform/digest.ts";
import { findVerifiedNotification } from "../store/views/verified-notification.ts";
import { recordAct } from "./access/record-act.ts";
import { toVerification, type Verification, type VerifyContext } from "./answering/verification.ts";
import { verificationCodeOf } from "./answering/verification-code.ts";

/**
 * Whether a message with this number and code is ours. Nothing is looked up before the code is right, so that neither the
 * answer nor its time tells which numbers there are.
 */
export async function verifyNotification({
  context,
  input,
}: {
  readonly context: VerifyContext;
  readonly input: { readonly number: string; readonly code: string };
}): Promise<Verification> {
  const { sql, masterKey, instance } = context;
  const number = findTypedNumber(instance.numberPrefix, input.number);
  if (number === null) return { kind: "mistyped" };
  const right = verificationCodeOf(masterKey, number);
  const typed = findVerificationCode(input.code) ?? "";
  if (!equalBytes(sha256(right), sha256(typed))) return { kind: "unknown" };
  const found = await findVerifiedNotification(sql, number);
  if (found === null) return { kind: "unknown" };
  await recordAct(context, {
    actor: strangerActor,
    act: "delivery.read",
    about: found.organisation,
    subject: found.notification,
    detail: { verified: true },
  });
  return toVerification(found);
}
