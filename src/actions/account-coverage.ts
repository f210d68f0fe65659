import { accountCoverage as account, type Coverage } from "../domain/decision/coverage.ts";
import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import type { Clock } from "../platform/clock.ts";
import { AppError } from "../platform/errors.ts";

export type AccountCoverageContext = { readonly readBasis: ReadBasis; readonly clock: Clock };

export type AccountCoverageInput = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Most gaps and overlaps of each family that are named. */
  readonly listed?: number;
};

/**
 * Accounts for every address that the delegated layer gives a country: by rung, with gaps and overlaps.
 *
 * Throws `not-found` when the registry has no address of the country.
 */
export async function accountCoverage({
  context,
  input,
}: {
  readonly context: AccountCoverageContext;
  readonly input: AccountCoverageInput;
}): Promise<Coverage> {
  const { country, listed = 50 } = input;
  if (!/^[A-Z]{2}$/.test(country)) {
    throw new AppError("wrong-usage", `Not a country: ${JSON.stringify(country)}.`, {
      remedy: "Give two capital letters (ISO 3166-1), such as NL.",
    });
  }
  const { compiled } = await context.readBasis();
  const coverage = account(compiled, { country, at: context.clock().getTime(), listed });
  if (coverage.v4.addresses === 0 && coverage.v6.addresses === "0") {
    throw new AppError("not-found", `The registry has no addresses of ${country}.`, {
      remedy: "Load the delegated layer of that country with `meldpunt registry load`.",
    });
  }
  return coverage;
}
