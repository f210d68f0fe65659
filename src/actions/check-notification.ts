import type { Actor } from "../domain/access/actor.ts";
import { findTypedNumber } from "../domain/notification/typed-number.ts";
import { findVerificationCode } from "../domain/notification/verification-code.ts";
import { findVerifiedNotification } from "../store/views/verified-notification.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";
import { toVerification, type Verification, type VerifyContext } from "./answering/verification.ts";
import { verificationCodeOf } from "./answering/verification-code.ts";

/** What somebody of the house needs who is asked by telephone. */
export type CheckedNotification =
  | Exclude<Verification, { readonly kind: "ours" }>
  | (Extract<Verification, { readonly kind: "ours" }> & {
      readonly code: "right" | "wrong" | "not-given";
    });

/** Whether a number, with the code behind it or without, is that of a message of ours. */
export async function checkNotification({
  context,
  input,
}: {
  readonly context: VerifyContext;
  readonly input: { readonly actor: Actor; readonly text: string };
}): Promise<CheckedNotification> {
  const { sql, masterKey, instance } = context;
  const { actor, text } = input;
  permit(actor, "delivery.read", "everybody");
  const read = readNumberAndCode(instance.numberPrefix, text);
  if (read === null) return { kind: "mistyped" };
  const found = await findVerifiedNotification(sql, read.number);
  await recordAct(context, {
    ...{ actor, act: "delivery.read", about: found?.organisation ?? null },
    subject: found?.notification ?? null,
    detail: { checked: true },
  });
  if (found === null) return { kind: "unknown" };
  const right = verificationCodeOf(masterKey, read.number);
  const code = read.code === "" ? "not-given" : isCode(read.code, right) ? "right" : "wrong";
  return { ...toVerification(found), code };
}

function isCode(typed: string, right: string): boolean {
  return findVerificationCode(typed) === right;
}

const codeSigns = 6;

/** The number is what comes first, the code the last six signs, if there are more than the number needs. */
function readNumberAndCode(prefix: string, text: string) {
  const alone = findTypedNumber(prefix, text);
  if (alone !== null) return { number: alone, code: "" };
  const bare = text.replace(/[\s-]/g, "");
  const number = findTypedNumber(prefix, bare.slice(0, -codeSigns));
  return number === null ? null : { number, code: bare.slice(-codeSigns) };
}
