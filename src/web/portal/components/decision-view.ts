import { html } from "hono/html";
import type { TraceStep } from "../../../domain/decision/decision.ts";
import type { HoldReason, Rung } from "../../../domain/decision/rung.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { noteBadge } from "./badge.ts";
import { facts } from "./facts.ts";
import { type Names, recipient } from "./recipient.ts";
import { english } from "./section.ts";
import { table } from "./table.ts";

/** A decision, made or only asked for. */
export type ShownDecision = {
  readonly owner: string | null;
  readonly primary: {
    readonly rung: Rung;
    readonly organisation: string | null;
    readonly address: string;
    readonly tier: number;
  } | null;
  readonly held: { readonly reason: HoldReason; readonly detail: string } | null;
  readonly informed: readonly { readonly organisation: string; readonly tier: number }[];
};

/** Who is asked to act and why, or why nobody is; `more` stands below. */
export function decisionFacts(
  page: Page,
  { owner, primary, held, informed }: ShownDecision,
  names: Names,
  more: Parameters<typeof facts>[0] = [],
): Html {
  const { t } = page;
  const name = (id: string): string => names.get(id) ?? id;
  return facts([
    [t("decision.owner"), owner === null ? t("decision.no-owner") : name(owner)],
    [
      t("decision.primary"),
      primary === null
        ? null
        : html`${recipient(names, primary.organisation, primary.address)}<br>${t(`rung.${primary.rung}`)}`,
    ],
    [t("decision.tier"), primary === null ? null : primary.tier],
    [
      t("decision.held"),
      held === null
        ? null
        : html`${noteBadge("warning", t(`wait.${held.reason}`))}<br><span class="mp-small">${english(held.detail)}</span>`,
    ],
    [
      t("decision.informed"),
      informed.length === 0
        ? t("decision.nobody-informed")
        : informed.map(({ organisation }) => name(organisation)).join(", "),
    ],
    ...more,
  ]);
}

/** Every candidate and rung that was looked at, in order. */
export function traceTable(page: Page, trace: readonly TraceStep[]): Html {
  const { t } = page;
  return table<readonly [number, TraceStep]>({
    caption: t("decision.trace-caption"),
    quietCaption: true,
    columns: [
      { head: "#", numeric: true, cell: ([number]) => number },
      { head: t("decision.step"), names: true, cell: ([, step]) => stepText(page, step) },
      {
        head: t("decision.candidate"),
        cell: ([, step]) => english(step.candidate ?? t("page.none")),
      },
      { head: t("decision.result"), cell: ([, step]) => outcomeText(step) },
    ],
    rows: trace.map((step, i) => [i + 1, step] as const),
  });
}

function stepText({ t }: Page, step: TraceStep): Html {
  if (step.step !== "rung") return html`${t(`step.${step.step}`)}`;
  return html`${t("step.rung")}: ${t(`rung.${step.rung}`)}`;
}

function outcomeText({ outcome }: TraceStep): Html {
  return outcome === "taken" || outcome === "owner"
    ? html`<strong>${english(outcome)}</strong>`
    : english(outcome);
}
