import type { Actor } from "../domain/access/actor.ts";
import type { Sql } from "../platform/database.ts";
import { listReportBrakes, type ReportBrake } from "../store/report-brakes.ts";
import { type CanaryListEntry, listWaitingCanaries } from "../store/views/canary-list.ts";
import { type HoldListEntry, listHolds } from "../store/views/hold-list.ts";
import { type LaneStop, listLaneStops } from "../store/views/lane-stops.ts";
import { listOpenBrakes, type VolumeBrake } from "../store/volume-brakes.ts";
import { permit } from "./access/permit.ts";

/** Everything that keeps something from going out: until a person acts, but for canaries. */
export type Brakes = {
  /** Recipients who would get more than they are used to. */
  readonly volume: readonly VolumeBrake[];
  readonly reports: readonly ReportBrake[];
  /** Kill switches. */
  readonly holds: readonly HoldListEntry[];
  /** Lanes that stopped by themselves, since our mail was not trusted. */
  readonly stops: readonly LaneStop[];
  /** Where some hear first; the others follow by themselves unless a brake catches them. */
  readonly canaries: readonly CanaryListEntry[];
};

/** What holds something back, each kind the oldest first; for the house. */
export async function listBrakes({
  context: { sql },
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly actor: Actor };
}): Promise<Brakes> {
  permit(input.actor, "delivery.read", "everybody");
  return {
    volume: await listOpenBrakes(sql),
    reports: await listReportBrakes(sql),
    holds: await listHolds(sql),
    stops: await listLaneStops(sql),
    canaries: await listWaitingCanaries(sql),
  };
}
