import type { Context } from "hono";
import { carryOutResponse } from "../../../actions/carry-out-response.ts";
import { countConversion } from "../../../actions/count-conversion.ts";
import { listResponses } from "../../../actions/list-responses.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { refuseResponse } from "../../../actions/refuse-response.ts";
import { settleResponse } from "../../../actions/settle-response.ts";
import { AppError } from "../../../platform/errors.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { type ResponsesTrouble, responsesPage } from "../pages/responses-page.ts";
import { getUuid } from "../path-values.ts";

const shown = 100;
const conversionMs = 90 * 24 * 60 * 60_000;

/** What recipients said, what waits for somebody, and what mails brought. */
export function addResponsePages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/responses", (c) => show(context, c, readNames, null));
  portal.post("/responses/:id", async (c) => {
    const id = getUuid(c.req.param("id"));
    const { note, do: act } = await c.req.parseBody();
    const text = typeof note === "string" ? note.trim() : "";
    const { actor } = c.var;
    if (act !== "carry-out" && text === "") return show(context, c, readNames, "note-missing");
    try {
      if (act === "carry-out")
        await carryOutResponse({ context, input: { actor, id, checked: text } });
      else if (act === "refuse")
        await refuseResponse({ context, input: { actor, id, reason: text } });
      else await settleResponse({ context, input: { actor, id, note: text } });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "conflict") throw error;
      return show(context, c, readNames, "conflict");
    }
    return c.redirect("/responses", 303);
  });
}

async function show(
  context: WebContext,
  c: Context<WebEnv>,
  readNames: OrganisationNames,
  trouble: ResponsesTrouble | null,
): Promise<Response> {
  const { actor } = c.var;
  const filters = { organisation: null, kind: null, limit: shown };
  const list = (waiting: boolean) =>
    listResponses({ context, input: { actor, filters: { ...filters, waiting } } });
  const until = context.clock();
  const since = new Date(until.getTime() - conversionMs);
  const conversion = await countConversion({ context, input: { actor, since, until } });
  const lists = { waiting: await list(true), all: await list(false) };
  const page = responsesPage(toPage(context, c), {
    ...lists,
    conversion,
    names: await readNames(),
    trouble,
  });
  return c.html(page, { none: 200, "note-missing": 422, conflict: 409 }[trouble ?? "none"] as 200);
}
