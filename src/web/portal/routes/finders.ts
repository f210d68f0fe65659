import type { Context } from "hono";
import { declineFinder } from "../../../actions/decline-finder.ts";
import { listFinders } from "../../../actions/list-finders.ts";
import { showFinder } from "../../../actions/show-finder.ts";
import { suspendFinder } from "../../../actions/suspend-finder.ts";
import { vetFinder } from "../../../actions/vet-finder.ts";
import { grades } from "../../../domain/finding/grade.ts";
import { findTlp } from "../../../domain/finding/tlp.ts";
import { type FinderId, isSlug } from "../../../domain/ids.ts";
import { AppError } from "../../../platform/errors.ts";
import { listWaitingReports } from "../../../store/views/report-list.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { type FinderTrouble, finderPage } from "../pages/finder-page.ts";
import { findersPage } from "../pages/finders-page.ts";

/** What waits for a vetter, and each finder with the forms to admit, decline or suspend it. */
export function addFinderPages(portal: WebApp, context: WebContext): void {
  portal.get("/finders", async (c) => {
    const finders = await listFinders({ context, input: { actor: c.var.actor } });
    const waiting = await listWaitingReports(context.sql, 100);
    return c.html(findersPage(toPage(context, c), { finders, waiting }));
  });
  portal.get("/finders/:id", (c) => showOne(context, c, null));
  portal.post("/finders/:id", async (c) => {
    const finder = getFinder(c.req.param("id"));
    const form = await c.req.parseBody();
    const trouble = await tell(() => decide(context, c, finder, form));
    return trouble === null ? c.redirect(`/finders/${finder}`, 303) : showOne(context, c, trouble);
  });
}

type Form = Readonly<Record<string, unknown>>;

async function decide(
  context: WebContext,
  c: Context<WebEnv>,
  finder: FinderId,
  form: Form,
): Promise<void> {
  const { actor } = c.var;
  const read = (name: string): string => {
    const value = form[name];
    return typeof value === "string" ? value.trim() : "";
  };
  const decided = { actor, finder, reason: read("reason") };
  if (form.answer === "decline") {
    await declineFinder({ context, input: decided });
  } else if (form.answer === "suspend") {
    await suspendFinder({ context, input: decided });
  } else {
    const terms = {
      trusted: form.trusted === "yes",
      signed: form.signed === "yes",
      vouchedBy: read("vouchedBy").slice(0, 200) || null,
      tlp: findTlp(read("tlp")),
      grade: grades.find((grade) => grade === read("grade")) ?? null,
      policies: null,
    };
    await vetFinder({ context, input: { ...decided, ...terms } });
  }
}

/** What stands in the way, for the page. */
async function tell(deciding: () => Promise<void>): Promise<FinderTrouble | null> {
  try {
    await deciding();
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === "wrong-usage") return "no-reason";
    if (error instanceof AppError && error.code === "conflict") return "stale";
    throw error;
  }
}

async function showOne(
  context: WebContext,
  c: Context<WebEnv>,
  trouble: FinderTrouble | null,
): Promise<Response> {
  const { actor } = c.var;
  const id = getFinder(c.req.param("id") ?? "");
  const finder = await showFinder({ context, input: { actor, finder: id } });
  const status = trouble === null ? 200 : trouble === "stale" ? 409 : 422;
  return c.html(finderPage(toPage(context, c), { finder, actor, trouble }), status);
}

function getFinder(text: string): FinderId {
  if (isSlug(text)) return text as FinderId;
  throw new AppError("not-found", "There is no such page.");
}
