import type { Context } from "hono";
import { disableEndpoint } from "../../../actions/disable-endpoint.ts";
import { listEndpoints } from "../../../actions/list-endpoints.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { resendNotifications } from "../../../actions/resend-notifications.ts";
import { rotateEndpoint } from "../../../actions/rotate-endpoint.ts";
import { testEndpoint } from "../../../actions/test-endpoint.ts";
import type { Act } from "../../../domain/access/acts.ts";
import { may } from "../../../domain/access/may.ts";
import type { EndpointId } from "../../../domain/ids.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import type { ShownEndpoint } from "../components/endpoint-text.ts";
import { toPage } from "../page.ts";
import { type EndpointPageData, endpointPage, overlaps } from "../pages/endpoint-page.ts";
import { type EndpointStep, endpointStepPage } from "../pages/endpoint-step-page.ts";
import { getUuid } from "../path-values.ts";
import { readDays } from "../read-days.ts";
import { type Form, readForm } from "../read-form.ts";

/** Most days that are sent again at once: no more than 31 times 24 hours, whatever clocks do. */
const mostDays = 30;

/** One endpoint, and what an administrator does with it; what cannot be taken back is asked about once more. */
export function addEndpointPages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  const show = (c: Context<WebEnv>, wrongDays: EndpointPageData["wrongDays"]) =>
    showOne({ context, readNames }, c, wrongDays);
  portal.get("/endpoints/:id", (c) => show(c, null));
  for (const [name, act, does] of steps) {
    const path = `/endpoints/:id/${name}`;
    // Who changes the language on the way gets here.
    portal.get(path, (c) => c.redirect(`/endpoints/${getUuid(c.req.param("id") ?? "")}`, 303));
    portal.post(path, async (c) => {
      const endpoint = await getEndpoint(context, c);
      if (!may(c.var.actor, act, { organisation: endpoint.organisation })) throw notThere();
      const form = await readForm(c);
      const step = await does({ context, c, endpoint, form });
      if (step === "wrong-days")
        return show(c, { from: form.text("from"), until: form.text("until") });
      const status = step.kind === "too-often" ? 429 : step.kind === "ended" ? 409 : 200;
      return c.html(endpointStepPage(toPage(context, c), endpoint.endpoint, step), status);
    });
  }
}

type Doing = {
  readonly context: WebContext;
  readonly c: Context<WebEnv>;
  readonly endpoint: ShownEndpoint;
  readonly form: Form;
};

type Does = (doing: Doing) => Promise<EndpointStep | "wrong-days">;

const steps: readonly (readonly [name: string, act: Act, does: Does])[] = [
  ["test", "endpoint.change", test],
  ["rotate", "endpoint.change", rotate],
  ["disable", "endpoint.change", disable],
  ["resend", "endpoint.resend", resend],
];

const isConfirmed = (form: Form): boolean => form.text("confirmed") === "yes";

/** Asked about only where it would end another. */
async function test({ context, c, endpoint, form }: Doing): Promise<EndpointStep> {
  const { actor } = c.var;
  const { endpoint: id, organisation, kind: way } = endpoint;
  if (endpoint.state === "untested" && !isConfirmed(form)) {
    const all = await listEndpoints({ context, input: { actor, organisation } });
    if (all.some(({ state }) => state === "active")) return { kind: "confirm-test" };
  }
  const input = { actor, id };
  const trial = await refusable(() => testEndpoint({ context, input }));
  return typeof trial === "string" ? { kind: trial } : { kind: "tested", way, trial };
}

/** Does it; that it was done too often, or that somebody ended the endpoint meanwhile, is no failure. */
async function refusable<T>(doing: () => Promise<T>): Promise<T | "too-often" | "ended"> {
  try {
    return await doing();
  } catch (error) {
    if (error instanceof AppError && error.code === "too-many-requests") return "too-often";
    if (error instanceof AppError && error.code === "conflict") return "ended";
    throw error;
  }
}

async function rotate({ context, c, endpoint, form }: Doing): Promise<EndpointStep> {
  const overlap = overlaps.find((hours) => String(hours) === form.text("overlap"));
  if (overlap === undefined) throw new AppError("wrong-usage", "For how long does the old hold?");
  if (!isConfirmed(form)) return { kind: "confirm-rotate", overlap };
  const input = { actor: c.var.actor, id: endpoint.endpoint, overlapHours: overlap };
  const given = await refusable(() => rotateEndpoint({ context, input }));
  if (typeof given === "string") return { kind: given };
  const { oldUntil, ...secret } = given;
  return { kind: "rotated", secret, oldUntil };
}

async function disable({ context, c, endpoint, form }: Doing): Promise<EndpointStep> {
  if (!isConfirmed(form)) return { kind: "confirm-disable", waiting: endpoint.waiting };
  const input = { actor: c.var.actor, id: endpoint.endpoint };
  return { kind: "disabled", ...(await disableEndpoint({ context, input })) };
}

async function resend({ context, c, endpoint, form }: Doing): Promise<EndpointStep | "wrong-days"> {
  const { timeZone } = context.instance;
  const window = readDays(form.text("from"), form.text("until"), { timeZone, mostDays });
  if (window === null) return "wrong-days";
  const input = { actor: c.var.actor, id: endpoint.endpoint, window };
  const resent = await refusable(() => resendNotifications({ context, input }));
  return typeof resent === "string" ? { kind: resent } : { kind: "resent", ...resent };
}

async function showOne(
  { context, readNames }: { context: WebContext; readNames: OrganisationNames },
  c: Context<WebEnv>,
  wrongDays: EndpointPageData["wrongDays"],
): Promise<Response> {
  const { actor } = c.var;
  const endpoint = await getEndpoint(context, c);
  const { organisation } = endpoint;
  const data = {
    endpoint,
    names: await readNames(),
    mayChange: may(actor, "endpoint.change", { organisation }),
    mayResend: may(actor, "endpoint.resend", { organisation }),
    wrongDays,
  };
  return c.html(endpointPage(toPage(context, c), data), wrongDays === null ? 200 : 422);
}

/** The endpoint, for those whose it is and for the house; for others there is none. */
async function getEndpoint(context: WebContext, c: Context<WebEnv>): Promise<ShownEndpoint> {
  const id = getUuid(c.req.param("id") ?? "") as EndpointId;
  const { actor } = c.var;
  const all = await listEndpoints({ context, input: { actor, organisation: null } });
  const found = all.find(({ endpoint }) => endpoint === id);
  if (found === undefined) throw notThere();
  return found;
}

function notThere(): AppError {
  return new AppError("not-found", "There is no such endpoint.");
}
