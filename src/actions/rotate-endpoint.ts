import type { Actor } from "../domain/access/actor.ts";
import type { EndpointId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import type { EndpointContext } from "./endpoints/endpoint-context.ts";
import { type GivenSecret, giveSecret } from "./endpoints/give-secret.ts";
import { lockOwnEndpoint, refuseDisabled } from "./endpoints/own-endpoint.ts";

const hourMs = 60 * 60_000;
const mostHours = 7 * 24;

/**
 * Gives a webhook a new secret; messages are signed with the old one, too, for so many hours, so that its receiver can change
 * over. Throws `not-found`, `conflict`, and `wrong-usage` for what is not signed.
 *
 * @param input.overlapHours 0: the old one ends at once, as when it leaked
 */
export async function rotateEndpoint({
  context,
  input,
}: {
  readonly context: EndpointContext;
  readonly input: {
    readonly actor: Actor;
    readonly id: EndpointId;
    readonly overlapHours: number;
  };
}): Promise<GivenSecret & { readonly oldUntil: Date }> {
  const { actor, id, overlapHours } = input;
  if (!Number.isInteger(overlapHours) || overlapHours < 0 || overlapHours > mostHours) {
    throw new AppError("wrong-usage", `Both hold for 0 to ${mostHours} hours.`);
  }
  return transaction(context.sql, async (sql) => {
    const endpoint = await lockOwnEndpoint(sql, actor, "endpoint.change", id);
    refuseDisabled(endpoint);
    const { organisation, way } = endpoint;
    if (way.kind !== "webhook") {
      throw new AppError("wrong-usage", "Only what goes to a webhook is signed.");
    }
    const at = context.clock();
    const oldUntil = new Date(at.getTime() + overlapHours * hourMs);
    const given = await giveSecret(sql, context, id, oldUntil);
    const detail = { what: "rotated", oldUntil };
    await appendAudit(sql, {
      ...{ at, actor, act: "endpoint.change", about: organisation, subject: id, detail },
    });
    return { ...given, oldUntil };
  });
}
