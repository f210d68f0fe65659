import type { PublicNumber } from "../domain/notification/public-number.ts";
import { findTypedNumber } from "../domain/notification/typed-number.ts";
import { AppError } from "../platform/errors.ts";

/** The number of a notification as people type it; throws `wrong-usage` for what is none. */
export function readNumber(prefix: string, text: string): PublicNumber {
  const number = findTypedNumber(prefix, text);
  if (number !== null) return number;
  throw new AppError("wrong-usage", `${text} is not the number of a notification.`, {
    remedy: `It looks like ${prefix}7K3F-92QD; its last sign shows a mistake in typing.`,
  });
}
