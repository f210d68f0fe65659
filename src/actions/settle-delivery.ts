import type { DeliveryId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { endAttempt, isUnknown, requeueDelivery } from "../store/deliveries.ts";
import { markAccepted } from "../store/delivery-outcomes.ts";

/**
 * Settles a delivery of which nobody could tell whether it arrived, by what a person found out: it has arrived, or it
 * has not and is sent again, with the same Message-ID. Throws `conflict` when it is not in doubt.
 */
export async function settleDelivery({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly delivery: DeliveryId; readonly arrived: boolean };
}): Promise<void> {
  const now = context.clock();
  await transaction(context.sql, async (sql) => {
    if (!(await isUnknown(sql, input.delivery))) {
      throw new AppError("conflict", `Delivery ${input.delivery} is not in doubt.`);
    }
    await endAttempt(sql, {
      deliveryId: input.delivery,
      startedAt: now,
      endedAt: now,
      outcome: input.arrived ? "accepted" : "never-sent",
      replyCode: null,
      enhancedCode: null,
      replyText: null,
      libraryCode: null,
    });
    if (input.arrived) await markAccepted(sql, input.delivery, now);
    else await requeueDelivery(sql, input.delivery, now);
  });
}
