import type { Notification } from "../../domain/notification/notification.ts";

const hourMs = 3_600_000;

/** How long a recipient has to say whether it holds this for somebody else, as texts say it; null where it is asked nothing. */
export type CustodyLimit = { readonly unit: "days" | "hours"; readonly count: number };

export function toCustodyLimit({
  recipient: { custodyWithinMs },
  role,
}: Pick<Notification, "recipient" | "role">): CustodyLimit | null {
  if (custodyWithinMs === null || role !== "primary") return null;
  const hours = Math.max(1, Math.floor(custodyWithinMs / hourMs));
  return hours >= 48 && hours % 24 === 0
    ? { unit: "days", count: hours / 24 }
    : { unit: "hours", count: hours };
}
