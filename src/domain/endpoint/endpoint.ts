import type { EndpointId, OrganisationId } from "../ids.ts";

/** How files in a folder, and other forms for programs, are written. */
export const machineFormats = ["json", "csv"] as const;

export type MachineFormat = (typeof machineFormats)[number];

/** What an endpoint is: a webhook that we call, a list that is pulled from us, a folder on our machine that we fill. */
export type EndpointWay =
  | { readonly kind: "webhook"; readonly url: string }
  | { readonly kind: "pull" }
  | { readonly kind: "folder"; readonly format: MachineFormat };

/** Why an endpoint does not count any more: somebody said so, it answered 410, it failed for days, another took its place. */
export const disableReasons = ["asked", "gone", "failing", "replaced"] as const;

export type DisableReason = (typeof disableReasons)[number];

/** Counts only when `active`: made, tested, and not disabled since. */
export type EndpointStanding =
  | { readonly state: "untested" }
  | { readonly state: "active"; readonly testedAt: Date }
  | { readonly state: "disabled"; readonly disabledAt: Date; readonly because: DisableReason };

/** Where programs of an organisation get what it is told. */
export type Endpoint = {
  readonly id: EndpointId;
  readonly organisation: OrganisationId;
  readonly way: EndpointWay;
  readonly standing: EndpointStanding;
  readonly madeAt: Date;
  readonly madeBy: string;
  /** Since when every attempt failed; null when the last one did not. */
  readonly failingSince: Date | null;
  /** What the last failure was, while it fails. */
  readonly lastFailure: string | null;
};

/** How this way writes notifications. */
export function formatOf(way: EndpointWay): MachineFormat {
  return way.kind === "folder" ? way.format : "json";
}
