import { AppError } from "../../platform/errors.ts";

/** The UUID in an address; a page that cannot be there is not there. */
export function getUuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  throw new AppError("not-found", "There is no such page.");
}

/** The number in an address. */
export function getNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new AppError("not-found", "There is no such page.");
}
