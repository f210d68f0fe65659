import type { Actor } from "../../domain/access/actor.ts";
import type { Act } from "../../domain/access/acts.ts";
import { may } from "../../domain/access/may.ts";
import type { Endpoint } from "../../domain/endpoint/endpoint.ts";
import type { EndpointId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { lockEndpoint } from "../../store/endpoints.ts";
import { permit } from "../access/permit.ts";

/** The endpoint, locked, if the actor may do the act with it; else `not-found`, as when there is none. */
export async function lockOwnEndpoint(
  sql: Sql,
  actor: Actor,
  act: Act,
  id: EndpointId,
): Promise<Endpoint> {
  permit(actor, act);
  const endpoint = await lockEndpoint(sql, id);
  if (endpoint === null || !may(actor, act, { organisation: endpoint.organisation })) {
    throw new AppError("not-found", "There is no such endpoint.", {
      remedy: "See `meldpunt endpoint list`.",
    });
  }
  return endpoint;
}

/** Throws `conflict` for an endpoint that was disabled: that is for good. */
export function refuseDisabled({ standing }: Endpoint): void {
  if (standing.state !== "disabled") return;
  throw new AppError("conflict", `The endpoint was disabled (${standing.because}).`, {
    remedy: "Register another one.",
  });
}
