import type { Act } from "../../domain/access/acts.ts";
import { lanes } from "../../domain/finding/lane.ts";
import { type FinderId, isSlug, type ReportId } from "../../domain/ids.ts";
import { channelNames } from "../../domain/notification/channel.ts";
import type { HoldTarget } from "../../domain/notification/hold-target.ts";
import type { Hidden } from "./components/confirm-form.ts";

const longestCase = 300;

/** Who may lift a kill switch: that of a report is lifted by releasing it. */
export const liftActs = {
  report: "report.release",
  finder: "finder.hold",
  case: "report.hold",
  lane: "report.hold",
  channel: "report.hold",
} as const satisfies Record<HoldTarget["kind"], Act>;

/** What of a kill switch is typed: a lane or channel is chosen (`lane:now`), the rest has a name or number. */
export type TypedTarget = { readonly what: string; readonly name: string };

/** What is to be stopped; null where what was typed names nothing that could be. */
export function readTarget({ what, name }: TypedTarget): HoldTarget | null {
  const lane = lanes.find((known) => what === `lane:${known}`);
  if (lane !== undefined) return { kind: "lane", value: lane };
  const channel = channelNames.find((known) => what === `channel:${known}`);
  if (channel !== undefined) return { kind: "channel", value: channel };
  const isCase = name !== "" && name.length <= longestCase;
  if (what === "case") return isCase ? { kind: "case", value: name } : null;
  if (what === "finder") return isSlug(name) ? { kind: "finder", value: name as FinderId } : null;
  if (what !== "report" || !uuid.test(name)) return null;
  return { kind: "report", value: name.toLowerCase() as ReportId };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The fields that `readTarget` reads it back from. */
export function toFields({ kind, value }: HoldTarget): readonly Hidden[] {
  if (kind === "lane" || kind === "channel") return [["what", `${kind}:${value}`]];
  return [
    ["what", kind],
    ["name", value],
  ];
}
