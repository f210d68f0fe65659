import { checkWithRegister } from "../../domain/world/check-with-register.ts";
import { mergeRegister } from "../../domain/world/merge-register.ts";
import type { World } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { readEntries } from "../../store/register.ts";

/**
 * The world that a file makes together with the register; throws `input-refused` with all of the file that cannot hold
 * beside it.
 */
export async function besideRegister(sql: Sql, file: World): Promise<World> {
  const entries = await readEntries(sql, "present");
  const problems = checkWithRegister(file, entries);
  if (problems.length === 0) return mergeRegister(file, entries);
  throw new AppError("input-refused", problems.map((problem) => `${problem}.`).join("\n"), {
    remedy: "Nothing was changed. Correct the file, or end the claims in the register first.",
    details: { problems },
  });
}
