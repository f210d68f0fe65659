import type { MachineComposer } from "../../domain/notification/machine-composer.ts";
import type { Notification } from "../../domain/notification/notification.ts";
import { toNotificationDocument } from "./notification-document.ts";

/** The composer for programs: JSON, or the CSV of the mail. */
export function makeMachineComposer(
  toCsv: (notification: Notification) => string,
): MachineComposer {
  return {
    compose: (notification, format) =>
      Buffer.from(
        format === "json"
          ? `${JSON.stringify(toNotificationDocument(notification))}\n`
          : toCsv(notification),
      ),
  };
}
