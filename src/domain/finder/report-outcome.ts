import { type Disposition, dispositions } from "../finding/disposition.ts";
import type { Language } from "../finding/finding-type.ts";
import type { ReportId } from "../ids.ts";

/** What became of a report that a person looked at. */
export type ReportOutcome = {
  readonly report: ReportId;
  /** Why it was refused; null: it was released. */
  readonly refusedBecause: string | null;
  readonly dispositions: Readonly<Partial<Record<Disposition, number>>>;
};

const words: Readonly<
  Record<Language, Readonly<Record<Disposition | "released" | "refused", string>>>
> = {
  nl: {
    released: "vrijgegeven",
    refused: "geweigerd",
    pending: "nog te versturen",
    delivered: "bezorgd",
    inCustody: "overgenomen door een schakelorganisatie",
    declined: "afgewezen door de eigenaar",
    suppressed: "stil op verzoek",
    duplicate: "al bekend",
    undeliverable: "onbestelbaar",
    withdrawn: "ingetrokken",
    outOfScope: "valt erbuiten",
    heldForPerson: "wacht op een medewerker",
  },
  en: {
    released: "released",
    refused: "refused",
    pending: "to be sent",
    delivered: "delivered",
    inCustody: "in custody of an intermediary",
    declined: "declined by the owner",
    suppressed: "silent on request",
    duplicate: "known already",
    undeliverable: "undeliverable",
    withdrawn: "withdrawn",
    outOfScope: "out of scope",
    heldForPerson: "waits for a person",
  },
};

/** As many fit into a mail; the others can be looked up. */
const mostReports = 5;
const longestReason = 60;

/** What a finder's contact is told of its reports, in one line: numbers and no addresses. */
export function toOutcomeText(outcomes: readonly ReportOutcome[], language: Language): string {
  const say = words[language];
  const lines = outcomes.slice(0, mostReports).map((outcome) => {
    const { report, refusedBecause } = outcome;
    const done =
      refusedBecause === null ? say.released : `${say.refused} (${cutReason(refusedBecause)})`;
    const counts = dispositions.flatMap((name) => {
      const count = outcome.dispositions[name] ?? 0;
      return count === 0 ? [] : [`${count} ${say[name]}`];
    });
    return `${report} ${done}: ${counts.join(", ") || "0"}`;
  });
  const more = outcomes.length - lines.length;
  return [...lines, ...(more > 0 ? [`+ ${more}`] : [])].join("; ");
}

function cutReason(reason: string): string {
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason)}…`;
}
