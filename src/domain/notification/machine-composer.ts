import type { MachineFormat } from "../endpoint/endpoint.ts";
import type { Notification } from "./notification.ts";

/** Renders notifications for programs; the same notification gives the same bytes. */
export type MachineComposer = {
  compose(notification: Notification, format: MachineFormat): Uint8Array;
};
