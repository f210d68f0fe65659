import type { DecisionBasis, ReadBasis } from "../domain/decision/decision-basis.ts";
import { type Explain, type Explanation, makeExplain } from "../domain/decision/explain-object.ts";
import type { Catalogue, FindingType } from "../domain/finding/finding-type.ts";
import { findNetworkObject } from "../domain/network/network-object.ts";
import type { Clock } from "../platform/clock.ts";
import { AppError } from "../platform/errors.ts";

export type ExplainObjectContext = {
  readonly readBasis: ReadBasis;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Instead of `makeExplain`, for whoever asks often and keeps what it compiles. */
  readonly explainFrom?: (basis: DecisionBasis) => Explain;
};

export type ExplainObjectInput = {
  /** Name of a finding type as `--type` takes it; null: a verified vulnerability of severity high and tier 1. */
  readonly type: string | null;
  /** Null: now. The world is always the present one. */
  readonly at: Date | null;
};

/** Explains one object after the other, under one snapshot. Throws `input-refused` for what is no network object. */
export type ExplainObject = (text: string) => Explanation;

/**
 * Who would get a finding about an object, and why: opens the present snapshot once and then answers thousands of
 * objects a second. Throws `wrong-usage` when the type is not known.
 *
 * For operators: owner, rung and trace are not for others to see.
 */
export async function explainObject({
  context,
  input,
}: {
  readonly context: ExplainObjectContext;
  readonly input: ExplainObjectInput;
}): Promise<ExplainObject> {
  const type = input.type === null ? null : getType(context.catalogue, input.type);
  const explain = (context.explainFrom ?? makeExplain)(await context.readBasis());
  const at = (input.at ?? context.clock()).getTime();
  return (text) => {
    const object = findNetworkObject(text);
    if (object === null) {
      throw new AppError("input-refused", `Not a network object: ${JSON.stringify(text)}.`, {
        remedy:
          "Give an address, a prefix, an AS number (AS64500), a name or a mail domain (@example.nl).",
      });
    }
    return explain(object, type, at);
  };
}

function getType(catalogue: Catalogue, name: string): FindingType {
  const type = catalogue.findType(name);
  if (type !== null) return type;
  throw new AppError("wrong-usage", `Not a finding type: ${JSON.stringify(name)}.`, {
    remedy: "Give an id of the catalogue, one of its aliases or a CVE id.",
  });
}
