import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { type KeptRegistration, lockRegistration } from "../../store/registrations.ts";

/** A registration that somebody may decide about, locked; throws `not-found`, and `conflict` for one that is not open. */
export async function getOpenRegistration(sql: Sql, id: string): Promise<KeptRegistration> {
  const known = await lockRegistration(sql, { id });
  if (known === null) throw new AppError("not-found", "There is no such registration.");
  if (known.state === "asked") {
    throw new AppError("conflict", "Its address is not confirmed yet.", {
      remedy: "Wait until the code was typed that was mailed to the asker.",
    });
  }
  if (known.state !== "confirmed" && known.state !== "question") {
    throw new AppError("conflict", `It is ${known.state} already.`);
  }
  return known;
}
