import type { Actor } from "../../domain/access/actor.ts";
import type { Endpoint } from "../../domain/endpoint/endpoint.ts";
import { noticesTo } from "../../domain/notice/notices-to.ts";
import type { World } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";
import { appendAudit } from "../../store/audit.ts";
import { fallBackToMail, lockWaitingAt } from "../../store/delivery-ways.ts";
import { activateEndpoint } from "../../store/endpoints.ts";
import { queueNotices } from "../../store/notices.ts";
import type { EndpointContext } from "./endpoint-context.ts";

/**
 * Lets a tested endpoint count, in the transaction that holds its lock: what its predecessor had still to get is mailed, and
 * every contact is told where notifications go from now on.
 */
export async function letCount(
  sql: Sql,
  { clock, instance }: Pick<EndpointContext, "clock" | "instance">,
  {
    actor,
    endpoint,
    world,
  }: { readonly actor: Actor; readonly endpoint: Endpoint; readonly world: World },
): Promise<void> {
  const at = clock();
  const { id, organisation, way } = endpoint;
  const replaced = await activateEndpoint(sql, endpoint, at);
  if (replaced !== null) await fallBackToMail(sql, await lockWaitingAt(sql, replaced), at);
  const found = world.organisations.find((known) => known.id === organisation);
  if (found !== undefined) {
    const data = { organisation: found.name, endpoint: id, way: way.kind };
    const notice = { kind: "endpoint-active", once: `endpoint-active ${id}`, data } as const;
    const domain = instance.sender.returnPathDomain;
    await queueNotices(sql, noticesTo(found, notice, instance.languages[0]), { at, domain });
  }
  const detail = { what: "tested", replaced };
  await appendAudit(sql, {
    ...{ at, actor, act: "endpoint.change", about: organisation, subject: id, detail },
  });
}
