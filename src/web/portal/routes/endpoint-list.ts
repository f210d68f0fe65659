import type { Context } from "hono";
import { listEndpoints } from "../../../actions/list-endpoints.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { registerEndpoint } from "../../../actions/register-endpoint.ts";
import { may, ownOf } from "../../../domain/access/may.ts";
import type { EndpointWay } from "../../../domain/endpoint/endpoint.ts";
import { findUrlFault } from "../../../domain/endpoint/find-url-fault.ts";
import { isSlug, type OrganisationId } from "../../../domain/ids.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { endpointStepPage } from "../pages/endpoint-step-page.ts";
import {
  type EndpointTrouble,
  endpointsPage,
  type TypedEndpoint,
} from "../pages/endpoints-page.ts";
import { readForm } from "../read-form.ts";

type Shown = { readonly context: WebContext; readonly readNames: OrganisationNames };

const nothingTyped: TypedEndpoint = { organisation: "", way: "webhook", url: "" };

/** Where programs of organisations get what these are told: the list, and another one. */
export function addEndpointListPage(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/endpoints", (c) => show({ context, readNames }, c, nothingTyped, []));
  portal.post("/endpoints", async (c) => {
    const { actor } = c.var;
    const form = await readForm(c);
    const typed = {
      organisation: actor.kind === "member" ? actor.organisation : form.text("organisation"),
      way: form.text("way"),
      url: form.text("url"),
    };
    const way = toWay(typed);
    if (typeof way === "string") return show({ context, readNames }, c, typed, [way]);
    if (!isSlug(typed.organisation))
      return show({ context, readNames }, c, typed, ["no-organisation"]);
    const organisation = typed.organisation as OrganisationId;
    try {
      const input = { actor, organisation, way };
      const { id, secret } = await registerEndpoint({ context, input });
      const step = { kind: "made", secret, way: way.kind } as const;
      return c.html(endpointStepPage(toPage(context, c), id, step));
    } catch (error) {
      const trouble = error instanceof AppError ? troubles[error.code] : undefined;
      if (trouble === undefined) throw error;
      return show({ context, readNames }, c, typed, [trouble]);
    }
  });
}

const troubles: Readonly<Partial<Record<string, EndpointTrouble>>> = {
  "not-found": "no-organisation",
  conflict: "too-many",
};

/** What is to be made, or what is wrong with what was typed. */
function toWay({ way, url }: TypedEndpoint): EndpointWay | EndpointTrouble {
  switch (way) {
    case "webhook":
      return findUrlFault(url) === null ? { kind: "webhook", url } : "no-url";
    case "pull":
      return { kind: "pull" };
    case "folder-json":
      return { kind: "folder", format: "json" };
    case "folder-csv":
      return { kind: "folder", format: "csv" };
    default:
      return "no-way";
  }
}

async function show(
  { context, readNames }: Shown,
  c: Context<WebEnv>,
  typed: TypedEndpoint,
  wrong: readonly EndpointTrouble[],
): Promise<Response> {
  const { actor } = c.var;
  const endpoints = await listEndpoints({ context, input: { actor, organisation: null } });
  const data = {
    endpoints,
    names: await readNames(),
    mayChange: may(actor, "endpoint.change", ownOf(actor)),
    typed,
    troubles: wrong,
  };
  return c.html(endpointsPage(toPage(context, c), data), wrong.length === 0 ? 200 : 422);
}
