import type { Context } from "hono";
import { approveVolume } from "../../../actions/approve-volume.ts";
import { liftBrakes } from "../../../actions/lift-brakes.ts";
import { listApprovals } from "../../../actions/list-approvals.ts";
import { listBrakes } from "../../../actions/list-brakes.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { resumeLane } from "../../../actions/resume-lane.ts";
import { showApproval } from "../../../actions/show-approval.ts";
import { may } from "../../../domain/access/may.ts";
import { lanes } from "../../../domain/finding/lane.ts";
import { AppError } from "../../../platform/errors.ts";
import { listWaitingReports } from "../../../store/views/report-list.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { requireAct } from "../../middleware/require-act.ts";
import { attempt } from "../attempt.ts";
import { mostAtOnce } from "../components/brake-tables.ts";
import { toPage } from "../page.ts";
import { brakeLiftPage, type ChosenBrakes } from "../pages/brake-lift-page.ts";
import { brakesPage } from "../pages/brakes-page.ts";
import { type ResumeStep, resumePage } from "../pages/resume-page.ts";
import { type Form, readForm } from "../read-form.ts";

const shown = 100;

type Shown = { readonly context: WebContext; readonly readNames: OrganisationNames };

/** What is held, and lifting it: chosen, asked about once more, then done. */
export function addBrakePages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/brakes", (c) => showAll({ context, readNames }, c, false));
  // Who changes the language on the way gets here.
  for (const path of ["/brakes/lift", "/brakes/resume"])
    portal.get(path, (c) => c.redirect("/brakes", 303));
  portal.post("/brakes/lift", requireAct("volume.approve"), (c) => lift({ context, readNames }, c));
  portal.post("/brakes/resume", requireAct("notify.run"), (c) => resume(context, c));
}

async function lift({ context, readNames }: Shown, c: Context<WebEnv>): Promise<Response> {
  const { actor } = c.var;
  const form = await readForm(c);
  const chosen = await choose(context, c, form);
  const isConfirmed = form.text("confirmed") === "yes";
  if (!isConfirmed && form.list("brake").length === 0 && form.text("all") !== "yes")
    return showAll({ context, readNames }, c, true);
  const page = toPage(context, c);
  if (chosen.brakes.length === 0) return c.html(brakeLiftPage(page, { kind: "done", count: 0 }));
  if (!isConfirmed)
    return c.html(brakeLiftPage(page, { kind: "confirm", chosen, names: await readNames() }));
  const input = { brakes: chosen.brakes.map(({ id }) => id), actor };
  const lifting = chosen.kind === "report" ? liftBrakes : approveVolume;
  const done = await attempt<readonly unknown[]>(() => lifting({ context, input }));
  if (done.kind === "done") {
    return c.html(brakeLiftPage(page, { kind: "done", count: done.answer.length }));
  }
  const approval = await showApproval({ context, input: { actor, id: done.request } });
  return c.html(brakeLiftPage(page, { kind: "approval", chosen, approval }), 409);
}

/** Those of the brakes that are on still. */
async function choose(context: WebContext, c: Context<WebEnv>, form: Form): Promise<ChosenBrakes> {
  const { reports, volume } = await listBrakes({ context, input: { actor: c.var.actor } });
  const ids = new Set(form.list("brake"));
  const all = form.text("all") === "yes";
  const isChosen = ({ id }: { readonly id: string }): boolean => all || ids.has(id);
  switch (form.text("kind")) {
    case "report":
      return { kind: "report", brakes: reports.filter(isChosen).slice(0, mostAtOnce) };
    case "volume":
      return { kind: "volume", brakes: volume.filter(isChosen).slice(0, mostAtOnce) };
    default:
      throw new AppError("wrong-usage", "There are no such brakes.");
  }
}

async function resume(context: WebContext, c: Context<WebEnv>): Promise<Response> {
  const { actor } = c.var;
  const form = await readForm(c);
  const lane = lanes.find((known) => known === form.text("lane"));
  if (lane === undefined) throw new AppError("wrong-usage", "There is no such lane.");
  const step: ResumeStep =
    form.text("confirmed") === "yes"
      ? { kind: "done", resumed: await resumeLane({ context, input: { lane, actor } }) }
      : { kind: "confirm" };
  return c.html(resumePage(toPage(context, c), lane, step));
}

async function showAll(
  { context, readNames }: Shown,
  c: Context<WebEnv>,
  noneChosen: boolean,
): Promise<Response> {
  const { actor } = c.var;
  const [brakes, names, waiting, approvals] = await Promise.all([
    listBrakes({ context, input: { actor } }),
    readNames(),
    listWaitingReports(context.sql, shown),
    may(actor, "approval.give", "everybody")
      ? listApprovals({ context, input: { actor, open: true, limit: shown } })
      : null,
  ]);
  const data = {
    brakes,
    names,
    approvals,
    waitingReports: waiting.length,
    canaryWaitMs: context.instance.brakes.reports.canary.waitMs,
    actor,
    noneChosen,
  };
  return c.html(brakesPage(toPage(context, c), data), noneChosen ? 422 : 200);
}
