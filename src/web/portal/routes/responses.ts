import type { Context } from "hono";
import { countConversion } from "../../../actions/count-conversion.ts";
import { listResponses } from "../../../actions/list-responses.ts";
import type { OrganisationNames } from "../../../actions/name-organisations.ts";
import { settleResponse } from "../../../actions/settle-response.ts";
import type { WebApp, WebContext, WebEnv } from "../../context.ts";
import { toPage } from "../page.ts";
import { responsesPage } from "../pages/responses-page.ts";
import { getUuid } from "../path-values.ts";

const shown = 100;
const conversionMs = 90 * 24 * 60 * 60_000;

/** What recipients said, what waits for somebody, and what mails brought. */
export function addResponsePages(
  portal: WebApp,
  context: WebContext,
  readNames: OrganisationNames,
): void {
  portal.get("/responses", (c) => show(context, c, readNames, false));
  portal.post("/responses/:id", async (c) => {
    const id = getUuid(c.req.param("id"));
    const { note } = await c.req.parseBody();
    const text = typeof note === "string" ? note.trim() : "";
    if (text === "") return show(context, c, readNames, true);
    await settleResponse({ context, input: { actor: c.var.actor, id, note: text } });
    return c.redirect("/responses", 303);
  });
}

async function show(
  context: WebContext,
  c: Context<WebEnv>,
  readNames: OrganisationNames,
  isNoteMissing: boolean,
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
    isNoteMissing,
  });
  return c.html(page, isNoteMissing ? 422 : 200);
}
