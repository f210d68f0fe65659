import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { lockWaitingResponse, type WaitingResponse } from "../../store/responses.ts";

/** An answer that waits for a person, locked until the end of the transaction. Throws `conflict` where it waits for nobody. */
export async function getWaiting(sql: Sql, id: string): Promise<WaitingResponse> {
  const response = await lockWaitingResponse(sql, id);
  if (response !== null) return response;
  throw new AppError("conflict", "This answer waits for nobody.", {
    remedy: "`meldpunt response list --waiting` shows those that do.",
  });
}
