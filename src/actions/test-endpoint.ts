import type { Actor } from "../domain/access/actor.ts";
import type { Endpoint } from "../domain/endpoint/endpoint.ts";
import type { EndpointId } from "../domain/ids.ts";
import {
  type EndpointTrial,
  runTryEndpoint,
  type TryEndpointContext,
} from "../pipeline/run-try-endpoint.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { makeKeyedHash } from "../platform/keyed-hash.ts";
import { appendAudit } from "../store/audit.ts";
import { countKnocks, knockPurpose } from "../store/knocks.ts";
import type { EndpointContext } from "./endpoints/endpoint-context.ts";
import { letCount } from "./endpoints/let-count.ts";
import { lockOwnEndpoint, refuseDisabled } from "./endpoints/own-endpoint.ts";

/**
 * Tries an endpoint and lets it count when it passed; one that counts already is only tried. No transaction is open while it
 * is asked. Throws `not-found`, `conflict`, and `too-many-requests`: what is asked may be anybody's server.
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
  await refuseTooOften(context, endpoint);
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

const mostAnHour = 20;
const hourMs = 60 * 60_000;

async function refuseTooOften(
  { sql, clock, masterKey }: EndpointContext,
  { organisation }: Endpoint,
): Promise<void> {
  const hash = makeKeyedHash(masterKey, knockPurpose)(`endpoint test\n${organisation}`);
  const [counted] = await countKnocks(sql, [{ hash, windowMs: hourMs }], clock());
  if (counted === undefined || counted.count <= mostAnHour) return;
  throw new AppError("too-many-requests", `${organisation} had endpoints tested too often.`, {
    remedy: `Wait until ${counted.until.toISOString()}.`,
  });
}
