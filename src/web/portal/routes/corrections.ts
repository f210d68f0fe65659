import type { Context } from "hono";
import { listCorrections } from "../../../actions/list-corrections.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { previewCorrection } from "../../../actions/preview-correction.ts";
import { previewRecall } from "../../../actions/preview-recall.ts";
import { recallReports } from "../../../actions/recall-reports.ts";
import { sendCorrection } from "../../../actions/send-correction.ts";
import { may } from "../../../domain/access/may.ts";
import type { CorrectionScope } from "../../../domain/correction/scope.ts";
import { type FinderId, type FindingTypeId, isSlug, type ReportId } from "../../../domain/ids.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { type CorrectionTrouble, correctionPage } from "../pages/correction-page.ts";
import { correctionsPage } from "../pages/corrections-page.ts";
import { getUuid } from "../path-values.ts";

const listed = 100;
const longestCase = 300;

type Fields = Readonly<Record<string, unknown>>;

/** What was taken back or put right; GET shows what doing it would do, POST does it. */
export function addCorrectionPages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/corrections", async (c) => {
    const { actor } = c.var;
    const corrections = await listCorrections({ context, input: { actor, limit: listed } });
    const mayCorrect = may(actor, "report.recall", "everybody");
    return c.html(correctionsPage(toPage(context, c), corrections, mayCorrect));
  });
  portal.get("/corrections/new", (c) => {
    const fields = c.req.query();
    return show({ context, readNames }, c, fields, null);
  });
  portal.post("/corrections/new", async (c) => {
    const fields = await c.req.parseBody();
    const trouble = await tell(() => carryOut(context, c, fields));
    if (trouble === null) return c.redirect("/corrections", 303);
    return show({ context, readNames }, c, fields, trouble);
  });
}

async function carryOut(
  context: WebContext,
  c: Context<WebEnv>,
  fields: Fields,
): Promise<CorrectionTrouble | null> {
  // The browser asks for the tick too; this is for those that do not.
  if (fields.checked !== "yes") return "unchecked";
  const { actor } = c.var;
  const texts = { nl: readField(fields, "text-nl"), en: readField(fields, "text-en") };
  const order = {
    scope: getScope(fields),
    digest: readField(fields, "digest"),
    reason: readField(fields, "reason"),
    texts,
    actor,
  };
  if (isRecall(fields)) await recallReports({ context, input: order });
  else await sendCorrection({ context, input: order });
  return null;
}

async function show(
  { context, readNames }: { context: WebContext; readNames: OrganisationNames },
  c: Context<WebEnv>,
  fields: Fields,
  trouble: CorrectionTrouble | null,
): Promise<Response> {
  const input = { scope: getScope(fields), actor: c.var.actor };
  const previewed = isRecall(fields)
    ? await previewRecall({ context, input })
    : await previewCorrection({ context, input });
  const typed = {
    reason: readField(fields, "reason"),
    nl: readField(fields, "text-nl"),
    en: readField(fields, "text-en"),
  };
  const data = { previewed, names: await readNames(), trouble, typed };
  const status = trouble === null ? 200 : trouble === "changed" ? 409 : 422;
  return c.html(correctionPage(toPage(context, c), data), status);
}

/** What stands in the way, for the page; what became of it meanwhile is no failure. */
async function tell(
  doing: () => Promise<CorrectionTrouble | null>,
): Promise<CorrectionTrouble | null> {
  try {
    return await doing();
  } catch (error) {
    if (error instanceof AppError && error.code === "wrong-usage") return "no-reason";
    if (error instanceof AppError && error.code === "conflict") return "changed";
    throw error;
  }
}

function isRecall(fields: Fields): boolean {
  return fields.way !== "put-right";
}

function readField(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value.trim() : "";
}

/** Throws `not-found` where the fields name nothing that could be. */
function getScope(fields: Fields): CorrectionScope {
  const kind = readField(fields, "kind");
  const value = readField(fields, "value");
  if (kind === "report") return { kind, report: getUuid(value) as ReportId };
  if (kind === "case" && value !== "" && value.length <= longestCase) return { kind, name: value };
  const finder = readField(fields, "finder");
  if (kind !== "type" || !isSlug(value) || (finder !== "" && !isSlug(finder))) {
    throw new AppError("not-found", "There is nothing of that name to take back.", {
      remedy: "Type the id of a report, the name of a case or the id of a finding type.",
    });
  }
  const ofFinder = finder === "" ? null : (finder as FinderId);
  return { kind: "type", type: value as FindingTypeId, finder: ofFinder };
}
