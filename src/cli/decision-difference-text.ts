import type {
  DecidedParty,
  DecisionChange,
  DecisionDifference,
} from "../domain/decision/decision-difference.ts";
import { toAmount, toCount, toTable } from "./table.ts";

/** Changes that people are shown; `--json` has more. */
const mostShown = 10;

/** What another world would change in the decisions of the last days, as people read it. */
export function toDecisionsText(difference: DecisionDifference): string {
  const { days, findings, moved, open, changes, changesLeftOut } = difference;
  const head = `\nOf ${toAmount(findings, "finding")} of the last ${toAmount(days, "day")}, ${toCount(moved)} would go elsewhere`;
  const counts = (
    [
      ["with another owner", difference.owner],
      ["seeing more or less", difference.tier],
      ["newly held", difference.newlyHeld],
      ["no longer held", difference.noLongerHeld],
      ["informing others", difference.informed],
    ] as const
  )
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `, ${toCount(count)} ${what}`);
  const again = `\nOf those, ${toCount(open.findings)} are open; ${toCount(open.moved)} would move when it takes effect.\n`;
  if (changes.length === 0) return `${head}${counts.join("")}.${again}`;
  const table = toTable(
    [
      { title: "findings", align: "right" },
      { title: "before" },
      { title: "after" },
      { title: "for example" },
      { title: "why" },
    ],
    changes.slice(0, mostShown).map(toRow),
  );
  const more = Math.max(0, changes.length - mostShown) + changesLeftOut;
  return `${head}${counts.join("")}.${again}${table}${more === 0 ? "" : `and ${toAmount(more, "more change")}\n`}`;
}

function toRow({ findings, before, after, example, why }: DecisionChange): string[] {
  return [
    toCount(findings),
    toParty(before),
    toParty(after),
    example === null ? "" : `${example.object} ${example.type}`,
    [why.before, why.after].map(toStep).join(" > "),
  ];
}

function toParty({ rung, organisation, address, held, tier }: DecidedParty): string {
  if (held !== null) return `held: ${held}`;
  return `${rung}: ${organisation ?? address}, tier ${tier}`;
}

function toStep(step: DecisionChange["why"]["before"]): string {
  if (step === null) return "nothing";
  const name = step.step === "rung" ? step.rung : step.step;
  return [name, step.candidate, step.outcome].filter(Boolean).join(" ");
}
