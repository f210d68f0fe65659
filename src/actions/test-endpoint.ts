import type { Actor } from "../domain/access/actor.ts";
import type { EndpointId } from "../domain/ids.ts";
import {
  type EndpointTrial,
  runTryEndpoint,
  type TryEndpointContext,
} from "../pipeline/run-try-endpoint.ts";
import { transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import type { EndpointContext } from "./endpoints/endpoint-context.ts";
import { letCount } from "./endpoints/let-count.ts";
import { lockOwnEndpoint, refuseDisabled } from "./endpoints/own-endpoint.ts";

/**
 * Tries an endpoint and lets it count when it passed; one that counts already is only tried. No transaction is open while it
 * is asked. Throws `not-found` and `conflict`.
 */
export async function testEndpoint({
  context,
  input,
}: {
  readonly context: EndpointContext & TryEndpointContext;
  readonly input: { readonly actor: Actor; readonly id: EndpointId };
}): Promise<EndpointTrial> {
  const { actor, id } = input;
  const act = "endpoint.change";
  const endpoint = await lockOwnEndpoint(context.sql, actor, act, id);
  refuseDisabled(endpoint);
  const trial = await runTryEndpoint(context, endpoint);
  const { world } = await context.readBasis();
  await transaction(context.sql, async (sql) => {
    const present = await lockOwnEndpoint(sql, actor, act, id);
    refuseDisabled(present);
    if (trial.kind === "passed" && present.standing.state === "untested") {
      return letCount(sql, context, { actor, endpoint: present, world });
    }
    await appendAudit(sql, {
      at: context.clock(),
      actor,
      act,
      about: present.organisation,
      subject: id,
      detail: { what: "tried", ...trial },
    });
  });
  return trial;
}
