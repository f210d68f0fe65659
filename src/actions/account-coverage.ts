import { accountCoverage as account, type Coverage } from "../domain/decision/coverage.ts";
import type { CoverageArea } from "../domain/decision/coverage-area.ts";
import type { CoverageSplit } from "../domain/decision/coverage-groups.ts";
import type { ReadBasis } from "../domain/decision/decision-basis.ts";
import { readPrefixList } from "../domain/network/prefix-list.ts";
import type { Clock } from "../platform/clock.ts";
import { AppError } from "../platform/errors.ts";

export type AccountCoverageContext = { readonly readBasis: ReadBasis; readonly clock: Clock };

export type AccountCoverageInput = (
  | {
      /** ISO 3166-1 alpha-2. */
      readonly country: string;
    }
  | {
      /** Lines of a list of prefixes; an address counts once, however many lines hold it. */
      readonly prefixes: readonly string[];
    }
) & {
  /** Most gaps and overlaps of each family, and groups, that are named. */
  readonly listed?: number;
  /** How to break the addresses down besides. */
  readonly by?: readonly (CoverageSplit | "overlap")[];
};

const faultsTold = 20;

/**
 * Accounts for every address that the delegated layer gives a country, or of a list: by rung, with gaps and overlaps.
 *
 * Throws `not-found` when the registry has no address of the country, `input-refused` for a list with a mistake.
 */
export async function accountCoverage({
  context,
  input,
}: {
  readonly context: AccountCoverageContext;
  readonly input: AccountCoverageInput;
}): Promise<Coverage> {
  const { listed = 50, by = [] } = input;
  const area = readArea(input);
  const { compiled, registry } = await context.readBasis();
  const at = context.clock().getTime();
  const coverage = account(compiled, { ...area, at, listed, by }, registry);
  if ("country" in area && coverage.v4.addresses === 0 && coverage.v6.addresses === "0") {
    throw new AppError("not-found", `The registry has no addresses of ${area.country}.`, {
      remedy: "Load the delegated layer of that country with `meldpunt registry load`.",
    });
  }
  return coverage;
}

function readArea(input: AccountCoverageInput): CoverageArea {
  if ("prefixes" in input) return readList(input.prefixes);
  const { country } = input;
  if (/^[A-Z]{2}$/.test(country)) return { country };
  throw new AppError("wrong-usage", `Not a country: ${JSON.stringify(country)}.`, {
    remedy: "Give two capital letters (ISO 3166-1), such as NL.",
  });
}

function readList(lines: readonly string[]): CoverageArea {
  const list = readPrefixList(lines);
  const remedy = "Write a prefix without host bits (192.0.2.0/24) or an address a line.";
  if ("faults" in list) {
    const { faults } = list;
    const told = faults
      .slice(0, faultsTold)
      .map(
        ({ line, text, fault }) => `line ${line}: ${fault}: ${JSON.stringify(text.slice(0, 80))}`,
      );
    const more = faults.length > told.length ? `; and ${faults.length - told.length} more` : "";
    throw new AppError("input-refused", `The list is refused: ${told.join("; ")}${more}.`, {
      remedy,
      details: { faults: faults.slice(0, faultsTold) },
    });
  }
  if (list.prefixes.length > 0) return list;
  throw new AppError("input-refused", "The list has no prefix.", { remedy });
}
