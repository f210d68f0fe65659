import type { Actor } from "../domain/access/actor.ts";
import type { Endpoint, EndpointWay } from "../domain/endpoint/endpoint.ts";
import { findUrlFault } from "../domain/endpoint/find-url-fault.ts";
import type { EndpointId, OrganisationId } from "../domain/ids.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { insertEndpoint, listEndpoints } from "../store/endpoints.ts";
import { permit } from "./access/permit.ts";
import type { EndpointContext } from "./endpoints/endpoint-context.ts";
import { type GivenSecret, giveSecret } from "./endpoints/give-secret.ts";

/** A new endpoint; the secret of a webhook is shown here and never again. */
export type RegisteredEndpoint = { readonly id: EndpointId; readonly secret: GivenSecret | null };

/** More than anybody needs that were not disabled. */
const mostAtOnce = 10;

/**
 * Registers a way by which programs of an organisation get what it is told. It counts once it was tested.
 *
 * A folder lies on a machine of ours, so only the house registers one. Throws `not-found` for an organisation that does not
 * exist, `wrong-usage` for an address that cannot be a webhook's, `conflict` where there are too many.
 */
export async function registerEndpoint({
  context,
  input,
}: {
  readonly context: EndpointContext;
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId;
    readonly way: EndpointWay;
  };
}): Promise<RegisteredEndpoint> {
  const { actor, organisation, way } = input;
  permit(actor, "endpoint.change", { organisation });
  check(actor, way);
  const { world } = await context.readBasis();
  if (!world.organisations.some(({ id }) => id === organisation)) {
    throw new AppError("not-found", `There is no organisation ${organisation}.`);
  }
  const madeAt = context.clock();
  const id = newUuid(madeAt.getTime()) as EndpointId;
  return transaction(context.sql, async (sql) => {
    refuseTooMany(await listEndpoints(sql, organisation));
    await insertEndpoint(sql, { id, organisation, way, madeAt, madeBy: actor.name });
    const secret = way.kind === "webhook" ? await giveSecret(sql, context, id, madeAt) : null;
    await appendAudit(sql, {
      at: madeAt,
      actor,
      act: "endpoint.change",
      about: organisation,
      subject: id,
      detail: { what: "registered", ...way },
    });
    return { id, secret };
  });
}

function check(actor: Actor, way: EndpointWay): void {
  if (way.kind === "folder" && actor.kind === "member") {
    throw new AppError("not-permitted", "A folder lies on a machine of the Meldpunt.", {
      remedy: "Ask an operator, or register a webhook or what you fetch yourself.",
    });
  }
  const fault = way.kind === "webhook" ? findUrlFault(way.url) : null;
  if (fault === null) return;
  throw new AppError("wrong-usage", `The address of the webhook ${fault}.`, {
    remedy: "Give it as https://name/path, with a certificate for that name.",
  });
}

function refuseTooMany(endpoints: readonly Endpoint[]): void {
  const open = endpoints.filter(({ standing }) => standing.state !== "disabled");
  if (open.length < mostAtOnce) return;
  throw new AppError("conflict", `There are ${open.length} endpoints already.`, {
    remedy: "Disable those that are not used.",
  });
}
