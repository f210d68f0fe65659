import type { Rung } from "../../domain/decision/rung.ts";
import { listCustomers } from "../../domain/notification/customers.ts";
import type { Notification } from "../../domain/notification/notification.ts";
import { headingOf } from "../../domain/notification/order-rows.ts";
import { toCustodyLimit } from "./custody-limit.ts";
import type { MailTemplates } from "./mail-templates.ts";
import { titleOf, worstOf } from "./row-groups.ts";
import type { ShownRow } from "./shown-row.ts";

/** Objects that the first lines name; all are in the rows. */
const mostObjects = 3;

/** Rungs whose recipient fixes it itself; all others stand between. */
const ownRungs: readonly (Rung | null)[] = ["owner", "security-txt"];

/** What a reader has to know before anything else. */
export type Summary = {
  /** What was found first, what is worst, and how many other types there are. */
  readonly what: string;
  readonly where: string;
  readonly worst: string;
  /** What to do now; false for whoever need not do anything. */
  readonly doNow: string | false;
};

type Say = (key: string, values?: Record<string, string | number>) => string;

/** @param all the rows of the notification, in order; the first is of the worst type */
export function toSummary(
  notification: Notification,
  all: readonly ShownRow[],
  templates: MailTemplates,
): Summary {
  const { language } = notification.recipient;
  const say: Say = (key, values) => templates.message(language, key, values);
  const types = new Set(all.map(({ row }) => headingOf(row)));
  const objects = new Set(all.map(({ rendered: { fields } }) => fields.address ?? fields.name));
  const shown = [...objects].slice(0, mostObjects);
  return {
    what: say("summary.what", {
      title: titleOf((all[0] as ShownRow).row.type, (all[0] as ShownRow).row.tier, say, language),
      more: types.size - 1,
    }),
    where: say("summary.where", {
      objects: shown.join(", "),
      more: objects.size - shown.length,
    }),
    worst: say(`severity.${worstOf(all)}`),
    doNow: toTodo(notification, say),
  };
}

function toTodo(notification: Notification, say: Say): string | false {
  const { role, recipient, rows, lane } = notification;
  if (role === "informed") return false;
  if (role === "digest") return say("doNow.digest");
  const limit = toCustodyLimit(notification);
  if (limit !== null) return say("doNow.custody", limit);
  // What may not be passed on is the recipient's own to fix.
  const isOwn = ownRungs.includes(recipient.rung) || listCustomers(rows).length === 0;
  return say(isOwn ? "doNow.own" : "doNow.pass-on", { lane });
}
