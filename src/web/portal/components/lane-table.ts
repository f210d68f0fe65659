import type { LaneState } from "../../../actions/list-lanes.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { table } from "./table.ts";

/** What waits for its lane, and when it goes out. */
export function laneTable({ t, number, instant }: Page, lanes: readonly LaneState[]): Html {
  const at = (when: Date | null): Html | string => (when === null ? "–" : instant(when));
  return table({
    caption: t("lanes.title"),
    quietCaption: true,
    columns: [
      { head: t("sent.lane"), names: true, cell: ({ lane }) => t(`lane.${lane}`) },
      {
        head: t("lanes.recipients"),
        numeric: true,
        cell: ({ recipients }) => number(recipients),
      },
      { head: t("lanes.rows"), numeric: true, cell: ({ rows }) => number(rows) },
      { head: t("lanes.next"), cell: ({ nextAt }) => at(nextAt) },
      { head: t("lanes.slot"), cell: ({ slotAt }) => at(slotAt) },
    ],
    rows: lanes,
  });
}
