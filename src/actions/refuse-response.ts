import type { Actor } from "../domain/access/actor.ts";
import { toSafeText } from "../domain/notification/safe-text.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { settleResponse } from "../store/responses.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { getWaiting } from "./responses/get-waiting.ts";
import { tellAsker } from "./responses/tell-asker.ts";

const mostReason = 1000;

/**
 * Says no to what an answer asks for that waits for a person, and tells whoever asked why. Throws `conflict` where it waits for
 * nobody, or asks for nothing that could be refused.
 */
export async function refuseResponse({
  context,
  input,
}: {
  readonly context: Pick<ClaimContext, "sql" | "clock" | "instance">;
  readonly input: { readonly actor: Actor; readonly id: string; readonly reason: string };
}): Promise<void> {
  const { actor, id } = input;
  permit(actor, "finding.answer", "everybody");
  const reason = toSafeText(input.reason, mostReason);
  if (reason === "") throw new AppError("wrong-usage", "Say why: whoever asked is told.");
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    const response = await getWaiting(sql, id);
    if (response.kind !== "stop" && response.kind !== "other-contact") {
      throw new AppError(
        "conflict",
        `There is nothing to refuse in this answer (${response.kind}).`,
        {
          remedy: "Record what was done about it: meldpunt response settle.",
        },
      );
    }
    await settleResponse(sql, id, { at, by: actor.name, note: reason, as: "refused" });
    await tellAsker(sql, context, response, {
      ...{ kind: "response-refused", actor, addresses: [], reason },
    });
  });
}
