import type { TraceStep } from "../domain/decision/decision.ts";
import type { Explanation, Part } from "../domain/decision/explain-object.ts";
import { toAmount, toPairs, toTable, toTime } from "./table.ts";

/** What is no network object is answered too, in its place, so that answers and questions stay side by side. */
export type NoAnswer = { readonly object: string; readonly error: string; readonly remedy: string };

/** A decision as people read it: the answer first, then every candidate and rung that was looked at. */
export function toWhoText(answer: Explanation | NoAnswer): string {
  if ("error" in answer) return `${toPairs([["object", answer.object]])}${answer.error}\n\n`;
  const { network, owner, informed, trace, parts = [], moreParts = 0 } = answer;
  const pairs: [string, string][] = [["object", answer.object]];
  if (network !== null) pairs.push(["network", describeNetwork(network)]);
  if (owner !== null) pairs.push(["owner", `${owner.id} (${owner.name})`]);
  pairs.push(["primary", describePrimary(answer)]);
  if (answer.contactFoundAt !== undefined) {
    pairs.push(["looked up", toTime(new Date(answer.contactFoundAt))]);
  }
  for (const { organisation, tier } of informed) {
    pairs.push(["informed", `${organisation}, tier ${tier}`]);
  }
  const more = moreParts === 0 ? "" : `and ${toAmount(moreParts, "part")} more\n`;
  return `${toPairs(pairs)}${toTraceTable(trace)}${toPartsTable(parts)}${more}\n`;
}

function describeNetwork(network: NonNullable<Explanation["network"]>): string {
  const { prefix, asn, asName, country } = network;
  return [prefix, asn === null ? null : `AS${asn}${asName === null ? "" : ` ${asName}`}`, country]
    .filter((part) => part !== null)
    .join(", ");
}

function describePrimary({ primary, held }: Pick<Explanation, "primary" | "held">): string {
  if (primary === null) return `nobody: ${held?.reason} (${held?.detail})`;
  const { organisation, address, rung, tier } = primary;
  return `${organisation === null ? address : `${organisation} <${address}>`} by ${rung}, tier ${tier}`;
}

function toTraceTable(trace: readonly TraceStep[]): string {
  if (trace.length === 0) return "";
  const lines = toTable(
    [{ title: "  step" }, { title: "candidate" }, { title: "outcome" }],
    trace.map((step) => [
      `  ${step.step === "rung" ? step.rung : step.step}`,
      step.candidate ?? "",
      step.outcome,
    ]),
  );
  return `trace\n${lines}`;
}

function toPartsTable(parts: readonly Part[]): string {
  if (parts.length === 0) return "";
  const lines = toTable(
    [{ title: "  part" }, { title: "owner" }, { title: "primary" }],
    parts.map((part) => [`  ${part.object}`, part.owner?.id ?? "", describePrimary(part)]),
  );
  return `parts\n${lines}`;
}
