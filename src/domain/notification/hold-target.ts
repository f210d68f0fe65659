import type { Lane } from "../finding/lane.ts";
import type { FinderId, ReportId } from "../ids.ts";
import type { ChannelName } from "./channel.ts";

/** What a kill switch stops. */
export type HoldTarget =
  | { readonly kind: "report"; readonly value: ReportId }
  | { readonly kind: "finder"; readonly value: FinderId }
  | { readonly kind: "case"; readonly value: string }
  | { readonly kind: "lane"; readonly value: Lane }
  | { readonly kind: "channel"; readonly value: ChannelName };
