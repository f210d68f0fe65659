import { html } from "hono/html";
import type { Brakes } from "../../../actions/list-brakes.ts";
import type { HoldTarget } from "../../../domain/notification/hold-target.ts";
import { toSafeText } from "../../../domain/notification/safe-text.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { toFields } from "../switch-target.ts";
import { targetLink, targetText } from "./brake-text.ts";
import { rowButton } from "./confirm-form.ts";
import { english } from "./section.ts";
import { table } from "./table.ts";

type Hold = Brakes["holds"][number];

/** The kill switches that are thrown; `mayLift` says of which the reader may lift them. */
export function switchTable(
  page: Page,
  holds: readonly Hold[],
  mayLift: (kind: HoldTarget["kind"]) => boolean,
): Html {
  const { t, instant } = page;
  const toTarget = ({ kind, value }: Hold) => ({ kind, value }) as HoldTarget;
  return table<Hold>({
    caption: t("switch.list"),
    quietCaption: true,
    columns: [
      {
        head: t("brakes.what"),
        names: true,
        room: "medium",
        cell: (hold) => targetLink(page, toTarget(hold)),
      },
      { head: t("brakes.why"), room: "wide", cell: ({ reason }) => toSafeText(reason, 500) },
      { head: t("brakes.since"), cell: ({ heldAt }) => instant(heldAt) },
      {
        head: t("brakes.lift"),
        cell: (hold) =>
          mayLift(hold.kind)
            ? rowButton({
                action: "/brakes/switch/lift",
                fields: toFields(toTarget(hold)),
                button: t("brakes.lift"),
                about: targetText(page, toTarget(hold)),
              })
            : t("brakes.by-operator"),
      },
    ],
    rows: holds,
  });
}

type Stop = Brakes["stops"][number];

/** Lanes that stopped by themselves. */
export function stopTable(page: Page, stops: readonly Stop[], mayResume: boolean): Html {
  const { t, instant } = page;
  const name = ({ lane }: Stop): string => t("brakes.stop-what", { lane: t(`lane.${lane}`) });
  return html`<p class="utrecht-paragraph">${t("brakes.stops-text")}</p>
${table<Stop>({
  caption: t("brakes.stops"),
  quietCaption: true,
  columns: [
    { head: t("brakes.what"), names: true, cell: name },
    {
      head: t("brakes.why"),
      room: "wide",
      cell: ({ reason }) => english(toSafeText(reason, 500)),
    },
    { head: t("brakes.since"), cell: ({ heldAt }) => instant(heldAt) },
    {
      head: t("brakes.lift"),
      cell: (stop) =>
        mayResume
          ? rowButton({
              action: "/brakes/resume",
              fields: [["lane", stop.lane]],
              button: t("brakes.resume"),
              about: name(stop),
            })
          : t("brakes.by-operator"),
    },
  ],
  rows: stops,
})}`;
}
