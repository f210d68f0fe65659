import type { Actor } from "../domain/access/actor.ts";
import type { DeliveryId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { endAttempts, isUnknown, requeueDelivery } from "../store/deliveries.ts";
import { markAccepted } from "../store/delivery-outcomes.ts";
import { permit } from "./access/permit.ts";

/**
 * Settles a delivery of which nobody could tell whether it arrived, by what a person found out: it has arrived, or it
 * has not and is sent again, with the same Message-ID. Throws `conflict` when it is not in doubt.
 */
export async function settleDelivery({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly delivery: DeliveryId;
    readonly arrived: boolean;
    readonly actor: Actor;
  };
}): Promise<void> {
  const { actor, delivery, arrived } = input;
  permit(actor, "delivery.settle");
  const now = context.clock();
  await transaction(context.sql, async (sql) => {
    if (!(await isUnknown(sql, delivery))) {
      throw new AppError("conflict", `Delivery ${delivery} is not in doubt.`);
    }
    await endAttempts(sql, [
      {
        deliveryId: delivery,
        startedAt: now,
        endedAt: now,
        outcome: arrived ? "accepted" : "never-sent",
        replyCode: null,
        enhancedCode: null,
        replyText: null,
        libraryCode: null,
      },
    ]);
    if (arrived) await markAccepted(sql, [delivery], now);
    else await requeueDelivery(sql, delivery, now);
    const detail = { arrived };
    await appendAudit(sql, {
      at: now,
      actor,
      act: "delivery.settle",
      about: null,
      subject: delivery,
      detail,
    });
  });
}
