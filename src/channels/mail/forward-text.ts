import {
  isForDesk,
  listCustomers,
  mostCustomerFiles,
} from "../../domain/notification/customers.ts";
import type { Notification } from "../../domain/notification/notification.ts";
import { toCustomerText } from "./customer-text.ts";
import type { ShownRow } from "./shown-row.ts";
import type { TextMaterial } from "./text-material.ts";

/** What a provider is told about passing rows on to its customers. */
export type ForwardText = {
  readonly intro: string;
  /** A text to send on as it is; false where the attached files have one for each customer. */
  readonly block: string | false;
};

/**
 * How to pass on what is for customers; false for whoever is no network's desk.
 *
 * One customer's rows never stand in a text for another: the block holds rows only where all are of one customer, and they
 * are not too many for a mail.
 *
 * @param isLinked whether the files are fetched instead of being attached
 */
export function toForwardText(
  notification: Notification,
  rows: readonly ShownRow[],
  material: TextMaterial,
  isLinked: boolean,
): ForwardText | false {
  if (!isForDesk(notification)) return false;
  const { language } = notification.recipient;
  const customers = listCustomers(notification.rows);
  const [first] = customers;
  const say = (key: string): string =>
    material.templates.message(language, `forward.${key}`, {
      count: customers.length,
      number: notification.number,
    });
  if (first === undefined) return { intro: say("not-permitted"), block: false };
  const kept = customers.flatMap(({ positions }) => positions).length < rows.length;
  const withKept = (intro: string): string => (kept ? `${intro}\n\n${say("some-kept")}` : intro);
  const theirs = first.positions.map((position) => rows[position] as ShownRow);
  if (isLinked && customers.length <= mostCustomerFiles) {
    return { intro: withKept(say("linked")), block: false };
  }
  if (customers.length === 1) {
    return {
      intro: withKept(say("one")),
      block: toCustomerText(notification, first.object, theirs, material),
    };
  }
  if (customers.length <= mostCustomerFiles) return { intro: withKept(say("files")), block: false };
  const all = customers.flatMap(({ positions }) => positions.map((i) => rows[i] as ShownRow));
  return {
    intro: withKept(say("list")),
    block: toCustomerText(notification, null, all, material),
  };
}
