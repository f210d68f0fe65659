import { tallyCoverage } from "../domain/decision/coverage-tallies.ts";
import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import {
  type PublicCoverage,
  type SmallCells,
  toPublicCoverage,
} from "../domain/decision/public-coverage.ts";
import type { Instance } from "../domain/instance.ts";
import type { Clock } from "../platform/clock.ts";

export type ReadPublicCoverageContext = {
  readonly readBasis: ReadBasis;
  readonly clock: Clock;
  readonly instance: Pick<Instance, "homeCountry" | "smallCells">;
};

/** Coverage of the home country as anybody may see it, with the rules by which it was made coarse. */
export type PublicCoverageAnswer = PublicCoverage & {
  readonly country: string;
  /** To the hour. */
  readonly asOf: Date;
  readonly smallCells: SmallCells;
};

const hourMs = 3_600_000;

/**
 * Accounts for the home country and makes it coarse (docs/operations/coverage.md). Asks for no actor: what it answers is
 * for everybody, where the instance publishes it. Takes as long as the whole account: keep the answer.
 */
export async function readPublicCoverage({
  context,
}: {
  readonly context: ReadPublicCoverageContext;
}): Promise<PublicCoverageAnswer> {
  const { homeCountry: country, smallCells } = context.instance;
  const { compiled } = await context.readBasis();
  const at = context.clock().getTime();
  const tallies = tallyCoverage(compiled, { at, area: { country }, registry: null });
  const asOf = new Date(at - (at % hourMs));
  return { country, asOf, smallCells, ...toPublicCoverage(tallies, smallCells) };
}
