import { rungs } from "../decision/rung.ts";
import type { FindingTypeId, OrganisationId } from "../ids.ts";
import {
  type Comparison,
  type Example,
  type ExampleKind,
  exampleKinds,
  type OurEnd,
} from "./comparison.ts";
import type { Recipient } from "./parties.ts";
import { judge, type MailedRole, noVerdicts, type Verdict } from "./verdict.ts";

/** Somebody who was told about an object, how often, and what it is to it. */
export type ToldRecipient = {
  readonly recipient: Recipient;
  readonly role: MailedRole;
  readonly times: number;
};

/** What we would do about an object. */
export type Ours = {
  readonly end: OurEnd;
  readonly does: "tells" | "holds" | "out-of-scope";
  readonly owner: OrganisationId | null;
  readonly addresses: readonly string[];
  readonly findings: number;
};

type Seen = Ours & { readonly told: readonly ToldRecipient[] };

export type Summary = {
  add(textOf: () => string, type: FindingTypeId | null, seen: Seen): void;
  finish(): Pick<Comparison, "verdicts" | "heardTwice" | "notConcerned" | "byEnd" | "examples">;
};

/** Adds up what is seen of each object; keeps so many examples of each sort. */
export function makeSummary(most: number): Summary {
  const counts = noVerdicts();
  const byEnd = new Map<OurEnd, { objects: number; verdicts: Record<Verdict, number> }>();
  const twice = { objects: 0, severalParties: 0, sameAgain: 0 };
  const strangers = new Set<Recipient>();
  let strangerObjects = 0;
  const examples = Object.fromEntries(exampleKinds.map((kind) => [kind, []])) as unknown as Record<
    ExampleKind,
    Example[]
  >;

  return {
    add(textOf: () => string, type: FindingTypeId | null, seen: Seen): void {
      const { end, does, told, findings } = seen;
      const verdict = judge(does, new Set(told.map(({ role }) => role)));
      counts[verdict] += 1;
      const ofEnd = byEnd.get(end) ?? { objects: 0, verdicts: noVerdicts() };
      ofEnd.objects += 1;
      ofEnd.verdicts[verdict] += 1;
      byEnd.set(end, ofEnd);

      const severalParties = new Set(told.map(({ recipient }) => recipient.party)).size > 1;
      const sameAgain = told.some(({ times }) => times > findings);
      const notConcerned = told.filter(({ role }) => role === "stranger");
      if (severalParties) twice.severalParties += 1;
      if (sameAgain) twice.sameAgain += 1;
      if (severalParties || sameAgain) twice.objects += 1;
      if (notConcerned.length > 0) strangerObjects += 1;
      for (const { recipient } of notConcerned) strangers.add(recipient);

      const kinds: readonly (readonly [ExampleKind, boolean])[] = [
        ["nobody-told", verdict === "nobody-told"],
        ["told-though-held", verdict === "told-though-held"],
        ["not-concerned", notConcerned.length > 0],
        ["several-parties", severalParties],
        ["same-again", sameAgain],
      ];
      for (const [kind, isOne] of kinds) {
        if (!isOne || examples[kind].length >= most) continue;
        examples[kind].push(toExample(textOf(), type, verdict, seen));
      }
    },
    finish: () => ({
      verdicts: counts,
      heardTwice: twice,
      notConcerned: { objects: strangerObjects, recipients: strangers.size },
      byEnd: [...byEnd]
        .map(([end, of]) => ({ end, ...of }))
        .sort((a, b) => orderOf(a.end) - orderOf(b.end) || (a.end < b.end ? -1 : 1)),
      examples,
    }),
  };
}

function toExample(
  object: string,
  type: FindingTypeId | null,
  verdict: Verdict,
  { end, owner, addresses, told }: Seen,
): Example {
  const mailed = told.map(({ recipient, role, times }) => ({
    address: recipient.address,
    role,
    times,
  }));
  return { object, type, verdict, end, owner, ours: addresses, mailed };
}

/** Rungs in their order, then what is held, then what is out of scope. */
function orderOf(end: OurEnd): number {
  const rung = (rungs as readonly string[]).indexOf(end);
  if (rung >= 0) return rung;
  return end === "out-of-scope" ? rungs.length + 1 : rungs.length;
}
