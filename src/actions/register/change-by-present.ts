import type { DecisionBasis, ReadBasis } from "../../domain/decision/decision-basis.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { lockRegister } from "../../store/register.ts";

/** How often the register may change between reading it and changing it. */
const mostAttempts = 5;

/**
 * Changes the register in one transaction, under `lockRegister`, by a basis that was read before it. Where the change
 * finds that the basis does not hold any more (`isPresent`), it answers `outdated` before it has written anything, and is
 * asked again with another. Throws `conflict` when that goes on.
 */
export async function changeByPresent<T>(
  { sql, readBasis }: { readonly sql: Sql; readonly readBasis: ReadBasis },
  change: (sql: Sql, basis: DecisionBasis) => Promise<T | "outdated">,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const basis = await readBasis();
    const locked = async (sql: Sql): Promise<T | "outdated"> => {
      await lockRegister(sql);
      return change(sql, basis);
    };
    const changed = await transaction(sql, locked, { attempts: 3 });
    if (changed !== "outdated") return changed;
    if (attempt === mostAttempts) {
      throw new AppError("conflict", "The register changes all the time; nothing was changed.", {
        remedy: "Try again.",
      });
    }
  }
}
