import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { endAttempts } from "../store/deliveries.ts";
import { markAccepted } from "../store/delivery-outcomes.ts";
import { lockEndpoint } from "../store/endpoints.ts";
import { lockShown } from "../store/fetched-notifications.ts";
import { readAs } from "../store/read-as.ts";
import { findPullEndpoint } from "../store/views/pull-endpoint.ts";
import { permit } from "./access/permit.ts";
import type { EndpointContext } from "./endpoints/endpoint-context.ts";
import { letCount } from "./endpoints/let-count.ts";

type AcknowledgeContext = Pick<EndpointContext, "sql" | "clock" | "instance" | "readBasis">;

/** How many notifications count as told by it, and whether it was the test of an endpoint, which counts from now on. */
export type Acknowledged = { readonly acknowledged: number; readonly tested: boolean };

/**
 * An organisation's word that it has what it fetched, up to a cursor: that much is delivered. What was never shown is not
 * acknowledged by it, whatever the cursor. Of an endpoint that waits for its test it is the test.
 */
export async function acknowledgeNotifications({
  context,
  input,
}: {
  readonly context: AcknowledgeContext;
  readonly input: { readonly actor: Actor; readonly upTo: number };
}): Promise<Acknowledged> {
  const { actor, upTo } = input;
  permit(actor, "notification.acknowledge");
  if (actor.kind !== "member") {
    throw new AppError("not-permitted", "Only an organisation acknowledges what it was told.");
  }
  const { organisation } = actor;
  const { world } = await context.readBasis();
  const endpoint = await readAs(context.sql, actor, findPullEndpoint);
  return transaction(
    context.sql,
    async (sql) => {
      const acknowledged = await acknowledge(sql, context, organisation, upTo);
      const present = endpoint === null ? null : await lockEndpoint(sql, endpoint.id);
      const tested = present?.standing.state === "untested";
      if (tested) await letCount(sql, context, { actor, endpoint: present, world });
      await appendAudit(sql, {
        at: context.clock(),
        actor,
        act: "notification.acknowledge",
        about: organisation,
        subject: String(upTo),
        detail: { acknowledged, tested },
      });
      return { acknowledged, tested };
    },
    { attempts: 3 },
  );
}

async function acknowledge(
  sql: Sql,
  { clock }: AcknowledgeContext,
  organisation: OrganisationId,
  upTo: number,
): Promise<number> {
  const at = clock();
  const shown = await lockShown(sql, organisation, upTo);
  const said = { replyCode: null, enhancedCode: null, replyText: null, libraryCode: null };
  const records = shown.map((deliveryId) => {
    return { deliveryId, startedAt: at, endedAt: at, outcome: "accepted", ...said } as const;
  });
  await endAttempts(sql, records);
  await markAccepted(sql, shown, at);
  return shown.length;
}
