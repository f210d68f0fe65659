import type { PublicNumber } from "../../domain/notification/public-number.ts";
import {
  toVerificationCode,
  type VerificationCode,
  verificationPurpose,
} from "../../domain/notification/verification-code.ts";
import { keyedDigest } from "../../platform/keyed-digest.ts";
import type { MasterKey } from "../../platform/master-key.ts";

/** The code that stands beside this number in its mail. */
export function verificationCodeOf(masterKey: MasterKey, number: PublicNumber): VerificationCode {
  return toVerificationCode(keyedDigest(masterKey, verificationPurpose, number));
}
