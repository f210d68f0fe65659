import type { Context } from "hono";
import { permit } from "../../../actions/access/permit.ts";
import { liftSwitch } from "../../../actions/lift-switch.ts";
import { listBrakes } from "../../../actions/list-brakes.ts";
import { releaseReport } from "../../../actions/release-report.ts";
import { showApproval } from "../../../actions/show-approval.ts";
import { showReport } from "../../../actions/show-report.ts";
import { throwSwitch } from "../../../actions/throw-switch.ts";
import type { HoldTarget } from "../../../domain/notification/hold-target.ts";
import { AppError } from "../../../platform/errors.ts";
import { listReports } from "../../../store/views/report-list.ts";
import { previewSwitch } from "../../../store/views/switch-preview.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { requireAct } from "../../middleware/require-act.ts";
import { attempt } from "../attempt.ts";
import { toPage } from "../page.ts";
import { type SwitchLiftStep, switchLiftPage } from "../pages/switch-lift-page.ts";
import { type SwitchTrouble, switchPage, type TypedSwitch } from "../pages/switch-page.ts";
import { readForm } from "../read-form.ts";
import { liftActs, readTarget } from "../switch-target.ts";

const longestReason = 500;
/** Of so many reports cases and finders are offered to choose from. */
const recent = 100;

/** Throwing and lifting kill switches: typed, asked about once more with what it stops, then done. */
export function addSwitchPages(portal: WebApp, context: WebContext): void {
  portal.get("/brakes/switch", requireAct("report.hold"), (c) => {
    const { what = "case", name = "" } = c.req.query();
    return showForm(context, c, { what, name, reason: "" }, []);
  });
  portal.post("/brakes/switch", requireAct("report.hold"), (c) => put(context, c));
  portal.get("/brakes/switch/lift", (c) => c.redirect("/brakes", 303));
  portal.post("/brakes/switch/lift", (c) => lift(context, c));
}

async function showForm(
  context: WebContext,
  c: Context<WebEnv>,
  typed: TypedSwitch,
  troubles: readonly SwitchTrouble[],
): Promise<Response> {
  const reports = await listReports(context.sql, recent);
  const known = new Set(reports.flatMap(({ caseName, finder }) => [caseName ?? finder, finder]));
  const step = { kind: "form", typed, troubles, known: [...known] } as const;
  return c.html(switchPage(toPage(context, c), step), troubles.length === 0 ? 200 : 422);
}

async function put(context: WebContext, c: Context<WebEnv>): Promise<Response> {
  const { actor } = c.var;
  const page = toPage(context, c);
  const form = await readForm(c);
  const typed = { what: form.text("what"), name: form.text("name"), reason: form.text("reason") };
  const { reason } = typed;
  const target = readTarget(typed);
  const preview = target === null ? null : await previewSwitch(context.sql, target);
  const troubles: SwitchTrouble[] = [];
  if (target === null) troubles.push("no-target");
  if (target?.kind === "report" && preview?.reports === 0) troubles.push("no-report");
  if (reason === "" || reason.length > longestReason) troubles.push("no-reason");
  if (target === null || preview === null || troubles.length > 0)
    return showForm(context, c, typed, troubles);
  if (form.text("confirmed") !== "yes")
    return c.html(switchPage(page, { kind: "confirm", target, reason, preview }));
  const done = await throwSwitch({ context, input: { target, reason, actor } });
  return c.html(switchPage(page, { kind: "done", target, ...done }));
}

async function lift(context: WebContext, c: Context<WebEnv>): Promise<Response> {
  const form = await readForm(c);
  const target = readTarget({ what: form.text("what"), name: form.exact("name") });
  if (target === null) throw new AppError("wrong-usage", "There is no such kill switch.");
  permit(c.var.actor, liftActs[target.kind], "everybody");
  const isConfirmed = form.text("confirmed") === "yes";
  const step = await toLiftStep(context, c, target, isConfirmed);
  const status = step.kind === "approval" || step.kind === "closed" ? 409 : 200;
  return c.html(switchLiftPage(toPage(context, c), target, step), status);
}

async function toLiftStep(
  context: WebContext,
  c: Context<WebEnv>,
  target: HoldTarget,
  isConfirmed: boolean,
): Promise<SwitchLiftStep> {
  const { actor } = c.var;
  const { holds } = await listBrakes({ context, input: { actor } });
  const hold = holds.find(({ kind, value }) => kind === target.kind && value === target.value);
  if (hold === undefined) return { kind: "not-there" };
  if (target.kind === "report") {
    const { value: report } = target;
    const summary = await showReport({ context, input: { report, actor } });
    if (summary.rejected !== null || summary.recalled !== null) return { kind: "closed" };
    if (summary.releasedAt === null) return { kind: "never-released" };
  }
  if (!isConfirmed) return { kind: "confirm", hold };
  const done = await attempt(async () =>
    target.kind === "report"
      ? (await releaseReport({ context, input: { report: target.value, actor } })).holdLifted
      : liftSwitch({ context, input: { target, actor } }),
  );
  if (done.kind === "done") return { kind: done.answer ? "lifted" : "not-there" };
  const approval = await showApproval({ context, input: { actor, id: done.request } });
  return { kind: "approval", approval };
}
