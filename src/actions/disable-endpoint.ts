import type { Actor } from "../domain/access/actor.ts";
import type { EndpointId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { fallBackToMail, lockWaitingAt } from "../store/delivery-ways.ts";
import { disableEndpoint as disable } from "../store/endpoints.ts";
import { lockOwnEndpoint } from "./endpoints/own-endpoint.ts";

/**
 * Ends an endpoint for good: what waits for it is mailed, and so is everything from now on. Answers how much was moved, and
 * whether it was disabled before. Throws `not-found`.
 */
export async function disableEndpoint({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: EndpointId };
}): Promise<{ readonly disabled: boolean; readonly toMail: number }> {
  const { actor, id } = input;
  return transaction(context.sql, async (sql) => {
    const { organisation } = await lockOwnEndpoint(sql, actor, "endpoint.change", id);
    const at = context.clock();
    const disabled = await disable(sql, id, at, "asked");
    const toMail = await fallBackToMail(sql, await lockWaitingAt(sql, id), at);
    const detail = { what: "disabled", disabled, toMail };
    await appendAudit(sql, {
      ...{ at, actor, act: "endpoint.change", about: organisation, subject: id, detail },
    });
    return { disabled, toMail };
  });
}
